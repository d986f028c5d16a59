import type { ActionCache } from '../../cache/action-cache.js'
import type { ContentStore } from '../../cache/content-store.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import type { Wording } from '../../messages/phrase.js'
import type { RunEvent } from './run-events.js'

/** What a project's runner works with. */
export interface ActionRunnerSettings {
  store: ContentStore
  cache: ActionCache
  /** The cache of other machines, where there is one; it is opened when the first result is missing here. */
  shared: () => Promise<Pick<SharedCache, 'find' | 'beginMaking' | 'offer' | 'mayWrite'> | undefined>
  /** Keys of the run before, by action id: what `--explain` compares with. */
  previousKeys: ReadonlyMap<string, string>
  /** Which parameters of a rule's options are others than in the run before, as reasons. */
  changedParameters: (rule: string) => Wording[]
  /** Writes nothing, and makes only what is asked for by `decide`. */
  isDryRun: boolean
  /** What is cached is for others too, and what others have made is known without its blobs. */
  isShard: boolean
  /** Blobs that are published and intact, so that the cached ones need not be read. */
  isPublished: (sha256: string) => boolean
  /** What an action took when it ran last, by its id. */
  lastDurationMs: (id: string) => number | undefined
  emit: (event: RunEvent) => void
  signal: AbortSignal
  now: () => number
  /** What this process has worked so far; in its place, the time that has passed. */
  processorMs?: () => number
}
