import { localHeaderSize, stored } from './zip-entry.js'
import type { ZipEntry } from './zip-entry.js'

/** Android's own way to say that an entry's data are aligned, and to what; apksigner keeps it. */
const alignmentField = 0xd935
const alignmentFieldSize = 6

/** To how many bytes the data of an entry have to be aligned; 1 for any place. */
export type Alignment = (entry: ZipEntry) => number

/**
 * Android maps what is stored straight from the file: native libraries by pages (16 KiB on new devices), the
 * rest by words.
 */
export function apkAlignment (entry: ZipEntry): number {
  if (entry.method !== stored) return 1
  return /^lib\/.*\.so$/.test(entry.name) ? 16_384 : 4
}

/** The extra field of an entry's local header at `offset`, padded so that its data are aligned. */
export function alignedExtra (entry: ZipEntry, extra: Buffer, offset: number, alignment: number): Buffer {
  const dataOffset = (extraSize: number): number =>
    offset + localHeaderSize + Buffer.byteLength(entry.name) + extraSize
  if (dataOffset(extra.length) % alignment === 0) return extra
  const kept = withoutPadding(extra)
  if (dataOffset(kept.length) % alignment === 0) return kept
  const padding = (alignment - dataOffset(kept.length + alignmentFieldSize) % alignment) % alignment
  const field = Buffer.alloc(alignmentFieldSize + padding)
  field.writeUInt16LE(alignmentField, 0)
  field.writeUInt16LE(2 + padding, 2)
  field.writeUInt16LE(alignment, 4)
  return Buffer.concat([kept, field])
}

/** Drops alignment fields, and the bare zeros of zipalign, which are no fields at all. */
function withoutPadding (extra: Buffer): Buffer {
  const kept: Buffer[] = []
  for (let at = 0; at + 4 <= extra.length;) {
    const end = at + 4 + extra.readUInt16LE(at + 2)
    const id = extra.readUInt16LE(at)
    if (end > extra.length || id === 0) break
    if (id !== alignmentField) kept.push(extra.subarray(at, end))
    at = end
  }
  return Buffer.concat(kept)
}
