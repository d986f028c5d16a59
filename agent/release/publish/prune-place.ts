import { eachAtOnce } from '../store/each-at-once.js'
import type { ObjectStore } from '../store/object-store.js'
import type { Removable } from '../release-retention.js'
import { forgetTrees } from './content-trees.js'
import { pruneByIndex } from './prune-by-index.js'
import type { PrunedFiles } from './publisher.js'
import { listName } from './shown-target.js'

const atOnce = 16

/**
 * Removes what nobody needs, or with `isDryRun` tells what that is. What says that something is there goes
 * first, so that a prune that ends in between leaves nothing that looks whole.
 */
export async function prunePlace (
  store: ObjectStore,
  gone: Removable,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  if (!isDryRun) await forgetTrees(store, gone.contents, signal)
  if (store.removeFolder !== undefined) return await pruneByIndex(store, gone, isDryRun, signal)
  const { packages, updates, contents } = gone
  if (!isDryRun) {
    await eachAtOnce(packages, atOnce, async name => {
      await store.remove(`${name}/${listName}`, signal)
    })
    await eachAtOnce(updates, atOnce, async ({ from }) => {
      await store.remove(`hot-update/${from}/version.manifest`, signal)
    })
  }
  const folders = [
    ...packages,
    ...updates.map(({ from }) => `hot-update/${from}`),
    ...contents.map(digest => `hot-update/content/${digest}`)
  ]
  const pruned: PrunedFiles = { files: 0, sizeBytes: 0 }
  for (const folder of folders) {
    const names: string[] = []
    for await (const { name, sizeBytes } of store.list(folder, signal)) {
      names.push(name)
      pruned.files++
      pruned.sizeBytes += sizeBytes
    }
    if (isDryRun) continue
    await eachAtOnce(names, atOnce, async name => {
      await store.remove(name, signal)
    })
  }
  return pruned
}

/** Removes artifacts of an artifact store. */
export async function pruneArtifacts (
  store: ObjectStore,
  gone: ReadonlySet<string>,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  const pruned: PrunedFiles = { files: 0, sizeBytes: 0 }
  await eachAtOnce(gone, atOnce, async sha256 => {
    const name = `objects/${sha256}`
    const found = await store.find(name, signal)
    if (found === undefined) return
    pruned.files++
    pruned.sizeBytes += found.sizeBytes
    if (!isDryRun) await store.remove(name, signal)
  })
  return pruned
}
