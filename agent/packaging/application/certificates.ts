import { X509Certificate, createHash } from 'node:crypto'
import { readEntry } from '../../formats/zip/entry-data.js'
import { lineageCertificates } from '../apk/rotation.js'
import type { SigningBlock } from '../apk/signing-block.js'
import { blockIds } from '../apk/signing-block.js'
import type { AndroidApplication } from './application.js'
import type { OpenZip } from './read-application.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const maxSignatureBytes = 1024 ** 2

type Signers = Pick<AndroidApplication, 'certificates' | 'earlierCertificates' | 'isDebugSigned'>

/**
 * The certificates that an APK is signed by, the newest scheme first; nothing is verified. Android compares
 * these at an update.
 */
export async function signersOf (
  zip: OpenZip,
  block: Pick<SigningBlock, 'pairs'> | undefined
): Promise<Signers> {
  const certificates = await signingCertificates(zip, block)
  const [first] = certificates
  if (first === undefined) return {}
  const earlier = lineageCertificates(block?.pairs ?? []).slice(0, -1)
  return {
    certificates: fingerprints(certificates),
    ...earlier.length > 0 && { earlierCertificates: fingerprints(earlier) },
    ...isDebugCertificate(first) && { isDebugSigned: true }
  }
}

async function signingCertificates (
  zip: OpenZip,
  block: Pick<SigningBlock, 'pairs'> | undefined
): Promise<Buffer[]> {
  const found: Buffer[] = []
  for (const id of [blockIds.v31, blockIds.v3, blockIds.v2]) {
    const pair = block?.pairs.find(each => each.id === id)
    if (pair !== undefined) found.push(...signerCertificates(pair.value))
  }
  if (found.length > 0) return found
  const { handle, archive } = zip
  for (const entry of archive.entries) {
    if (!/^META-INF\/[^/]+\.(RSA|DSA|EC)$/i.test(entry.name)) continue
    const certificate = pkcs7Certificate(await readEntry(handle, archive, entry, maxSignatureBytes))
    if (certificate !== undefined) found.push(certificate)
  }
  return found
}

/** What Android compares: sha256 of each certificate. */
export function fingerprints (certificates: readonly Buffer[]): string[] {
  return [...new Set(certificates.map(each => createHash('sha256').update(each).digest('hex')))]
}

/** As the Android Gradle plugin and Android Studio name it. */
function isDebugCertificate (certificate: Buffer): boolean {
  try {
    return /^CN=Android Debug$/m.test(new X509Certificate(certificate).subject)
  } catch {
    return false
  }
}

/**
 * The first certificate of each signer of a v2 or v3 signature: everything in it has its length before it
 * (source.android.com, "APK Signature Scheme v2").
 */
function signerCertificates (value: Buffer): Buffer[] {
  try {
    return prefixed(first(value)).map(signer => {
      const [, certificates = Buffer.alloc(0)] = prefixed(first(signer), 2)
      return first(certificates)
    })
  } catch {
    // What is damaged is not what tells who signed; the signer's own check says what is wrong.
    return []
  }
}

function first (bytes: Buffer): Buffer {
  const [part] = prefixed(bytes, 1)
  if (part === undefined) throw new ReasonError(phrase('certificate.part'))
  return part
}

/** The parts of `bytes`, at most `most` of them. */
function prefixed (bytes: Buffer, most = 100): Buffer[] {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length && parts.length < most;) {
    const end = at + 4 + bytes.readUInt32LE(at)
    if (end > bytes.length) throw new ReasonError(phrase('certificate.cut'))
    parts.push(bytes.subarray(at + 4, end))
    at = end
  }
  return parts
}

/**
 * The certificate of the signer of a PKCS #7 signature (RFC 2315): ContentInfo → [0] → SignedData → [0], the
 * one whose issuer and serial number the first SignerInfo names. Others of its chain lie beside it.
 */
function pkcs7Certificate (der: Buffer): Buffer | undefined {
  try {
    const contentInfo = derParts(derParts(der)[0]?.content ?? der)
    const signedData = derParts(derParts(contentInfo[1]?.content ?? der)[0]?.content ?? der)
    const certificates = derParts(signedData.find(({ tag }) => tag === 0xa0)?.content ?? Buffer.alloc(0))
    const [signer] = derParts(signedData.findLast(({ tag }) => tag === 0x31)?.content ?? Buffer.alloc(0))
    const named = derParts(signer?.content ?? Buffer.alloc(0))[1]?.content
    return (certificates.find(({ whole }) => named?.equals(issuerAndSerial(whole))) ?? certificates[0])?.whole
  } catch {
    return undefined
  }
}

/** Of a certificate (RFC 5280), as signatures name it: its issuer, then its serial number. */
function issuerAndSerial (certificate: Buffer): Buffer {
  const [body] = derParts(derParts(certificate)[0]?.content ?? certificate)
  const [serial, , issuer] = derParts(body?.content ?? certificate).filter(({ tag }) => tag !== 0xa0)
  return Buffer.concat([issuer?.whole ?? Buffer.alloc(0), serial?.whole ?? Buffer.alloc(0)])
}

function derParts (bytes: Buffer): Array<{ tag: number, content: Buffer, whole: Buffer }> {
  const parts: Array<{ tag: number, content: Buffer, whole: Buffer }> = []
  for (let at = 0; at < bytes.length;) {
    const tag = bytes.readUInt8(at)
    let length = bytes.readUInt8(at + 1)
    let start = at + 2
    if (length > 0x80) {
      const width = length & 0x7f
      length = bytes.readUIntBE(start, width)
      start += width
    }
    if (start + length > bytes.length) throw new ReasonError(phrase('certificate.cut'))
    parts.push({
      tag,
      content: bytes.subarray(start, start + length),
      whole: bytes.subarray(at, start + length)
    })
    at = start + length
  }
  return parts
}
