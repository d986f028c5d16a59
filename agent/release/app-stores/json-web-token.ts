import { constants, sign } from 'node:crypto'
import type { SignKeyObjectInput, SignPrivateKeyInput } from 'node:crypto'

/** How RFC 7518 has a token signed, in the words of node's crypto. */
const ways: Record<string, Omit<SignPrivateKeyInput & SignKeyObjectInput, 'key'>> = {
  RS256: {},
  ES256: { dsaEncoding: 'ieee-p1363' },
  PS256: { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
}

/** A token that a private key in PEM signs. Throws what node throws for a key that is none. */
export function webToken (
  header: { alg: 'RS256' | 'ES256' | 'PS256', kid?: string },
  claims: Record<string, unknown>,
  privateKey: string
): string {
  const signed = [{ ...header, typ: 'JWT' }, claims]
    .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign('sha256', Buffer.from(signed), { ...ways[header.alg], key: privateKey })
  return `${signed}.${signature.toString('base64url')}`
}
