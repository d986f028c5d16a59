import type { FastifyInstance } from 'fastify'
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
import { documentsFail } from './route-errors.js'
import { releasesSchema, resolveSchema, targetsSchema } from './release-schemas.js'

interface ResolveRequest {
  project: string
  context: unknown
  at?: string
}

interface OneProject {
  Querystring: { project: string }
}

type Context = Pick<AgentContext, 'config' | 'environment' | 'home' | 'cwd' | 'log' | 'now'>

const readingFails = ['RELEASE_RECORD_DAMAGED', 'RELEASE_BUSY', ...documentsFail] as const

/** Targets, releases, and which of them a client gets. */
export async function releasePart (context: Context): Promise<Part> {
  const releases = new Releases(context)
  return {
    name: 'release',
    routes: async app => {
      addResolve(app, releases, context.now)
      addLists(app, releases)
    },
    close: async () => {
      await releases.close()
    }
  }
}

function addResolve (app: FastifyInstance, releases: Releases, now: () => number): void {
  app.post<{ Body: ResolveRequest }>('/v1/resolve', {
    config: { role: 'read', errors: readingFails },
    schema: resolveSchema
  }, async ({ body: { project, context, at } }) => {
    const { resolver } = releases.known?.resolvers.peek(project) ??
      await (await releases.open()).resolvers.get(project)
    return resolver.resolve(clientOf(context), at === undefined ? now() : Date.parse(at))
  })
}

/** The resolver takes no field for what it is not; what is no object has none. */
function clientOf (context: unknown): ResolveContext {
  return typeof context === 'object' && context !== null ? context : {}
}

function addLists (app: FastifyInstance, releases: Releases): void {
  app.get<OneProject>('/v1/targets', {
    config: { role: 'read', errors: readingFails },
    schema: targetsSchema
  }, async ({ query: { project } }) => {
    const store = await releases.store(project)
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

  app.get<OneProject>('/v1/releases', {
    config: { role: 'read', errors: readingFails },
    schema: releasesSchema
  }, async ({ query: { project } }) => ({
    project,
    releases: await new Registry(await releases.store(project)).list()
  }))
}

interface Opened {
  documents: Documents
  resolvers: LiveResolvers
}

/** The documents of all projects, opened when somebody asks for one of them. */
class Releases {
  readonly #context: Context
  #known: Opened | undefined
  #opening: Promise<Opened> | undefined

  constructor (context: Context) {
    this.#context = context
  }

  /** What is open already. */
  get known (): Opened | undefined {
    return this.#known
  }

  /** Tried again after it failed. */
  async open (): Promise<Opened> {
    this.#opening ??= this.#open().catch((error: unknown) => {
      this.#opening = undefined
      throw error
    })
    return await this.#opening
  }

  async store (project: string): Promise<ReleaseStore> {
    const { documents } = await this.open()
    return this.#storeOf(documents, project)
  }

  async close (): Promise<void> {
    this.#known?.resolvers.close()
    await this.#known?.documents.close()
  }

  async #open (): Promise<Opened> {
    const documents = await openDocuments(this.#context)
    const resolvers = new LiveResolvers(project => this.#storeOf(documents, project), (project, error) => {
      const fields = { project, err: error }
      this.#context.log.warn(fields, 'the targets cannot be read; the last ones stay in force')
    })
    this.#known = { documents, resolvers }
    return this.#known
  }

  #storeOf (documents: Documents, project: string): ReleaseStore {
    return new ReleaseStore({ documents, project, now: () => new Date(this.#context.now()) })
  }
}
