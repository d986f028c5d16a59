/**
 * PKM: a header of 16 bytes before the blocks, numbers big-endian. From Android's etc1.cpp (version "10",
 * type 0) and Ericsson's etcpack (version "20"; type 3 is RGBA8).
 */
export function pkmFile (
  { width, height }: { width: number, height: number },
  format: 'etc1' | 'etc2',
  blocks: Uint8Array
): Buffer {
  const header = Buffer.alloc(16)
  header.write(format === 'etc1' ? 'PKM 10' : 'PKM 20', 0, 'latin1')
  header.writeUInt16BE(format === 'etc1' ? 0 : 3, 6)
  header.writeUInt16BE(Math.ceil(width / 4) * 4, 8)
  header.writeUInt16BE(Math.ceil(height / 4) * 4, 10)
  header.writeUInt16BE(width, 12)
  header.writeUInt16BE(height, 14)
  return Buffer.concat([header, blocks])
}
