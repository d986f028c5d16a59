import { createPublicKey, sign, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** The texts of a channel stamp, as a reader of the signing block finds them. */
export type StampTexts = Readonly<Record<string, unknown>>

/** Where the signature stands: beside what it covers, since readers of stamps know texts only. */
export const signatureField = 'configSignature'

/** An Ed25519 signature in base64, in the one way to write it. */
const signaturePattern = /^[A-Za-z0-9+/]{85}[AQgw]==$/
const heading = Buffer.from('packline stamp 1\n')

/** Signs all texts of a stamp; the same key and texts give the same signature. */
export function signStamp (texts: Readonly<Record<string, string>>, key: KeyObject): string {
  return sign(null, signedBytes(texts), key).toString('base64')
}

/**
 * The config document of a stamp that one of `keys` signed. Several keys stand for the time in which one
 * follows another. Throws when there is no document or signature, or when none of the keys made it.
 */
export function verifyStamp (texts: StampTexts, keys: readonly KeyObject[], file: string): string {
  const { config, [signatureField]: signature } = texts
  const missing = config === undefined
    ? phrase('stamp.noDocument')
    : signature === undefined
    ? phrase('stamp.noSignature')
    : undefined
  if (missing !== undefined) throw new PacklineError('PACKAGE_CONFIG_UNSIGNED', { file, reason: missing })
  const forged = (reason: Wording): PacklineError =>
    new PacklineError('PACKAGE_CONFIG_FORGED', { file, reason })
  if (typeof config !== 'string' || !areTexts(texts)) throw forged(phrase('stamp.noText'))
  if (typeof signature !== 'string' || !signaturePattern.test(signature)) {
    throw forged(phrase('stamp.notEd25519'))
  }
  const [bytes, signatureBytes] = [signedBytes(texts), Buffer.from(signature, 'base64')]
  if (!keys.some(key => verify(null, bytes, key, signatureBytes))) {
    throw forged(phrase('stamp.otherKey'))
  }
  return config
}

/** Half a character has no bytes: programs would put different ones in its place. */
function areTexts (texts: StampTexts): texts is Readonly<Record<string, string>> {
  return Object
    .entries(texts)
    .every(([name, text]) => typeof text === 'string' && !/\p{Cs}/u.test(name) && !/\p{Cs}/u.test(text))
}

/**
 * What is signed: a heading, then name and text of all but the signature in the order of the names' bytes,
 * each as its length in bytes, a colon and the bytes. So no text can pass for another's part.
 */
export function signedBytes (texts: Readonly<Record<string, string>>): Buffer {
  const pairs = Object
    .entries(texts)
    .filter(([name]) => name !== signatureField)
    .map(([name, text]) => [Buffer.from(name), Buffer.from(text)] as const)
    .sort(([a], [b]) => Buffer.compare(a, b))
  return Buffer.concat([
    heading,
    ...pairs.flat().flatMap(part => [Buffer.from(`${part.length}:`), part])
  ])
}

/** A public key of Ed25519 in PEM. A private one is refused: it does not belong where packages are read. */
export function publicKeyOf (pem: string, where: string): KeyObject {
  const unusable = (reason: Wording, cause?: unknown): PacklineError =>
    new PacklineError('PACKAGE_CONFIG_KEY_UNUSABLE', { where, reason }, { cause })
  if (!pem.includes('-----BEGIN PUBLIC KEY-----')) throw unusable(phrase('key.notPublic'))
  let key: KeyObject
  try {
    key = createPublicKey(pem)
  } catch (error) {
    throw unusable(phrase('key.notPublic'), error)
  }
  if (key.asymmetricKeyType !== 'ed25519') {
    throw unusable(phrase('key.kind', { kind: key.asymmetricKeyType ?? phrase('key.unknownKind') }))
  }
  return key
}
