import { readFile } from 'node:fs/promises'
import { eachAtOnce } from '../store/each-at-once.js'
import type { ObjectStore } from '../store/object-store.js'
import { isContent, putContent } from './content-trees.js'
import { prunePlace } from './prune-place.js'
import { checkStaged, deliverTo, differences } from './store-delivery.js'
import { listName, packagesFolder } from './shown-target.js'
import type { ShownDifference } from './shown-target.js'
import type { Delivery, OnFile, Publisher, PublishFile, PublishResult } from './publisher.js'

/** So many files are on their way at once: enough to hide a server's answer times, few enough for memory. */
const atOnce = 16

/**
 * Publishes into a store: packages below releases/VERSION-BUILD/TARGET with the list of them last. A delivery
 * switches what is shown: a reader that begins at the pointer finds whole releases only.
 */
export function storePublisher (store: ObjectStore): Publisher {
  return {
    place: store.place,
    publish: async (delivery, signal, onFile) => {
      const { release, target, files, hotUpdate } = delivery
      const root = packagesFolder(release, target)
      const result: PublishResult = { written: 0, kept: 0, bytes: 0, place: `${store.place}/${root}` }
      await putUpdate(store, hotUpdate, result, signal)
      await putAll(store, files.map(file => [`${root}/${file.name}`, file]), result, signal, onFile)
      if (files.length > 0) await store.replace(`${root}/${listName}`, listOfFiles(delivery), signal)
      return result
    },
    prepare: async (shown, signal) => {
      for (const each of shown) await checkStaged(store, each, signal)
    },
    deliver: async (shown, options) => {
      const work = async (): Promise<void> => {
        await deliverTo(store, shown, options)
      }
      await (store.alone?.(work, options.signal) ?? work())
      return ''
    },
    compare: async (shown, signal) => {
      const found: ShownDifference[] = []
      for (const each of shown) found.push(...await differences(store, each, signal))
      return found
    },
    prune: async (gone, isDryRun, signal) => await prunePlace(store, gone, isDryRun, signal),
    close: async () => {
      await store.close()
    }
  }
}

/** Content and records in any order, then the manifests in theirs. */
async function putUpdate (
  store: ObjectStore,
  files: readonly PublishFile[],
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  const named = files.map(file => [`hot-update/${file.name}`, file] as const)
  await putContent(store, files.filter(isContent), result, signal)
  const records = named.filter(([, file]) => !file.isReplaced && !isContent(file))
  await putAll(store, records, result, signal)
  for (const [name, file] of named) if (file.isReplaced) await replace(store, name, file, result, signal)
}

async function replace (
  store: ObjectStore,
  name: string,
  file: PublishFile,
  result: PublishResult,
  signal: AbortSignal
): Promise<void> {
  const bytes = await readFile(file.path)
  if ((await store.read(name, signal))?.equals(bytes) === true) {
    result.kept++
    return
  }
  await store.replace(name, bytes, signal)
  result.written++
  result.bytes += file.sizeBytes
}

async function putAll (
  store: ObjectStore,
  files: ReadonlyArray<readonly [name: string, file: PublishFile]>,
  result: PublishResult,
  signal: AbortSignal,
  onFile?: OnFile
): Promise<void> {
  await eachAtOnce(files, atOnce, async ([name, file]) => {
    const outcome = await store.putIfAbsent(name, file, signal)
    result[outcome]++
    if (outcome === 'written') result.bytes += file.sizeBytes
    onFile?.(file.name, outcome)
  })
}

function listOfFiles ({ project, release, target, files }: Delivery): string {
  const list = files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 }))
  return JSON.stringify({ project, release, target, files: list })
}
