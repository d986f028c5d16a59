/** Content in one piece, or in several that follow one another. */
export type BlobContent = Uint8Array | readonly Uint8Array[]

export function partsOf (content: BlobContent): readonly Uint8Array[] {
  return content instanceof Uint8Array ? [content] : content
}

export function sizeOf (content: BlobContent): number {
  return partsOf(content).reduce((sum, { byteLength }) => sum + byteLength, 0)
}

/** Of several pieces, a copy. */
export function joined (content: BlobContent): Buffer {
  if (!(content instanceof Uint8Array)) return Buffer.concat(content)
  return Buffer.from(content.buffer, content.byteOffset, content.byteLength)
}
