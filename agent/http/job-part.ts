import { extname, join } from 'node:path'
import type { AgentContext, Part } from '../part.js'
import { jobKinds } from '../jobs/job-kinds.js'
import { jobEnvironment, jobNodeFlags } from '../jobs/job-environment.js'
import { JobQueue } from '../jobs/job-queue.js'
import { placeOfJob } from '../telemetry/job-spans.js'
import { writeTraceparent } from '../telemetry/trace-context.js'
import { jobRoutes } from './job-routes.js'

/** The queue of jobs, which other parts may use, and its routes. */
export async function jobPart (
  context: Pick<
    AgentContext,
    'config' | 'configFile' | 'device' | 'home' | 'environment' | 'redactor' | 'now' | 'log'
  >
): Promise<Part & { queue: JobQueue }> {
  const { config, home, redactor, now, log } = context
  const queue = await JobQueue.open({
    folder: join(home, 'jobs'),
    kinds: jobKinds,
    config: config.jobs,
    workspaces: config.workspaces,
    program: [
      process.execPath,
      ...jobNodeFlags(process.execArgv),
      // From its sources, it has no bundle to start from.
      join(import.meta.dirname, '..', extname(import.meta.filename) === '.ts' ? 'job-main.ts' : 'start.cjs'),
      'job-process'
    ],
    environment: jobEnvironment(context),
    ...config.telemetry !== undefined && {
      traceparentOf: job => writeTraceparent(placeOfJob(job))
    },
    redactor,
    now,
    log
  })
  return {
    name: 'jobs',
    queue,
    routes: jobRoutes(queue, jobKinds),
    drain: async (deadline, leaveRunning) => {
      await queue.drain(deadline, leaveRunning)
    },
    close: async () => {
      await queue.close()
    }
  }
}
