import type { FastifyInstance } from 'fastify'
import type { ErrorCode } from '../error-catalogue.js'
import { hotUpdate, packages, rollback } from '../jobs/release-job-kinds.js'
import { publish, storeRollout, symbols, upload } from '../jobs/sending-job-kinds.js'
import type { JobKind } from '../jobs/job-kind.js'
import { changedBy } from './changed-by.js'
import { jobSchema } from './job-schemas.js'
import { submitFails } from './job-routes.js'
import { orderRole } from './orders.js'
import type { OrderKind, Orders } from './orders.js'
import { idempotencyKey, pathSchema, projectPath, projectTags, readingFails } from './project-schemas.js'

interface OrderRoute {
  kind: JobKind & { name: OrderKind }
  path: string
  names: Array<'release' | 'target' | 'native'>
  summary: string
}

const headers = {
  type: 'object',
  properties: { 'idempotency-key': idempotencyKey }
} as const
const workspace = {
  type: 'string',
  minLength: 1,
  maxLength: 4096,
  description: "Which of the project's checkouts on this machine; the only one when left out"
} as const
const errors: readonly ErrorCode[] = [
  'ORDER_NO_CHECKOUT',
  'ORDER_CHECKOUT_UNCLEAR',
  'CONFIG_INVALID',
  'CONFIG_NOT_JSON',
  ...submitFails,
  ...readingFails
]

const routes: readonly OrderRoute[] = [
  {
    kind: { ...packages, name: 'package' },
    path: '/packages',
    names: [],
    summary: 'Order packages of a project; with record they become a release'
  },
  {
    kind: { ...hotUpdate, name: 'hotupdate' },
    path: '/hot-updates',
    names: [],
    summary: 'Order a hot-update version of a project'
  },
  {
    kind: { ...rollback, name: 'rollback' },
    path: '/targets/:target/lines/:native/rollback',
    names: ['target', 'native'],
    summary: 'Order that players of a native version get an earlier hot update again, under a higher version'
  },
  {
    kind: { ...publish, name: 'publish' },
    path: '/releases/:release/publish',
    names: ['release'],
    summary: 'Hand a release to a place that was published to before; players see no difference'
  },
  {
    kind: { ...upload, name: 'upload' },
    path: '/releases/:release/uploads',
    names: ['release'],
    summary: 'Send a package of a release to an app store of the project'
  },
  {
    kind: { ...symbols, name: 'symbols' },
    path: '/releases/:release/symbols',
    names: ['release'],
    summary: 'Send the symbols of a package of a release to a symbol server of the project'
  },
  {
    kind: { ...storeRollout, name: 'store-rollout' },
    path: '/releases/:release/store-rollouts',
    names: ['release'],
    summary: 'Change which share of players a store gives an uploaded package to, or halt that'
  }
]

/** What is ordered of a project becomes a job of this agent, or of Jenkins; its events tell how far it is. */
export function addOrders (app: FastifyInstance, orders: Orders, device: string): void {
  for (const { kind, path, names, summary } of routes) {
    const { required = [], properties } = kind.parameters
    const isInPath = (name: string): boolean => names.some(each => each === name)
    const inBody = Object.entries(properties).filter(([name]) => name !== 'jenkins' && !isInPath(name))
    app.post<{
      Params: Record<string, string> & { project: string }
      Body: Record<string, unknown> & { workspace?: string }
      Headers: { 'idempotency-key'?: string }
    }>(`${projectPath}${path}`, {
      config: { role: 'build', projectRole: orderRole(kind.name), errors },
      schema: {
        tags: projectTags,
        summary,
        params: pathSchema(...names),
        headers,
        body: {
          type: 'object',
          additionalProperties: false,
          required: required.filter(name => !isInPath(name)),
          properties: { workspace, ...Object.fromEntries(inBody) }
        },
        response: { 200: jobSchema, 201: jobSchema }
      }
    }, async (request, reply) => {
      const { params: { project, ...named }, body: { workspace: chosen, ...parameters } } = request
      const { job, isNew } = await orders.submit({
        kind: kind.name,
        project,
        parameters: { ...parameters, ...named },
        workspace: chosen,
        key: request.headers['idempotency-key'],
        by: changedBy(request, device).by
      })
      return await reply.code(isNew ? 201 : 200).header('location', `/v1/jobs/${job.id}`).send(job)
    })
  }
}
