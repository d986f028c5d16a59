import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
// Android's binary resources are chunks in chunks: u16 type, u16 size of the header, u32 size of all.
// Described in
// AOSP's frameworks/base/libs/androidfw/include/androidfw/ResourceTypes.h.

export interface ResourceChunk {
  type: number
  start: number
  headerSize: number
  end: number
}

export const chunkTypes = {
  stringPool: 0x0001,
  table: 0x0002,
  startNamespace: 0x0100,
  endNamespace: 0x0101,
  startElement: 0x0102,
  endElement: 0x0103,
  characterData: 0x0104,
  resourceMap: 0x0180,
  package: 0x0200,
  type: 0x0201,
  typeSpec: 0x0202
} as const

/** Kinds of a `Res_value`, which are u16 size, u8 zero, u8 kind, u32 data. */
export const valueTypes = {
  none: 0x00,
  reference: 0x01,
  string: 0x03,
  float: 0x04,
  dynamicReference: 0x07,
  decimal: 0x10,
  hexadecimal: 0x11,
  boolean: 0x12
} as const

/** Stands for "no text" where the index of a text is expected. */
export const noString = 0xffff_ffff

const smallestHeader = 8

/** Throws an error whose message is a reason. */
export function chunkAt (bytes: Buffer, start: number, end: number): ResourceChunk {
  if (start + smallestHeader > end) throw new ReasonError(phrase('chunk.inside', { start }))
  const headerSize = bytes.readUInt16LE(start + 2)
  const size = bytes.readUInt32LE(start + 4)
  if (headerSize < smallestHeader || headerSize > size || start + size > end) {
    throw new ReasonError(phrase('chunk.size', { start, size }))
  }
  return { type: bytes.readUInt16LE(start), start, headerSize, end: start + size }
}

/** The chunks between two offsets. Less than a header behind the last one is padding. */
export function* chunksIn (bytes: Buffer, start: number, end: number): Generator<ResourceChunk> {
  for (let at = start; at + smallestHeader <= end;) {
    const chunk = chunkAt(bytes, at, end)
    yield chunk
    at = chunk.end
  }
}
