import { blockIds } from './signing-block.js'
import type { SigningPair } from './signing-block.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** Of the v3 scheme: the proof that a key follows others. */
const lineageAttribute = 0x3ba06f8c
const lineageMagic = 0x3eff39d1
const sourceStampIds: readonly number[] = [0x2b09189e, 0x6dff800d]

/** Whether a v3 signature holds the lineage of a rotated key. */
export function holdsLineage (pairs: readonly SigningPair[]): boolean {
  return lineages(pairs).length > 0
}

/** The certificates of the lineage of a signature, the oldest first, that of its last key at the end. */
export function lineageCertificates (pairs: readonly SigningPair[]): Buffer[] {
  const [lineage] = lineages(pairs)
  return lineage === undefined ? [] : certificatesIn(lineage)
}

/**
 * The same of a file that "apksigner rotate" wrote: u32 magic, u32 version, (lineage), as apksig's
 * SigningCertificateLineage reads it. None for what is no such file.
 */
export function certificatesOfLineage (file: Buffer): Buffer[] {
  if (file.length < 12 || file.readUInt32LE(0) !== lineageMagic) return []
  return certificatesIn(file.subarray(12))
}

/**
 * A lineage is a version and (node: (signed data: (certificate) algorithm) flags algorithm (signature))*:
 * apksig's V3SigningCertificateLineage.
 */
function certificatesIn (lineage: Buffer): Buffer[] {
  try {
    return list(lineage.subarray(4)).map(node => prefixed(prefixed(node, 0), 0))
  } catch {
    return []
  }
}

function lineages (pairs: readonly SigningPair[]): Buffer[] {
  return [blockIds.v31, blockIds.v3].flatMap(scheme =>
    pairs.flatMap(({ id, value }) => id === scheme ? lineagesIn(value) : [])
  )
}

/** Whether a store or a build system has put its own stamp of the source on it. */
export function holdsSourceStamp (pairs: readonly SigningPair[]): boolean {
  return pairs.some(({ id }) => sourceStampIds.includes(id))
}

/**
 * The block is (signer: (signed data: (digests)(certificates) minSdk maxSdk (attributes)) …)*, with u32
 * lengths before all that is in parentheses; an attribute is a length, an id and a value.
 */
function lineagesIn (value: Buffer): Buffer[] {
  try {
    return list(prefixed(value, 0)).flatMap(signer => {
      const signed = prefixed(signer, 0)
      const certificates = 4 + prefixed(signed, 0).length
      const attributes = certificates + 4 + prefixed(signed, certificates).length + 8
      return list(prefixed(signed, attributes)).flatMap(each =>
        each.readUInt32LE(0) === lineageAttribute ? [each.subarray(4)] : []
      )
    })
  } catch {
    // Whoever verifies the signature says what is wrong with it.
    return []
  }
}

function prefixed (bytes: Buffer, at: number): Buffer {
  const end = at + 4 + bytes.readUInt32LE(at)
  if (end > bytes.length) throw new ReasonError(phrase('lineage.ends'))
  return bytes.subarray(at + 4, end)
}

function list (bytes: Buffer): Buffer[] {
  const items: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    const item = prefixed(bytes, at)
    items.push(item)
    at += 4 + item.length
  }
  return items
}
