import { X509Certificate } from 'node:crypto'
import type { ConnectionOptions, PeerCertificate } from 'node:tls'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/**
 * TLS with exactly the server that holds `certificate`, whoever signed it and whatever name it carries: the
 * agent of this machine left its own one where only its user can.
 */
export function pinnedTo (
  certificate: string
): Pick<ConnectionOptions, 'ca' | 'checkServerIdentity' | 'allowPartialTrustChain'> {
  const { fingerprint256 } = new X509Certificate(certificate)
  return {
    ca: certificate,
    allowPartialTrustChain: true,
    checkServerIdentity: (_host: string, peer: PeerCertificate) =>
      peer.fingerprint256 === fingerprint256
        ? undefined
        : new ReasonError(phrase('pinned.other'))
  }
}
