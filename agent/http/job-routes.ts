import { Readable } from 'node:stream'
import type { FastifyInstance, FastifyPluginAsync } from 'fastify'
import { PacklineError } from '../errors.js'
import { isEnded } from '../jobs/job.js'
import type { JobRequest } from '../jobs/job.js'
import type { JobKind } from '../jobs/job-kind.js'
import type { CancelFilter, JobQueue } from '../jobs/job-queue.js'
import { personHeader, personIn } from '../jobs/person-header.js'
import type { JobFilter } from '../jobs/job-table.js'
import { readTraceparent } from '../telemetry/trace-context.js'
import {
  cancelManySchema,
  cancelledSchema,
  eventsQuerySchema,
  idSchema,
  jobListSchema,
  jobRequestSchema,
  jobSchema,
  kindsSchema,
  listQuerySchema
} from './job-schemas.js'

interface OneJob {
  Params: { id: string }
}

const tags = ['jobs']
const journalFails = ['JOB_JOURNAL_UNWRITABLE', 'DISK_FULL'] as const
/** What may keep a job from being taken. */
export const submitFails = [
  'JOB_KIND_UNKNOWN',
  'JOB_PARAMETERS_INVALID',
  'JOB_WORKSPACE_NOT_ALLOWED',
  'JOB_PATH_OUTSIDE',
  'JOB_KEY_REUSED',
  'AGENT_DRAINING',
  'JOB_KIND_NOT_TAKEN',
  'JOB_NOT_HERE',
  'JOB_TOOLS_MISSING',
  'JOB_LABELS_MISSING',
  'JOB_QUEUE_FULL',
  ...journalFails
] as const

export function jobRoutes (queue: JobQueue, kinds: readonly JobKind[]): FastifyPluginAsync {
  return async app => {
    addSubmit(app, queue)
    addLists(app, queue, kinds)
    addOne(app, queue)
    addEvents(app, queue)
  }
}

function addSubmit (app: FastifyInstance, queue: JobQueue): void {
  app.post<{ Body: JobRequest }>('/v1/jobs', {
    config: {
      role: 'build',
      errors: submitFails
    },
    schema: {
      tags,
      summary: 'Hand in a job; the answer comes when it is safely on the disk',
      body: jobRequestSchema,
      response: { 200: jobSchema, 201: jobSchema }
    }
  }, async (request, reply) => {
    const { headers: { traceparent, [personHeader]: person }, body, caller } = request
    const { job, isNew } = await queue.submit(body, callerName(caller.name, person), given(traceparent))
    return await reply.code(isNew ? 201 : 200).header('location', `/v1/jobs/${job.id}`).send(job)
  })
}

/** Who the caller speaks for, as far as it says so; what was proved is always named. */
function callerName (proved: string, header: string | string[] | undefined): string {
  const person = personIn(header)
  return person === undefined || person === proved ? proved : `${person} (${proved})`
}

/** One that is none is passed over, as W3C Trace Context wants it. */
function given (traceparent: string | string[] | undefined): string | undefined {
  return typeof traceparent === 'string' && readTraceparent(traceparent) !== undefined
    ? traceparent
    : undefined
}

function addLists (app: FastifyInstance, queue: JobQueue, kinds: readonly JobKind[]): void {
  app.get<{ Querystring: JobFilter }>('/v1/jobs', {
    config: { role: 'read' },
    schema: {
      tags,
      summary: 'Jobs, the newest first',
      querystring: listQuerySchema,
      response: { 200: jobListSchema }
    }
  }, async ({ query }) => ({ jobs: queue.list(query), counts: queue.counts() }))

  app.get('/v1/jobs/kinds', {
    config: { role: 'read' },
    schema: { tags, summary: 'The kinds of jobs and their parameters', response: { 200: kindsSchema } }
  }, async () => ({
    kinds: kinds.map(({ name, describe, parameters }) => ({ name, description: describe, parameters }))
  }))
}

function addOne (app: FastifyInstance, queue: JobQueue): void {
  app.get<OneJob>('/v1/jobs/:id', {
    config: { role: 'read', errors: ['JOB_UNKNOWN'] },
    schema: { tags, summary: 'One job', params: idSchema, response: { 200: jobSchema } }
  }, async ({ params }) => queue.get(params.id))

  app.get<OneJob>('/v1/jobs/:id/result', {
    config: { role: 'read', errors: ['JOB_UNKNOWN', 'JOB_NOT_ENDED', 'JOB_NO_REPORT'] },
    schema: {
      tags,
      summary: 'The report of a job that ended',
      params: idSchema,
      response: { 200: { description: 'As the command prints it with --json' } }
    }
  }, async ({ params: { id } }, reply) => {
    const job = queue.get(id)
    if (!isEnded(job)) throw new PacklineError('JOB_NOT_ENDED', { id, state: job.state })
    const report = queue.report(id)
    if (report === undefined) throw new PacklineError('JOB_NO_REPORT', { id })
    return await reply.type('application/json; charset=utf-8').send(report)
  })

  app.delete<OneJob>('/v1/jobs/:id', {
    config: { role: 'build', errors: ['JOB_UNKNOWN', ...journalFails] },
    schema: {
      tags,
      summary: 'Cancel a job; one that ended stays as it is',
      params: idSchema,
      response: { 202: jobSchema }
    }
  }, async ({ params }, reply) => await reply.code(202).send(await queue.cancel(params.id)))

  app.post<{ Body: CancelFilter }>('/v1/jobs/cancel', {
    config: { role: 'build', errors: journalFails },
    schema: {
      tags,
      summary: 'Cancel every job that is such',
      body: cancelManySchema,
      response: { 202: cancelledSchema }
    }
  }, async ({ body }, reply) => await reply.code(202).send({ jobs: await queue.cancelAll(body) }))
}

function addEvents (app: FastifyInstance, queue: JobQueue): void {
  app.get<OneJob & { Querystring: { from: number, follow: boolean } }>('/v1/jobs/:id/events', {
    config: { role: 'read', errors: ['JOB_UNKNOWN', 'JOB_OFFSET_INVALID'] },
    schema: {
      tags,
      summary: 'The events of a job as NDJSON',
      params: idSchema,
      querystring: eventsQuerySchema,
      response: {
        200: {
          description: 'One event a line',
          content: { 'application/x-ndjson': { schema: { type: 'string' } } }
        }
      }
    }
  }, async ({ params, query }, reply) => {
    const gone = new AbortController()
    // Of this answer only: a connection that is kept serves many.
    reply.raw.once('close', () => {
      gone.abort()
    })
    const lines = queue.events(params.id, query.from, query.follow, gone.signal)
    // What is wrong with the request shows with the first line, when a status can still be sent.
    const first = await lines.next()
    return await reply.type('application/x-ndjson').header('cache-control', 'no-store').send(
      Readable.from((async function* () {
        if (first.done !== true) yield first.value
        yield* lines
      })())
    )
  })
}
