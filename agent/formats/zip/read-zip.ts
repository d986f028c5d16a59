import { TextDecoder } from 'node:util'
import { PacklineError } from '../../errors.js'
import {
  centralHeaderSize,
  endRecordSize,
  flag,
  localHeaderSize,
  maxEntries,
  maxOffset,
  signatures
} from './zip-entry.js'
import type { ZipArchive, ZipEntry } from './zip-entry.js'
import { checkEntries } from './zip-limits.js'
import { hasZip64Field, widened } from './zip64-field.js'
import { readZip64End } from './zip64.js'
import type { DirectoryPlace } from './zip64.js'
import { phrase, Phrase, type Wording } from '../../messages/phrase.js'
import type { ZipSource } from './zip-source.js'

const maxComment = 0xffff
const maxDirectoryBytes = 64 * 1024 * 1024
const utf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * The central directory of a zip, checked: no encryption, no name twice, no name that leaves the folder, no
 * bomb, and zip64 only where it is wanted. One PACKAGE_ error says what is wrong. `label` is how the errors
 * call the file.
 */
export async function readZip (
  handle: ZipSource,
  label: string,
  { zip64 = false }: { zip64?: boolean } = {}
): Promise<ZipArchive> {
  const { size } = await handle.stat()
  const end = await findEnd(handle, label, size)
  const { record, offset: endOffset } = end
  const wide = await readZip64End(handle, endOffset)
  if (!zip64 && (wide !== undefined || isCutShort(record))) throw isZip64(label)
  if (wide instanceof Phrase) throw damaged(label, wide)
  const place = wide ?? placeIn(record, endOffset, label)
  const { count, directorySize, directoryOffset } = place
  if (directoryOffset + directorySize > place.end) {
    throw new PacklineError('PACKAGE_TRUNCATED', {
      file: label,
      reason: phrase('zip.pastEnd')
    })
  }
  if (directoryOffset + directorySize !== place.end) {
    throw damaged(label, phrase('zip.bytesAfter', { count: place.end - directoryOffset - directorySize }))
  }
  if (directorySize > maxDirectoryBytes) {
    throw new PacklineError('PACKAGE_BOMB', {
      file: label,
      reason: phrase('zip.directory', { size: directorySize, most: maxDirectoryBytes })
    })
  }
  const entries = parseDirectory(
    await readExactly(handle, label, directoryOffset, directorySize),
    count,
    label
  )
  const isWideEntry = entries.some(each => each.size > maxOffset || each.compressedSize > maxOffset)
  if (isWideEntry && !zip64) throw isZip64(label)
  checkEntries(entries, directoryOffset, label)
  return {
    file: label,
    size,
    entries,
    directoryOffset,
    directorySize,
    endOffset,
    comment: record.subarray(endRecordSize),
    isZip64: wide !== undefined || isWideEntry
  }
}

async function findEnd (
  handle: ZipSource,
  label: string,
  size: number
): Promise<{ record: Buffer, offset: number }> {
  const start = Math.max(0, size - endRecordSize - maxComment)
  const tail = await readExactly(handle, label, start, size - start)
  for (let at = tail.length - endRecordSize; at >= 0; at--) {
    if (
      tail.readUInt32LE(at) === signatures.end &&
      tail.readUInt16LE(at + 20) === tail.length - at - endRecordSize
    ) return { record: tail.subarray(at), offset: start + at }
  }
  const head = await readExactly(handle, label, 0, Math.min(4, size))
  if (head.length === 4 && head.readUInt32LE(0) === signatures.localHeader) {
    throw new PacklineError('PACKAGE_TRUNCATED', { file: label, reason: phrase('zip.noEnd') })
  }
  throw new PacklineError('PACKAGE_NOT_ZIP', {
    file: label,
    found: size === 0 ? phrase('zip.empty') : phrase('zip.bytes', { bytes: head.toString('hex') })
  })
}

/** Whether an end record has no room for what it should say. */
function isCutShort (record: Buffer): boolean {
  return record.readUInt16LE(10) > maxEntries || record.readUInt32LE(12) > maxOffset ||
    record.readUInt32LE(16) > maxOffset
}

function placeIn (record: Buffer, end: number, label: string): DirectoryPlace {
  const count = record.readUInt16LE(10)
  if (record.readUInt16LE(4) !== 0 || record.readUInt16LE(6) !== 0 || record.readUInt16LE(8) !== count) {
    throw damaged(label, phrase('zip.part'))
  }
  return { count, directorySize: record.readUInt32LE(12), directoryOffset: record.readUInt32LE(16), end }
}

