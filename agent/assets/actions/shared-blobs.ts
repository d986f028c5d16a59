import { actionKey } from '../../cache/action-cache.js'
import type { ActionInputs, ActionRecord } from '../../cache/action-cache.js'
import type { BlobReference } from '../../cache/content-store.js'
import { SoonerMade } from '../../cache/remote/want.js'
import type { ActionRunnerSettings } from './action-runner-settings.js'

/** What several actions have made, for other machines to find as one, and what it took. */
export interface SharedBlobs {
  inputs: ActionInputs
  blobs: Record<string, Uint8Array | BlobReference>
  costMs: number
}

/** What another machine keeps under these inputs, its blobs in the store. */
export async function findWhole (
  inputsOf: () => ActionInputs,
  { cache, now, signal, isDryRun, isShard, ...settings }: ActionRunnerSettings,
  isWhole: (record: ActionRecord) => boolean
): Promise<ActionRecord | { key: string, made: SoonerMade } | undefined> {
  const shared = isDryRun || isShard ? undefined : await settings.shared()
  if (shared === undefined) return undefined
  const inputs = inputsOf()
  const key = actionKey(inputs)
  const known = cache.get(key)
  if (known !== undefined && isWhole(known)) {
    cache.touch(key, new Date(now()))
    return known
  }
  const found = await shared.find(key, true)
  signal.throwIfAborted()
  if (found === undefined) return undefined
  if (found instanceof SoonerMade) return { key, made: found }
  const record = { inputs, ...found }
  cache.put(key, record)
  return record
}

/** Keeps blobs for other machines, where there is a cache to keep them in. */
export async function shareWhole (
  result: () => SharedBlobs,
  { cache, store, isDryRun, ...settings }: ActionRunnerSettings,
  isElsewhere: (key: string) => boolean
): Promise<void> {
  const shared = isDryRun ? undefined : await settings.shared()
  if (shared?.mayWrite !== true) return
  const { inputs, blobs, costMs } = result()
  const key = actionKey(inputs)
  if (isElsewhere(key)) return
  const kept = Object.entries(blobs).map(async ([name, blob]) =>
    [name, blob instanceof Uint8Array ? await store.put(blob) : blob] as const
  )
  const record = {
    inputs,
    value: null,
    blobs: Object.fromEntries(await Promise.all(kept)),
    durationMs: costMs,
    costMs
  }
  cache.put(key, record)
  shared.offer(key, record)
}
