import { createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { PacklineError } from '../errors.js'

/** Those who may make releases: several while one key follows another. */
export interface ReleaseKeys {
  file: string
  pem: string
  keys: readonly KeyObject[]
}

/** The public keys of Ed25519 in a file of PEM. Throws UPDATE_KEY_UNUSABLE. */
export function readReleaseKeys (file: string): ReleaseKeys {
  let pem: string
  try {
    pem = readFileSync(file, 'utf8')
    const blocks = pem.match(/-----BEGIN PUBLIC KEY-----[^-]+-----END PUBLIC KEY-----/g) ?? []
    const keys = blocks.map(block => createPublicKey(block))
    if (keys.length > 0 && keys.every(key => key.asymmetricKeyType === 'ed25519')) return { file, pem, keys }
  } catch (error) {
    throw new PacklineError('UPDATE_KEY_UNUSABLE', { file }, { cause: error })
  }
  throw new PacklineError('UPDATE_KEY_UNUSABLE', { file })
}

/** Throws UPDATE_SIGNATURE_WRONG unless one of the keys signed exactly these bytes. */
export function checkSignature (
  bytes: Buffer,
  signature: Buffer,
  { file: key, keys }: ReleaseKeys,
  file: string
): void {
  if (!keys.some(each => verify(null, bytes, each, signature))) {
    throw new PacklineError('UPDATE_SIGNATURE_WRONG', { key, file })
  }
}
