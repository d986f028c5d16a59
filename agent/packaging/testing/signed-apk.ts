import { endRecord } from '../../formats/zip/zip-entry.js'
import { blockIds, formatSigningBlock } from '../apk/signing-block.js'
import type { SigningPair } from '../apk/signing-block.js'
import { manifestOf } from './made-manifest.js'
import { zipOf } from './zips.js'

/** A signature of this size, made up. */
export const signature = (size: number): SigningPair => ({ id: blockIds.v2, value: Buffer.alloc(size, 7) })

const plain = zipOf({
  'AndroidManifest.xml': manifestOf(),
  'assets/a.txt': Buffer.from('a'.repeat(5000))
})

/** A zip with a signing block before its directory, as apksigner leaves it. */
export function withBlock (
  block = formatSigningBlock([signature(900)], true),
  comment = '',
  zip: Buffer = plain
): Buffer {
  const [count, directorySize, directoryOffset] = [
    zip.readUInt16LE(zip.length - 12),
    zip.readUInt32LE(zip.length - 10),
    zip.readUInt32LE(zip.length - 6)
  ]
  return Buffer.concat([
    zip.subarray(0, directoryOffset),
    block,
    zip.subarray(directoryOffset, directoryOffset + directorySize),
    endRecord(count, directorySize, directoryOffset + block.length, Buffer.from(comment))
  ])
}
