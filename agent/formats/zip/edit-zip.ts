import { open } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { PacklineError } from '../../errors.js'
import { copyRange, writeFully } from './copy-range.js'
import { alignedExtra } from './entry-extra.js'
import type { Alignment } from './entry-extra.js'
import { readLocalEntry } from './read-zip.js'
import { centralHeader, fixedTime, flag, localHeader, maxEntries, maxOffset } from './zip-entry.js'
import type { ZipArchive, ZipEntry } from './zip-entry.js'
import { isWide, zip64Field, zip64Version } from './zip64-field.js'
import { endRecords } from './zip64.js'

/** An entry's bytes as they go into the zip: in memory, or in a file. */
export interface EntryContent {
  method: number
  crc32: number
  size: number
  data: Buffer | { file: string, size: number }
  /** Unix mode; 0644 when it is not told. */
  mode?: number
}

interface ZipEdit {
  /** What is kept as it is, raw; undefined for a zip made from nothing. */
  base?: { handle: FileHandle, archive: ZipArchive }
  /** Name to new content; undefined removes the entry. */
  changes: ReadonlyMap<string, EntryContent | undefined>
  alignment: Alignment
  target: FileHandle
  signal: AbortSignal
  /** Whether it may outgrow 32 bits, as no APK or IPA may. */
  zip64?: boolean
}

interface EditedZip {
  size: number
  entries: number
  bytesKept: number
  bytesWritten: number
}

/**
 * Writes a zip: what is kept comes first, in its order and copied raw in runs as long as possible, then what
 * is new, by name. A signing block is not kept: it would not fit any longer.
 */
export async function editZip (edit: ZipEdit): Promise<EditedZip> {
  const writer = new ZipWriter(edit.target, edit.signal, edit.zip64 ?? false)
  if (edit.base !== undefined) await writeKept(writer, edit, edit.base)
  const added = [...edit.changes]
    .filter((change): change is [string, EntryContent] => change[1] !== undefined)
    .sort(([a], [b]) => a < b ? -1 : 1)
  for (const [name, content] of added) await writer.add(newEntry(name, content), content.data, edit.alignment)
  return await writer.finish()
}

async function writeKept (
  writer: ZipWriter,
  { changes, alignment }: ZipEdit,
  { handle, archive }: NonNullable<ZipEdit['base']>
): Promise<void> {
  for (const entry of archive.entries.toSorted((a, b) => a.offset - b.offset)) {
    if (changes.has(entry.name)) continue
    const local = await readLocalEntry(handle, archive, entry)
    const extra = alignedExtra(entry, local.extra, writer.offset, alignment(entry))
    const moved = { ...entry, offset: writer.offset }
    if (extra === local.extra) {
      await writer.keep(moved, handle, entry.offset, local.end - entry.offset)
    } else {
      await writer.write(localHeader(entry, extra))
      await writer.keep(moved, handle, local.dataOffset, local.end - local.dataOffset)
    }
  }
}

function newEntry (name: string, { method, crc32, size, data, mode = 0o100644 }: EntryContent): ZipEntry {
  const isAscii = /^[\u0000-\u007f]*$/.test(name)
  const compressedSize = Buffer.isBuffer(data) ? data.length : data.size
  const version = isWide(size) || isWide(compressedSize) ? zip64Version : 20
  return {
    name,
    versionMadeBy: 3 << 8 | version,
    versionNeeded: version,
    flags: isAscii ? 0 : flag.utf8,
    method,
    modified: fixedTime,
    crc32,
    compressedSize,
    size,
    internalAttributes: 0,
    externalAttributes: mode * 0x10000,
    extra: Buffer.alloc(0),
    comment: Buffer.alloc(0),
    offset: 0
  }
}

class ZipWriter {
  offset = 0
  readonly #entries: ZipEntry[] = []
  readonly #target: FileHandle
  readonly #signal: AbortSignal
  readonly #zip64: boolean
  #bytesKept = 0
  #run: { from: FileHandle, start: number, length: number, at: number } | undefined

  constructor (target: FileHandle, signal: AbortSignal, zip64: boolean) {
    this.#target = target
    this.#signal = signal
    this.#zip64 = zip64
  }

  /** Copies a range raw; ranges that follow each other become one. */
  async keep (entry: ZipEntry, from: FileHandle, start: number, length: number): Promise<void> {
    this.#register(entry)
    const run = this.#run
    if (run !== undefined && run.from === from && run.start + run.length === start) {
      run.length += length
    } else {
      await this.#flush()
      this.#run = { from, start, length, at: this.offset }
    }
    this.offset += length
    this.#bytesKept += length
  }

  async add (entry: ZipEntry, data: EntryContent['data'], alignment: Alignment): Promise<void> {
    this.#register({ ...entry, offset: this.offset })
    // A local header has both sizes in the field, or none (APPNOTE 4.5.3).
    const { size, compressedSize } = entry
    const extra = zip64Field(isWide(size) || isWide(compressedSize) ? [size, compressedSize] : [])
    await this.write(localHeader(entry, alignedExtra(entry, extra, this.offset, alignment(entry))))
    if (Buffer.isBuffer(data)) {
      await this.write(data)
      return
    }
    const source = await open(data.file, 'r')
    try {
      const { size } = await source.stat()
      if (size !== data.size) throw new PacklineError('SCAN_FILE_CHANGED', { file: data.file })
      await copyRange(source, 0, this.#target, this.offset, size, this.#signal)
      this.offset += size
    } finally {
      await source.close()
    }
  }

  async write (bytes: Buffer): Promise<void> {
    await this.#flush()
    await writeFully(this.#target, bytes, this.offset)
    this.offset += bytes.length
  }

  async finish (): Promise<EditedZip> {
    const directoryOffset = this.offset
    const directory = Buffer.concat(this.#entries.map(centralHeader))
    await this.write(
      Buffer.concat([directory, endRecords(this.#entries.length, directory.length, directoryOffset)])
    )
    return {
      size: this.offset,
      entries: this.#entries.length,
      bytesKept: this.#bytesKept,
      bytesWritten: this.offset - this.#bytesKept
    }
  }

  #register (entry: ZipEntry): void {
    this.#entries.push(entry)
    if (this.#zip64) return
    if (this.#entries.length > maxEntries || this.offset + entry.compressedSize > maxOffset) {
      throw new PacklineError('PACKAGE_TOO_LARGE', {
        entries: this.#entries.length,
        bytes: this.offset + entry.compressedSize
      })
    }
  }

  async #flush (): Promise<void> {
    const run = this.#run
    this.#run = undefined
    if (run !== undefined) {
      await copyRange(
        run.from,
        run.start,
        this.#target,
        run.at,
        run.length,
        this.#signal
      )
    }
  }
}
