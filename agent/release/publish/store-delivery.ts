import { createHash } from 'node:crypto'
import { errorText } from '../../error-text.js'
import { hasCode, PacklineError } from '../../errors.js'
import type { ObjectStore } from '../store/object-store.js'
import type { DeliverOptions } from './publisher.js'
import { linkName, listName, manifestNames, pointerName } from './shown-target.js'
import type { ShownDifference, ShownLine, ShownTarget } from './shown-target.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/**
 * Makes a store show this: the manifests of lines, the link, and the pointer with what was shown. Bytes lie
 * there already under names that never change.
 */
export async function deliverTo (
  store: ObjectStore,
  shown: readonly ShownTarget[],
  options: DeliverOptions
): Promise<void> {
  for (const each of shown) await show(store, await stagedOf(store, each, options), options)
  const known = new Set(shown.flatMap(({ lines }) => Object.keys(lines)))
  const added = (options.failed ?? []).flatMap(({ lines }) => Object.keys(lines))
  for (const address of added.filter(each => !known.has(each))) {
    await removeLine(store, address, options.signal)
  }
}

/** Throws RELEASE_NOT_PUBLISHED. */
export async function checkStaged (
  store: ObjectStore,
  { packages, lines }: ShownTarget,
  signal: AbortSignal
): Promise<void> {
  signal.throwIfAborted()
  const missing = (what: string): PacklineError =>
    new PacklineError('RELEASE_NOT_PUBLISHED', { place: store.place, what })
  if (packages !== null && await store.find(`${packages}/${listName}`, signal) === undefined) {
    throw missing(packages)
  }
  for (const { from } of Object.values(lines)) {
    const name = `hot-update/${from}/version.manifest`
    if (await store.find(name, signal) === undefined) throw missing(name)
  }
}

/** What was shown elsewhere before this place was known cannot be shown here again: then it is nothing. */
async function stagedOf (
  store: ObjectStore,
  shown: ShownTarget,
  { failed, signal }: DeliverOptions
): Promise<ShownTarget> {
  try {
    await checkStaged(store, shown, signal)
    return shown
  } catch (error) {
    if (failed === undefined || !hasCode(error, 'RELEASE_NOT_PUBLISHED')) throw error
    return { ...shown, release: null, packages: null, lines: {} }
  }
}

async function show (
  store: ObjectStore,
  shown: ShownTarget,
  { signal, isWhole = false, failed }: DeliverOptions
): Promise<void> {
  const { target } = shown
  const before = await readPointer(store, target, signal)
  if (before !== undefined && before.number > shown.number) {
    throw new PacklineError('RELEASE_DELIVERY_OVERTAKEN', { place: store.place, target })
  }
  for (const [address, line] of Object.entries(shown.lines)) {
    // What was begun and not finished stands in no pointer.
    const isTrusted = !isWhole && failed === undefined && isSameLine(before?.lines[address], line)
    if (!isTrusted) await showLine(store, address, line, signal)
  }
  await switchLink(store, shown, signal)
  const files = shown.packages === null ? [] : await listOf(store, shown.packages, signal)
  const pointer = { ...shown, ...files === undefined ? {} : { files } }
  await store.replace(pointerName(target), Buffer.from(`${JSON.stringify(pointer)}\n`), signal)
}

async function switchLink (
  store: ObjectStore,
  { target, packages }: ShownTarget,
  signal: AbortSignal
): Promise<void> {
  if (store.link === undefined) return
  if (packages === null) await store.remove(linkName(target), signal)
  else await store.link(linkName(target), packages)
}

async function showLine (
  store: ObjectStore,
  address: string,
  { from }: ShownLine,
  signal: AbortSignal
): Promise<void> {
  for (const name of manifestNames) {
    const bytes = await store.read(`hot-update/${from}/${name}`, signal)
    const to = `hot-update/${address}/${name}`
    if (bytes !== undefined) await store.replace(to, bytes, signal)
    else if (name === 'deltas.json' && await store.read(to, signal) !== undefined) {
      await store.remove(to, signal)
    }
  }
}

async function removeLine (store: ObjectStore, address: string, signal: AbortSignal): Promise<void> {
  for (const name of [...manifestNames].reverse()) {
    await store.remove(`hot-update/${address}/${name}`, signal)
  }
}

/** What is shown and should not be, or the other way round. */
export async function differences (
  store: ObjectStore,
  shown: ShownTarget,
  signal: AbortSignal
): Promise<ShownDifference[]> {
  const { target, release, packages, lines } = shown
  const found: ShownDifference[] = []
  const compare = (what: string, expected: string | null, given: Wording | null): void => {
    if (expected !== given) found.push({ target, what, expected, found: given })
  }
  const pointer = await readPointer(store, target, signal)
  compare('release', release, pointer?.release ?? null)
  compare('packages', packages, pointer?.packages ?? null)
  if (store.linked !== undefined) compare(linkName(target), packages, await store.linked(linkName(target)))
  for (const [address, { from, version }] of Object.entries(lines)) {
    for (const name of manifestNames.slice(1)) {
      const expected = await store.read(`hot-update/${from}/${name}`, signal)
      const given = await store.read(`hot-update/${address}/${name}`, signal)
      if (given === undefined || expected?.equals(given) !== true) {
        compare(`hot-update/${address}/${name}`, version, given === undefined ? null : versionIn(given))
      }
    }
  }
  return found
}

function versionIn (manifest: Buffer): Wording {
  try {
    const { version }: { version?: unknown } = JSON.parse(manifest.toString())
    return `${String(version)} (sha256 ${createHash('sha256').update(manifest).digest('hex').slice(0, 12)})`
  } catch {
    return phrase('store.noManifest')
  }
}

async function readPointer (
  store: ObjectStore,
  target: string,
  signal: AbortSignal
): Promise<ShownTarget | undefined> {
  const bytes = await store.read(pointerName(target), signal)
  if (bytes === undefined) return undefined
  try {
    const pointer: Partial<ShownTarget> = JSON.parse(bytes.toString())
    const { number = 0, lines = {}, release = null, packages = null, project = '' } = pointer
    return { project, target, number, release, packages, lines }
  } catch (cause) {
    const reason = phrase('file.unreadableFor', { name: pointerName(target), reason: errorText(cause) })
    throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place: store.place, reason }, { cause })
  }
}

/** The list beside the packages, for whoever begins at the pointer; a folder needs none. */
async function listOf (
  store: ObjectStore,
  packages: string,
  signal: AbortSignal
): Promise<unknown[] | undefined> {
  const bytes = await store.read(`${packages}/${listName}`, signal)
  if (bytes === undefined) return undefined
  const { files }: { files?: unknown[] } = JSON.parse(bytes.toString())
  return files
}

function isSameLine (held: ShownLine | undefined, { from, digest }: ShownLine): boolean {
  return held?.from === from && held.digest === digest
}
