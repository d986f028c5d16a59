import type { ErrorCode } from '../../../errors.js'
import { signatures } from '../zip-entry.js'
import { zipOf } from '../../../packaging/testing/zips.js'

/** Changes some bytes of a zip at the first place that holds a signature. */
export function patched (
  zip: Buffer,
  signature: number,
  change: (at: number, bytes: Buffer) => void,
  which = 0
): Buffer {
  const bytes = Buffer.from(zip)
  const mark = Buffer.alloc(4)
  mark.writeUInt32LE(signature)
  let at = bytes.indexOf(mark)
  for (let index = 0; index < which; index++) at = bytes.indexOf(mark, at + 4)
  change(at, bytes)
  return bytes
}

export const good = zipOf({ 'one.txt': Buffer.from('one'), 'two.txt': Buffer.from('two') })
const rename = (name: string): Buffer =>
  patched(good, signatures.centralHeader, (at, bytes) => {
    bytes.write(name, at + 46)
  })

/** Zips that are refused, with the code of the error. */
export const badZips: Record<string, [bytes: Buffer, code: ErrorCode]> = {
  empty: [Buffer.alloc(0), 'PACKAGE_NOT_ZIP'],
  'no zip': [Buffer.from('this is a text, not a zip'), 'PACKAGE_NOT_ZIP'],
  'an ELF': [Buffer.concat([Buffer.from('\x7fELF'), Buffer.alloc(5000)]), 'PACKAGE_NOT_ZIP'],
  'cut in the data': [good.subarray(0, 40), 'PACKAGE_TRUNCATED'],
  'cut in the directory': [good.subarray(0, good.length - 30), 'PACKAGE_TRUNCATED'],
  'a directory past the end': [
    patched(good, signatures.end, (at, bytes) => {
      bytes.writeUInt32LE(good.length * 2, at + 16)
    }),
    'PACKAGE_TRUNCATED'
  ],
  'a wrong count': [
    patched(good, signatures.end, (at, bytes) => {
      bytes.writeUInt32LE(0x00030003, at + 8)
    }),
    'PACKAGE_DAMAGED'
  ],
  'one of several disks': [
    patched(good, signatures.end, (at, bytes) => {
      bytes.writeUInt16LE(1, at + 4)
    }),
    'PACKAGE_DAMAGED'
  ],
  'zip64 by its count': [
    patched(good, signatures.end, (at, bytes) => {
      bytes.writeUInt32LE(0xffffffff, at + 8)
    }),
    'PACKAGE_ZIP64'
  ],
  'zip64 by its locator': [
    Buffer.concat([
      good.subarray(0, good.length - 22),
      Buffer.from('504b0607', 'hex'),
      Buffer.alloc(16),
      good.subarray(good.length - 22)
    ]),
    'PACKAGE_ZIP64'
  ],
  encrypted: [
    patched(good, signatures.centralHeader, (at, bytes) => {
      bytes.writeUInt16LE(1, at + 8)
    }),
    'PACKAGE_ENCRYPTED'
  ],
  'an entry twice': [rename('two.txt'), 'PACKAGE_DUPLICATE_ENTRY'],
  'an entry above': [rename('../.txt'), 'PACKAGE_UNSAFE_ENTRY'],
  'an absolute entry': [rename('/ne.txt'), 'PACKAGE_UNSAFE_ENTRY'],
  'a backslash': [rename('o\\..txt'), 'PACKAGE_UNSAFE_ENTRY'],
  'a name that is not UTF-8': [
    patched(good, signatures.centralHeader, (at, bytes) => {
      bytes[at + 46] = 0xff
    }),
    'PACKAGE_UNSAFE_ENTRY'
  ],
  'a bomb by its ratio': [
    patched(good, signatures.centralHeader, (at, bytes) => {
      bytes.writeUInt32LE(2_000_000_000, at + 24)
    }),
    'PACKAGE_BOMB'
  ],
  'a bomb by overlaps': [
    patched(good, signatures.centralHeader, (at, bytes) => {
      bytes.writeUInt32LE(0, at + 42)
    }, 1),
    'PACKAGE_BOMB'
  ],
  'bytes behind the directory': [
    Buffer.concat([
      good.subarray(0, good.length - 22),
      Buffer.from('what is this'),
      good.subarray(good.length - 22)
    ]),
    'PACKAGE_DAMAGED'
  ]
}
