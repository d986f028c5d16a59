import { phrase } from '../messages/phrase.js'
import { createReadStream } from 'node:fs'
import type { FastifyPluginAsync } from 'fastify'
import type { JobQueue } from '../jobs/job-queue.js'
import { PacklineError } from '../errors.js'
import { runPage } from '../ui/run-page.js'
import { idSchema } from './job-schemas.js'
import { answerMs, hidden, sendPage, viewOf } from './page-reply.js'
import { outputFile, runReport, runView, workerRunView } from './run-view.js'

const outputParams = {
  type: 'object',
  required: ['id', 'index'],
  properties: { id: idSchema.properties.id, index: { type: 'integer', minimum: 0, maximum: 1_000_000 } }
} as const

/** The page of each asset run, and the pictures on it. */
export function runPages (jobs: JobQueue, home: string, now: () => number): FastifyPluginAsync {
  return async app => {
    app.get<{ Params: { id: string } }>('/runs/:id', {
      config: { role: 'read' },
      schema: { ...hidden, params: idSchema }
    }, async (request, reply) => {
      const { id } = request.params
      const run = workerRunView(home, id) ?? await runView(jobs, id, AbortSignal.timeout(answerMs))
      return await sendPage(reply, runPage(viewOf(request, now()), run))
    })

    app.get<{ Params: { id: string, index: number } }>('/runs/:id/outputs/:index', {
      config: { role: 'read' },
      schema: { ...hidden, params: outputParams }
    }, async ({ params: { id, index } }, reply) => {
      const { type, file } = await pictureOf(jobs, id, index)
      return await reply
        .type(type)
        .headers({ 'content-security-policy': "default-src 'none'", 'x-content-type-options': 'nosniff' })
        .send(createReadStream(file))
    })
  }
}

/** An output that a browser shows; anything else is told as if it were not there. */
async function pictureOf (
  jobs: JobQueue,
  id: string,
  index: number
): Promise<{ type: string, file: string }> {
  const job = jobs.get(id)
  const path = runReport(jobs, job)?.outputs[index]?.path
  const kind = /\.(png|webp)$/.exec(path ?? '')?.[1]
  const file = path === undefined || kind === undefined
    ? undefined
    : await outputFile(job.workspace, path).catch(() => undefined)
  if (file === undefined) {
    throw new PacklineError('HTTP_NOT_FOUND', { what: phrase('what.output', { index, id }) })
  }
  return { type: `image/${kind}`, file }
}
