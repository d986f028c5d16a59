import { eachAtOnce } from '../store/each-at-once.js'
import type { ObjectStore } from '../store/object-store.js'
import type { Removable } from '../release-retention.js'
import { forgetTrees } from './content-trees.js'
import type { PrunedFiles } from './publisher.js'
import { listName } from './shown-target.js'

const atOnce = 16

/**
 * Removes what nobody needs, or with `isDryRun` tells what that is. What says that something is there goes
 * first, so that a prune that ends in between leaves nothing that looks whole.
 */
export async function prunePlace (
  store: ObjectStore,
  { packages, updates, contents }: Removable,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  if (!isDryRun) {
    await eachAtOnce(packages, atOnce, async name => {
      await store.remove(`${name}/${listName}`, signal)
    })
    await eachAtOnce(updates, atOnce, async ({ from }) => {
      await store.remove(`hot-update/${from}/version.manifest`, signal)
    })
    await forgetTrees(store, contents, signal)
  }
  const folders = [
    ...packages,
    ...updates.map(({ from }) => `hot-update/${from}`),
    ...contents.map(digest => `hot-update/content/${digest}`)
  ]
  return await removeFolders(store, folders, () => true, isDryRun, signal)
}

/** Removes artifacts of an artifact store. */
export async function pruneArtifacts (
  store: ObjectStore,
  gone: ReadonlySet<string>,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  const isGone = (name: string): boolean => gone.has(name.slice('objects/'.length))
  return await removeFolders(store, ['objects'], isGone, isDryRun, signal)
}

async function removeFolders (
  store: ObjectStore,
  folders: readonly string[],
  isMeant: (name: string) => boolean,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  const pruned: PrunedFiles = { files: 0, sizeBytes: 0 }
  for (const folder of folders) {
    const names: string[] = []
    for await (const { name, sizeBytes } of store.list(folder, signal)) {
      if (!isMeant(name)) continue
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
