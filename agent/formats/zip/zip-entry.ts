import { absent32, isWide, shown32, zip64Field, zip64Version } from './zip64-field.js'

/** One entry of a zip's central directory. */
export interface ZipEntry {
  name: string
  versionMadeBy: number
  versionNeeded: number
  flags: number
  method: number
  /** MS-DOS time in the low half, date in the high one. */
  modified: number
  crc32: number
  compressedSize: number
  size: number
  internalAttributes: number
  externalAttributes: number
  extra: Buffer
  comment: Buffer
  /** Where its local header starts. */
  offset: number
}

/** An open zip: `handle` belongs to whoever opened it. */
export interface ZipArchive {
  file: string
  size: number
  entries: ZipEntry[]
  directoryOffset: number
  directorySize: number
  endOffset: number
  comment: Buffer
  /** Whether it needs the fields of 64 bits. */
  isZip64: boolean
}

export const stored = 0
export const deflated = 8

export const signatures = {
  localHeader: 0x04034b50,
  descriptor: 0x08074b50,
  centralHeader: 0x02014b50,
  end: 0x06054b50,
  zip64End: 0x06064b50,
  zip64Locator: 0x07064b50
} as const

export const flag = { encrypted: 1, descriptor: 8, utf8: 0x800 } as const

export const localHeaderSize = 30
export const centralHeaderSize = 46
export const endRecordSize = 22
export const maxOffset = 0xfffffffe
export const maxEntries = 0xfffe

/** 1 January 1980, so that the same inputs give the same bytes. */
export const fixedTime = 0x00210000

/** Unix mode of an entry; 0 when the archive does not tell. */
export function unixMode (entry: ZipEntry): number {
  return entry.versionMadeBy >>> 8 === 3 ? entry.externalAttributes >>> 16 : 0
}

const typeBits = 0o170000
const linkType = 0o120000
/** Of an entry whose data are what a symbolic link says. */
export const linkMode = linkType | 0o755

export function isLink (entry: ZipEntry): boolean {
  return (unixMode(entry) & typeBits) === linkType
}

export function localHeader (entry: ZipEntry, extra: Uint8Array): Buffer {
  const name = Buffer.from(entry.name)
  const header = Buffer.alloc(localHeaderSize)
  // With a data descriptor the sizes stand behind the data; readers take them from the directory.
  const [crc32, compressedSize, size] = (entry.flags & flag.descriptor) !== 0
    ? [0, 0, 0]
    : isWide(entry.compressedSize) || isWide(entry.size)
    // Both numbers stand in the field, or none.
    ? [entry.crc32, absent32, absent32]
    : [entry.crc32, entry.compressedSize, entry.size]
  header.writeUInt32LE(signatures.localHeader, 0)
  header.writeUInt16LE(entry.versionNeeded, 4)
  header.writeUInt16LE(entry.flags, 6)
  header.writeUInt16LE(entry.method, 8)
  header.writeUInt32LE(entry.modified, 10)
  header.writeUInt32LE(crc32, 14)
  header.writeUInt32LE(compressedSize, 18)
  header.writeUInt32LE(size, 22)
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, name, extra])
}

export function centralHeader (entry: ZipEntry): Buffer {
  const name = Buffer.from(entry.name)
  const wide = zip64Field([entry.size, entry.compressedSize, entry.offset].filter(isWide))
  const extra = Buffer.concat([wide, entry.extra])
  const header = Buffer.alloc(centralHeaderSize)
  header.writeUInt32LE(signatures.centralHeader, 0)
  header.writeUInt16LE(entry.versionMadeBy, 4)
  header.writeUInt16LE(Math.max(entry.versionNeeded, wide.length > 0 ? zip64Version : 0), 6)
  header.writeUInt16LE(entry.flags, 8)
  header.writeUInt16LE(entry.method, 10)
  header.writeUInt32LE(entry.modified, 12)
  header.writeUInt32LE(entry.crc32, 16)
  header.writeUInt32LE(shown32(entry.compressedSize), 20)
  header.writeUInt32LE(shown32(entry.size), 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  header.writeUInt16LE(entry.comment.length, 32)
  header.writeUInt16LE(entry.internalAttributes, 36)
  header.writeUInt32LE(entry.externalAttributes, 38)
  header.writeUInt32LE(shown32(entry.offset), 42)
  return Buffer.concat([header, name, extra, entry.comment])
}

export function endRecord (
  count: number,
  directorySize: number,
  directoryOffset: number,
  comment: Uint8Array = Buffer.alloc(0)
): Buffer {
  const record = Buffer.alloc(endRecordSize)
  record.writeUInt32LE(signatures.end, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(directorySize, 12)
  record.writeUInt32LE(directoryOffset, 16)
  record.writeUInt16LE(comment.length, 20)
  return Buffer.concat([record, comment])
}
