import type { AgentContext, Part } from '../part.js'
import { openDocuments } from '../coordination/open-documents.js'
import type { Documents } from '../coordination/documents.js'
import { effectiveDefinition, emptyDefinition } from '../release/definition.js'
import type { StoredDefinition } from '../release/definition.js'
import { LiveResolvers } from '../release/live-resolver.js'
import { Registry } from '../release/registry.js'
import { ReleaseStore } from '../release/release-store.js'
import type { Current } from '../release/resolve-document.js'
import type { ResolveContext } from '../release/resolver.js'
import { releasesSchema, resolveSchema, targetsSchema } from './release-schemas.js'

interface ResolveRequest {
  project: string
  context: ResolveContext
  at?: string
}

/** Targets, releases, and which of them a client gets. */
export async function releasePart (
  { config, environment, home, cwd, log, now }: Pick<
    AgentContext,
    'config' | 'environment' | 'home' | 'cwd' | 'log' | 'now'
  >
): Promise<Part> {
  let documents: Documents | undefined
  let opening: Promise<Documents> | undefined
  const open = async (): Promise<Documents> => {
    opening ??= openDocuments({ config, environment, home, cwd }).catch((error: unknown) => {
      opening = undefined
      throw error
    })
    documents = await opening
    return documents
  }
  const storeOf = (opened: Documents, project: string): ReleaseStore =>
    new ReleaseStore({ documents: opened, project, now: () => new Date(now()) })
  const resolvers = new LiveResolvers(project => storeOf(documents!, project), (project, error) => {
    log.warn({ project, err: error }, 'the targets cannot be read; the last ones stay in force')
  })

  return {
    name: 'release',
    routes: async app => {
      app.post<{ Body: ResolveRequest }>('/v1/resolve', {
        config: { role: 'read' },
        schema: resolveSchema
      }, async ({ body: { project, context, at } }) => {
        const known = resolvers.peek(project)
        if (known === undefined) await open()
        const { resolver } = known ?? await resolvers.get(project)
        return resolver.resolve(context, at === undefined ? now() : Date.parse(at))
      })
      app.get<{ Querystring: { project: string } }>('/v1/targets', {
        config: { role: 'read' },
        schema: targetsSchema
      }, async ({ query: { project } }) => {
        const store = storeOf(await open(), project)
        const { revision, value: [stored, current] } = await store.readTogether(async () =>
          await Promise.all([store.read<StoredDefinition>('definition'), store.list<Current>('current')])
        )
        const { targets } = effectiveDefinition(stored ?? emptyDefinition)
        return {
          project,
          revision,
          targets: targets.map(target => ({ ...target, current: current.get(target.id) ?? null }))
        }
      })
      app.get<{ Querystring: { project: string } }>(
        '/v1/releases',
        {
          config: { role: 'read' },
          schema: releasesSchema
        },
        async ({ query: { project } }) => ({
          project,
          releases: await new Registry(storeOf(await open(), project)).list()
        })
      )
    },
    close: async () => {
      resolvers.close()
      await documents?.close()
    }
  }
}
