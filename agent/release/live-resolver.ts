import type { ReleaseStore } from './release-store.js'
import type { ResolveDocument } from './resolve-document.js'
import { createResolver } from './resolver.js'
import type { Resolver } from './resolver.js'

interface LiveProject {
  document: ResolveDocument | undefined
  resolver: Resolver
}

interface Kept {
  live: LiveProject | undefined
  reading: Promise<LiveProject> | undefined
  isStale: boolean
  end: () => void
}

const emptyDocument: ResolveDocument = { format: 1, project: '', revision: 0, environments: {}, targets: [] }

/**
 * Resolvers of many projects that follow their documents: a request waits for a reading only before the first
 * one.
 */
export class LiveResolvers {
  readonly #open: (project: string) => ReleaseStore
  readonly #onError: (project: string, error: unknown) => void
  readonly #maxProjects: number
  readonly #kept = new Map<string, Kept>()

  constructor (
    open: (project: string) => ReleaseStore,
    onError: (project: string, error: unknown) => void,
    maxProjects = 256
  ) {
    this.#open = open
    this.#onError = onError
    this.#maxProjects = maxProjects
  }

  /** What was read last, at once; undefined for a project that has to be read first. */
  peek (project: string): LiveProject | undefined {
    return this.#kept.get(project)?.live
  }

  async get (project: string): Promise<LiveProject> {
    const kept = this.#kept.get(project)
    if (kept !== undefined) return kept.live ?? await this.#read(project, kept)
    const store = this.#open(project)
    const live = await readProject(store)
    // Names of projects that are none would fill the memory.
    if (live.document === undefined || this.#kept.has(project) || this.#kept.size >= this.#maxProjects) {
      return live
    }
    const fresh: Kept = { live, reading: undefined, isStale: false, end: () => {} }
    this.#kept.set(project, fresh)
    fresh.end = store.watch(() => {
      this.#follow(project, fresh)
    })
    return live
  }

  close (): void {
    for (const { end } of this.#kept.values()) end()
    this.#kept.clear()
  }

  /**
   * A reader of before a change goes on with the document of before; one that cannot be read leaves the last
   * one in force.
   */
  #follow (project: string, kept: Kept): void {
    if (kept.reading !== undefined) {
      kept.isStale = true
      return
    }
    this.#read(project, kept).catch((error: unknown) => {
      this.#onError(project, error)
    })
  }

  async #read (project: string, kept: Kept): Promise<LiveProject> {
    kept.reading ??= readProject(this.#open(project))
    try {
      kept.live = await kept.reading
      return kept.live
    } finally {
      kept.reading = undefined
      if (kept.isStale) {
        kept.isStale = false
        this.#follow(project, kept)
      }
    }
  }
}

async function readProject (store: ReleaseStore): Promise<LiveProject> {
  const document = await store.read<ResolveDocument>('resolve')
  return { document, resolver: createResolver(document ?? emptyDocument) }
}
