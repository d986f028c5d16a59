/**
 * Whether the bytes start as a csb of Studio 2.0 or older: a protocol buffer whose first field is the version
 * text.
 */
export function isProtocolBuffersCsb (bytes: Uint8Array): boolean {
  const length = bytes[1] ?? 0
  return bytes[0] === 0x0A && length > 0 && length < 32 &&
    /^\d+(\.\d+)+$/.test(Buffer.from(bytes.subarray(2, 2 + length)).toString('latin1'))
}

/** Whether the bytes start with the root offset of a FlatBuffer; no text file does. */
export function hasCsbRoot (bytes: Uint8Array): boolean {
  if (bytes.byteLength < 8) return false
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const root = view.getUint32(0, true)
  if (root < 4 || root > bytes.byteLength - 4 || !bytes.subarray(0, 4).includes(0)) return false
  const vtable = root - view.getInt32(root, true)
  return vtable >= 0 && vtable <= bytes.byteLength - 4 && view.getUint16(vtable, true) >= 4
}
