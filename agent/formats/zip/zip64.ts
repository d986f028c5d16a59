import { endRecord, maxEntries, maxOffset, signatures } from './zip-entry.js'
import { phrase, type Phrase } from '../../messages/phrase.js'
import type { ZipSource } from './zip-source.js'

/** APPNOTE 4.3.14 and 4.3.15: the end record of 64 bits, and what tells where it is. */
const zip64EndSize = 56
const locatorSize = 20

export interface DirectoryPlace {
  count: number
  directorySize: number
  directoryOffset: number
  /** Where the directory has to end. */
  end: number
}

/**
 * The directory's place by the end record of 64 bits before `endOffset`; undefined when there is none, a
 * reason when it makes no sense.
 */
export async function readZip64End (
  handle: ZipSource,
  endOffset: number
): Promise<DirectoryPlace | Phrase | undefined> {
  const locator = await readAt(handle, endOffset - locatorSize, locatorSize)
  if (locator === undefined || locator.readUInt32LE(0) !== signatures.zip64Locator) return undefined
  const end = Number(locator.readBigUInt64LE(8))
  const record = end + zip64EndSize > endOffset ? undefined : await readAt(handle, end, zip64EndSize)
  if (record === undefined || record.readUInt32LE(0) !== signatures.zip64End) {
    return phrase('zip.wideEnd')
  }
  if (locator.readUInt32LE(16) > 1 || record.readUInt32LE(16) !== 0 || record.readUInt32LE(20) !== 0) {
    return phrase('zip.part')
  }
  return {
    count: Number(record.readBigUInt64LE(32)),
    directorySize: Number(record.readBigUInt64LE(40)),
    directoryOffset: Number(record.readBigUInt64LE(48)),
    end
  }
}

async function readAt (handle: ZipSource, offset: number, length: number): Promise<Buffer | undefined> {
  if (offset < 0 || !Number.isSafeInteger(offset)) return undefined
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset)
  return bytesRead === length ? buffer : undefined
}

/** The end of a zip; with the records of 64 bits where the old one has no room. */
export function endRecords (count: number, directorySize: number, directoryOffset: number): Buffer {
  if (count <= maxEntries && directorySize <= maxOffset && directoryOffset <= maxOffset) {
    return endRecord(count, directorySize, directoryOffset)
  }
  const end = Buffer.alloc(zip64EndSize)
  end.writeUInt32LE(signatures.zip64End, 0)
  end.writeBigUInt64LE(BigInt(zip64EndSize - 12), 4)
  end.writeUInt16LE(3 << 8 | 45, 12)
  end.writeUInt16LE(45, 14)
  end.writeBigUInt64LE(BigInt(count), 24)
  end.writeBigUInt64LE(BigInt(count), 32)
  end.writeBigUInt64LE(BigInt(directorySize), 40)
  end.writeBigUInt64LE(BigInt(directoryOffset), 48)
  const locator = Buffer.alloc(locatorSize)
  locator.writeUInt32LE(signatures.zip64Locator, 0)
  locator.writeBigUInt64LE(BigInt(directoryOffset + directorySize), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([
    end,
    locator,
    endRecord(
      Math.min(count, 0xffff),
      Math.min(directorySize, 0xffffffff),
      Math.min(directoryOffset, 0xffffffff)
    )
  ])
}