/** Exported for the fuzz test. */
export function parseDirectory (directory: Buffer, count: number, label: string): ZipEntry[] {
  const entries: ZipEntry[] = []
  let at = 0
  for (let index = 0; index < count; index++) {
    if (
      at + centralHeaderSize > directory.length || directory.readUInt32LE(at) !== signatures.centralHeader
    ) throw damaged(label, phrase('zip.notListed', { number: index + 1, count }))
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map(field =>
      directory.readUInt16LE(at + field)
    ) as [number, number, number]
    const nameStart = at + centralHeaderSize
    const extraStart = nameStart + nameLength
    const commentStart = extraStart + extraLength
    const next = commentStart + commentLength
    if (next > directory.length) {
      throw damaged(label, phrase('zip.pastDirectory', { number: index + 1, count }))
    }
    const numbers = widened({
      compressedSize: directory.readUInt32LE(at + 20),
      size: directory.readUInt32LE(at + 24),
      offset: directory.readUInt32LE(at + 42),
      extra: directory.subarray(extraStart, commentStart)
    })
    if (numbers === undefined) {
      throw damaged(label, phrase('zip.noWide', { number: index + 1, count }))
    }
    entries.push({
      ...numbers,
      name: decodeName(directory.subarray(nameStart, extraStart), label),
      versionMadeBy: directory.readUInt16LE(at + 4),
      versionNeeded: directory.readUInt16LE(at + 6),
      flags: directory.readUInt16LE(at + 8),
      method: directory.readUInt16LE(at + 10),
      modified: directory.readUInt32LE(at + 12),
      crc32: directory.readUInt32LE(at + 16),
      internalAttributes: directory.readUInt16LE(at + 36),
      externalAttributes: directory.readUInt32LE(at + 38),
      comment: directory.subarray(commentStart, next)
    })
    at = next
  }
  if (at !== directory.length) throw damaged(label, phrase('zip.bytesIn', { count: directory.length - at }))
  return entries
}

/** Android, Xcode and packline write UTF-8; anything else could not be written back as it was. */
function decodeName (bytes: Buffer, label: string): string {
  try {
    return utf8.decode(bytes)
  } catch (error) {
    throw new PacklineError('PACKAGE_UNSAFE_ENTRY', {
      file: label,
      entry: bytes.toString('latin1').slice(0, 200),
      reason: phrase('text.notUtf8')
    }, { cause: error })
  }
}

interface LocalEntry {
  entry: ZipEntry
  extra: Buffer
  dataOffset: number
  end: number
}

/** Where an entry's data lie, from its local header, which has to agree with the directory. */
export async function readLocalEntry (
  handle: ZipSource,
  archive: ZipArchive,
  entry: ZipEntry
): Promise<LocalEntry> {
  const name = Buffer.from(entry.name)
  const fixed = await readExactly(handle, archive.file, entry.offset, localHeaderSize + name.length)
  const agrees = fixed.readUInt32LE(0) === signatures.localHeader && fixed.readUInt16LE(26) === name.length &&
    fixed.subarray(localHeaderSize).equals(name) && fixed.readUInt16LE(8) === entry.method
  if (!agrees) {
    throw damaged(archive.file, phrase('zip.headers', { name: entry.name }))
  }
  const extraStart = entry.offset + fixed.length
  const extra = await readExactly(handle, archive.file, extraStart, fixed.readUInt16LE(28))
  const dataOffset = extraStart + extra.length
  const dataEnd = dataOffset + entry.compressedSize
  const end = dataEnd +
    ((entry.flags & flag.descriptor) === 0
      ? 0
      : await descriptorSize(handle, archive, entry, dataEnd, hasZip64Field(extra)))
  if (end > archive.directoryOffset) {
    throw damaged(archive.file, phrase('zip.intoDirectory', { entry: entry.name }))
  }
  return { entry, extra, dataOffset, end }
}

async function descriptorSize (
  handle: ZipSource,
  archive: ZipArchive,
  entry: ZipEntry,
  offset: number,
  isWide: boolean
): Promise<number> {
  const bytes = await readExactly(handle, archive.file, offset, 12)
  const hasMark = bytes.readUInt32LE(0) === signatures.descriptor && bytes.readUInt32LE(4) === entry.crc32
  return (hasMark ? 16 : 12) + (isWide ? 8 : 0)
}

export async function readExactly (
  handle: ZipSource,
  label: string,
  offset: number,
  length: number
): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  for (let done = 0; done < length;) {
    const { bytesRead } = await handle.read(buffer, done, length - done, offset + done)
    if (bytesRead === 0) {
      throw new PacklineError('PACKAGE_TRUNCATED', {
        file: label,
        reason: phrase('file.endsBefore', { offset: offset + length })
      })
    }
    done += bytesRead
  }
  return buffer
}

function isZip64 (file: string): PacklineError {
  return new PacklineError('PACKAGE_ZIP64', { file })
}

function damaged (file: string, reason: Wording): PacklineError {
  return new PacklineError('PACKAGE_DAMAGED', { file, reason })
}
