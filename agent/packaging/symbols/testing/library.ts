/** The beginning of a shared library of ELF64 with a GNU build id: as `ld --build-id` and clang write it. */
export function library (id: string): Buffer {
  const [header, programHeader] = [64, 56]
  const bytes = Buffer.alloc(512)
  bytes.write('\x7fELF', 'latin1')
  bytes.set([2, 1, 1], 4)
  bytes.writeBigUInt64LE(BigInt(header), 32)
  bytes.writeUInt16LE(programHeader, 54)
  bytes.writeUInt16LE(2, 56)
  // PT_LOAD, then PT_NOTE with an ABI tag before the id.
  bytes.writeUInt32LE(1, header)
  const at = header + programHeader
  bytes.writeUInt32LE(4, at)
  bytes.writeBigUInt64LE(256n, at + 8)
  const notes = Buffer.concat([note(1, Buffer.alloc(16)), note(3, Buffer.from(id, 'hex'))])
  bytes.writeBigUInt64LE(BigInt(notes.length), at + 32)
  notes.copy(bytes, 256)
  return bytes
}

function note (type: number, data: Buffer): Buffer {
  const head = Buffer.alloc(12)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(data.length, 4)
  head.writeUInt32LE(type, 8)
  return Buffer.concat([head, Buffer.from('GNU\0'), data, Buffer.alloc((4 - data.length % 4) % 4)])
}
