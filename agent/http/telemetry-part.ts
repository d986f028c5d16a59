import { readSecret } from '../config/secret.js'
import type { Job } from '../jobs/job.js'
import type { AgentContext, Part } from '../part.js'
import { packlineVersion } from '../version.js'

/** Tells of each job that has ended, where the configuration says to whom. */
export async function telemetryPart (
  { config, cwd, environment, device, jobs, redactor, log, signal }: AgentContext
): Promise<Part> {
  if (config.telemetry === undefined) return { name: 'telemetry' }
  const [{ SpanExporter }, { jobSpans }] = await Promise.all([
    import('../telemetry/span-exporter.js'),
    import('../telemetry/job-spans.js')
  ])
  const { endpoint, tokenFile } = config.telemetry
  const token = tokenFile === undefined ? undefined : await readSecret(tokenFile, environment, cwd)
  const receiver = { endpoint, token, version: packlineVersion, device }
  const exporter = new SpanExporter({ receiver, log })
  const tell = async (job: Job): Promise<void> => {
    const chunks: Buffer[] = []
    for await (const chunk of jobs.events(job.id, 0, false, signal)) chunks.push(chunk)
    const spans = jobSpans(job, Buffer.concat(chunks).toString('utf8').split('\n'))
    exporter.add(redactor.value(spans) as typeof spans)
  }
  jobs.onEnded(job => {
    tell(job).catch((error: unknown) => {
      log.warn({ err: error, jobId: job.id }, 'a job ended without its spans')
    })
  })
  return {
    name: 'telemetry',
    close: async () => {
      await exporter.close()
    }
  }
}
