import { errorText } from '../error-text.js'
import { PacklineError, type ErrorCode } from '../errors.js'
import type { Failure } from './dialler.js'
import { phrase, about } from '../messages/phrase.js'

export const codes = {
  connectionLoss: -4,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  nodeExists: -110,
  notEmpty: -111,
  sessionExpired: -112,
  authFailed: -115,
  sessionMoved: -118
}

const catalogue: Record<number, ErrorCode> = {
  [codes.connectionLoss]: 'ZOOKEEPER_CONNECTION_LOSS',
  [codes.noNode]: 'ZOOKEEPER_NO_NODE',
  [codes.noAuth]: 'ZOOKEEPER_NOT_ALLOWED',
  [codes.badVersion]: 'ZOOKEEPER_BAD_VERSION',
  [codes.nodeExists]: 'ZOOKEEPER_NODE_EXISTS',
  [codes.notEmpty]: 'ZOOKEEPER_NOT_EMPTY',
  [codes.sessionExpired]: 'ZOOKEEPER_SESSION_LOST',
  [codes.authFailed]: 'ZOOKEEPER_AUTH_FAILED'
}

/** A server's or the library's error, as one of the catalogue. */
export function zooKeeperError (
  error: unknown,
  operation: string,
  path: string,
  more: Record<string, unknown> = {}
): PacklineError {
  if (error instanceof PacklineError) return error
  const zooKeeperCode = codeOf(error)
  const code = zooKeeperCode === undefined ? undefined : catalogue[zooKeeperCode]
  const reason = errorText(error)
  return new PacklineError(code ?? 'ZOOKEEPER_REFUSED', { operation, path, zooKeeperCode, reason, ...more }, {
    cause: error
  })
}

export function codeOf (error: unknown): number | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'number' ? error.code : undefined
}

/** Why no server could be used in time: what stood in the way last says most. */
export function unavailable (servers: string, waitedMs: number, failure: Failure | undefined): PacklineError {
  const waited = Math.round(waitedMs)
  if (failure?.kind === 'protocol') {
    return new PacklineError('ZOOKEEPER_NOT_ZOOKEEPER', {
      server: failure.server,
      reason: failure.reason,
      waitedMs: waited
    })
  }
  if (failure?.kind === 'tls') {
    return new PacklineError('ZOOKEEPER_TLS_FAILED', {
      server: failure.server,
      reason: failure.reason,
      waitedMs: waited
    })
  }
  const reason = failure === undefined ? phrase('zookeeper.noAnswer') : about(failure.server, failure.reason)
  return new PacklineError('ZOOKEEPER_UNAVAILABLE', { servers, waitedMs: waited, reason })
}
