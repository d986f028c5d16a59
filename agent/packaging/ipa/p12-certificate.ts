import { X509Certificate } from 'node:crypto'
import { createSecureContext } from 'node:tls'
import { errorText } from '../../error-text.js'
import type { Wording } from '../../messages/phrase.js'

export type OpenedP12 =
  | { certificate?: X509Certificate }
  | { problem: 'password' | 'form' | 'damaged', reason: Wording }

/**
 * What Node's OpenSSL says of a p12. `form` is what keychains and rcodesign write: it is read by them alone;
 * what OpenSSL 3 writes is read by it, and not by rcodesign (0.29).
 */
export function openP12 (pfx: Buffer, passphrase: string): OpenedP12 {
  try {
    const { context } = createSecureContext({ pfx, passphrase })
    // Of Node's own, and not in its documentation: without it this check is left out.
    const bytes: unknown = context?.getCertificate?.()
    return Buffer.isBuffer(bytes) ? { certificate: new X509Certificate(bytes) } : {}
  } catch (error) {
    const reason = String(errorText(error))
    const problem = /mac verify failure/i.test(reason)
      ? 'password'
      : /unsupported/i.test(reason)
      ? 'form'
      : 'damaged'
    return { problem, reason }
  }
}
