import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { eachAtOnce } from '../store/each-at-once.js'
import type { ObjectStore, StoredObject } from '../store/object-store.js'
import type { Removable } from '../release-retention.js'
import { checkName } from './publisher.js'
import type { PrunedFiles } from './publisher.js'
import { listName, manifestNames } from './shown-target.js'
import { phrase } from '../../messages/phrase.js'

const atOnce = 16

/**
 * Removes what nobody needs from a server that tells no names: what lay in a folder is read from the list of
 * packages and from the manifest of an update, which therefore go last.
 */
export async function pruneByIndex (
  store: ObjectStore,
  { packages, updates, contents }: Removable,
  isDryRun: boolean,
  signal: AbortSignal
): Promise<PrunedFiles> {
  const pruned: PrunedFiles = { files: 0, sizeBytes: 0 }
  const prune = async (folder: string, names: readonly StoredObject[]): Promise<void> => {
    pruned.files += names.length
    pruned.sizeBytes += names.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    if (!isDryRun) await removeAll(store, checkName(folder), names, signal)
  }
  for (const digest of contents) {
    const folder = `hot-update/content/${digest}`
    const own = updates.filter(each => each.digest === digest)
    await prune(folder, await contentOf(store, folder, own, signal))
  }
  for (const { from } of updates) {
    const folder = `hot-update/${from}`
    await prune(folder, await found(store, manifestNames.map(name => `${folder}/${name}`), signal))
  }
  for (const folder of packages) await prune(folder, await packagesOf(store, folder, signal))
  return pruned
}

/** In the order of names, of which the last says what the others are. */
async function removeAll (
  store: ObjectStore,
  folder: string,
  names: readonly StoredObject[],
  signal: AbortSignal
): Promise<void> {
  const last = names.at(-1)?.name
  if (last === undefined) return
  // Some servers answer that they removed whatever they are asked to, folder or not.
  const isGone = await store.removeFolder?.(folder, signal) === true &&
    await store.find(last, signal) === undefined
  if (isGone) return
  await eachAtOnce(names.slice(0, -1), atOnce, async ({ name }) => {
    await store.remove(name, signal)
  })
  await store.remove(last, signal)
}

async function packagesOf (
  store: ObjectStore,
  folder: string,
  signal: AbortSignal
): Promise<StoredObject[]> {
  const name = `${folder}/${listName}`
  const bytes = await store.read(name, signal)
  if (bytes === undefined) return []
  const { files } = parsed(store, name, bytes)
  const listed = Array.isArray(files) ? files.filter(isJsonObject) : []
  return [
    ...listed.map(file => objectOf(folder, String(file.name), file.sizeBytes)),
    { name, sizeBytes: bytes.length }
  ]
}

/** What the manifest of any of these updates names. */
async function contentOf (
  store: ObjectStore,
  folder: string,
  updates: Removable['updates'],
  signal: AbortSignal
): Promise<StoredObject[]> {
  for (const { from } of updates) {
    const name = `hot-update/${from}/project.manifest`
    const bytes = await store.read(name, signal)
    if (bytes === undefined) continue
    const { assets } = parsed(store, name, bytes)
    if (!isJsonObject(assets)) continue
    return Object.entries(assets).map(([path, asset]) =>
      objectOf(folder, decodeURI(path), isJsonObject(asset) ? asset.size : undefined)
    )
  }
  return []
}

async function found (
  store: ObjectStore,
  names: readonly string[],
  signal: AbortSignal
): Promise<StoredObject[]> {
  const objects: StoredObject[] = []
  for (const name of names) {
    const object = await store.find(name, signal)
    if (object !== undefined) objects.push({ name, sizeBytes: object.sizeBytes })
  }
  return objects
}

function objectOf (folder: string, name: string, size: unknown): StoredObject {
  return { name: `${folder}/${checkName(name)}`, sizeBytes: typeof size === 'number' ? size : 0 }
}

function parsed (store: ObjectStore, name: string, bytes: Buffer): Record<string, unknown> {
  try {
    const document: unknown = JSON.parse(bytes.toString())
    if (isJsonObject(document)) return document
  } catch {
    // Told below: what is not known to be ours is not removed.
  }
  throw new PacklineError('RELEASE_PUBLISHER_FAILED', {
    place: store.place,
    reason: phrase('file.unreadable', { name })
  })
}
