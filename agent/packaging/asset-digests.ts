import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { digestsOfFile } from '../files/streamed-digest.js'
import { readEntry, streamEntry } from '../formats/zip/entry-data.js'
import { readZip } from '../formats/zip/read-zip.js'
import type { ZipArchive, ZipEntry } from '../formats/zip/zip-entry.js'
import { editTable } from './apk/edit-table.js'
import { maxTableBytes } from './application/read-application.js'
import type { InspectedBaseline } from './baseline.js'
import { editPropertyList, maxPropertyListBytes } from './edit-property-list.js'
import type { Asset } from './hot-update/manifest.js'
import type { Changes, EntryChange } from './entry-change.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

interface Zip {
  handle: FileHandle
  archive: ZipArchive
}

/**
 * md5 and size of what packages hold, as hot updates tell files apart. A baseline is read once for all rows.
 */
export class AssetDigests {
  readonly #signal: AbortSignal
  readonly #known = new Map<string, Asset>()

  constructor (signal: AbortSignal) {
    this.#signal = signal
  }

  /** Those of `names` that a package holds, which `changes` make of its baseline. */
  async of (
    baseline: InspectedBaseline,
    changes: Changes,
    names: readonly string[]
  ): Promise<Map<string, Asset>> {
    const held = new Map<string, Asset>()
    const zip = baseline.definition.type === 'folder' ? undefined : await openZip(baseline)
    try {
      for (const name of names) {
        this.#signal.throwIfAborted()
        const change = changes.get(name)
        const asset = change === undefined
          ? await this.#unchanged(baseline, name, zip)
          : await this.#changed(change, baseline, name, zip)
        if (asset !== undefined) held.set(name, asset)
      }
    } finally {
      await zip?.handle.close()
    }
    return held
  }

  async #unchanged (
    { digest, entries, files }: InspectedBaseline,
    name: string,
    zip: Zip | undefined
  ): Promise<Asset | undefined> {
    const file = files.get(name)
    if (file !== undefined) return await this.#once(file.sha256, async () => await digestsOfFile(file.path))
    const entry = entries.get(name)
    return entry === undefined || zip === undefined
      ? undefined
      : await this.#once(`${digest} ${name}`, async () => await digestOfEntry(zip, entry, this.#signal))
  }

  async #changed (
    change: EntryChange,
    baseline: InspectedBaseline,
    name: string,
    zip: Zip | undefined
  ): Promise<Asset | undefined> {
    switch (change.way) {
      case 'remove':
        return undefined
      case 'bytes':
        return digestOfBytes(change.bytes)
      case 'file': {
        const { sha256, path } = change.file
        return await this.#once(sha256, async () => await digestsOfFile(path))
      }
      case 'plist': {
        const before = await bytesBefore(baseline, name, zip)
        return digestOfBytes(await editPropertyList(before, change.set, baseline.definition.path, name))
      }
      case 'table': {
        const before = baseline.entries.has(name)
          ? await bytesBefore(baseline, name, zip, maxTableBytes)
          : undefined
        return digestOfBytes(editTable(before, change, baseline.definition.path))
      }
    }
  }

  async #once (key: string, make: () => Promise<Asset>): Promise<Asset> {
    let known = this.#known.get(key)
    if (known === undefined) {
      const { md5, size } = await make()
      known = { md5, size }
      this.#known.set(key, known)
    }
    return known
  }
}

async function openZip ({ path, definition }: InspectedBaseline): Promise<Zip> {
  const handle = await open(path, 'r')
  try {
    return { handle, archive: await readZip(handle, definition.path, { zip64: definition.type === 'zip' }) }
  } catch (error) {
    await handle.close()
    throw error
  }
}

/** md5 of an entry, read as a stream. Throws PACKAGE_DAMAGED. */
export async function digestOfEntry (
  { handle, archive }: Zip,
  entry: ZipEntry,
  signal: AbortSignal
): Promise<Asset> {
  const md5 = createHash('md5')
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done) => {
      md5.update(chunk)
      done()
    }
  })
  await streamEntry(handle, archive, entry, sink, signal)
  return { md5: md5.digest('hex'), size: entry.size }
}

async function bytesBefore (
  { entries, files }: InspectedBaseline,
  name: string,
  zip: Zip | undefined,
  maxBytes: number = maxPropertyListBytes
): Promise<Buffer> {
  const [file, entry] = [files.get(name), entries.get(name)]
  if (file !== undefined) return await readFile(file.path)
  if (entry === undefined || zip === undefined) throw new ReasonError(phrase('edit.notThere', { name }))
  return await readEntry(zip.handle, zip.archive, entry, maxBytes)
}

function digestOfBytes (bytes: Buffer): Asset {
  return { md5: createHash('md5').update(bytes).digest('hex'), size: bytes.length }
}
