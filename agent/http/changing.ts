import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ErrorCode } from '../error-catalogue.js'
import { Registry } from '../release/registry.js'
import type { Author, ReleaseStore } from '../release/release-store.js'
import type { Revision } from '../release/revision.js'
import type { ProjectRole } from '../users/project-role.js'
import { changedBy } from './changed-by.js'
import { changeHeaders, entrySchema, pathSchema, projectPath, projectTags, why } from './project-schemas.js'
import type { Releases } from './releases.js'

type PathName = Parameters<typeof pathSchema>[number]

interface ChangeRoute {
  method: 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Below the project's. */
  path: string
  names: PathName[]
  summary: string
  /** Besides `why`. */
  properties: Record<string, object>
  required?: string[]
  errors: readonly ErrorCode[]
  /** `admin` where it is left out. */
  projectRole?: ProjectRole
  answer?: object
}

export interface Changing {
  store: ReleaseStore
  registry: Registry
  author: Author
}

/**
 * A route that changes a project: who and why are kept with it, `If-Match` refuses what would overwrite what
 * the caller has not seen, and `Idempotency-Key` does it only once.
 */
export function addChange<Names extends string, Body extends object> (
  app: FastifyInstance,
  releases: Releases,
  {
    method,
    path,
    names,
    summary,
    properties,
    required = [],
    errors,
    projectRole = 'admin',
    answer = entrySchema
  }: ChangeRoute,
  work: (
    changing: Changing,
    params: Record<Names | 'project', string>,
    body: Body
  ) => Promise<Revision | object | undefined>
): void {
  app.route<{
    Params: { project: string }
    Body: { why: string }
    Headers: { 'if-match'?: string, 'idempotency-key'?: string }
  }>({
    method,
    url: `${projectPath}${path}`,
    config: { role: 'admin', projectRole, errors },
    schema: {
      tags: projectTags,
      summary,
      params: pathSchema(...names),
      headers: changeHeaders,
      body: {
        type: 'object',
        additionalProperties: false,
        required: ['why', ...required],
        properties: { why, ...properties }
      },
      response: { 200: answer }
    },
    handler: async (request, reply) => {
      const { params, body, headers } = request
      const store = await releases.store(params.project)
      const id = headers['idempotency-key']
      const seen = /^"(\d+)"$/.exec(headers['if-match'] ?? '')?.[1]
      const author: Author = {
        ...authorOf(request, releases.device),
        why: body.why,
        ...id === undefined ? {} : { id },
        ...seen === undefined ? {} : { seen: Number(seen) }
      }
      // The schemas above say what they hold.
      const given = [params, body] as unknown as [Record<Names | 'project', string>, Body]
      const outcome = await work({ store, registry: new Registry(store), author }, ...given)
      const revision = revisionOf(outcome)
      if (revision !== undefined) reply.header('etag', `"${revision}"`)
      return answer === entrySchema ? { revision: outcome ?? null } : outcome
    }
  })
}

/** Who changes something, as far as it was proved, and from where. */
export function authorOf (
  request: Pick<FastifyRequest, 'caller' | 'headers' | 'ip'>,
  device: string
): Pick<Author, 'by' | 'person' | 'address'> {
  const { caller, ip } = request
  return { by: changedBy(request, device).by, person: caller.name, address: ip }
}

function revisionOf (outcome: object | undefined): number | undefined {
  const { revision } = (outcome ?? {}) as Partial<Revision>
  return revision ?? undefined
}
