import { describeError, type CataloguedError } from './messages/message.js'
import { phrase, Phrase, type Wording, isWording } from './messages/phrase.js'
import { reasonsRead } from './messages/words-beside.js'

/** What the system, TLS and the client of HTTP call what went wrong, and our words for it. */
const knownReasons = {
  ENOENT: 'system.notThere',
  EACCES: 'system.noRight',
  EPERM: 'system.notPermitted',
  EISDIR: 'system.isFolder',
  ENOTDIR: 'system.noFolder',
  EEXIST: 'system.exists',
  ENOTEMPTY: 'system.notEmpty',
  EROFS: 'system.readOnly',
  EBUSY: 'system.busy',
  ETXTBSY: 'system.runs',
  ELOOP: 'system.linkLoop',
  ENAMETOOLONG: 'system.nameTooLong',
  EMFILE: 'system.openFiles',
  ENFILE: 'system.openFiles',
  ENOSPC: 'system.diskFull',
  EDQUOT: 'system.quota',
  EFBIG: 'system.tooLarge',
  EIO: 'system.diskFails',
  ESTALE: 'system.diskFails',
  ENOEXEC: 'system.noProgram',
  ENOMEM: 'system.noMemory',
  ECONNREFUSED: 'network.refused',
  ECONNRESET: 'network.cut',
  EPIPE: 'network.cut',
  UND_ERR_SOCKET: 'network.cut',
  ETIMEDOUT: 'network.late',
  UND_ERR_CONNECT_TIMEOUT: 'network.late',
  UND_ERR_HEADERS_TIMEOUT: 'network.late',
  UND_ERR_BODY_TIMEOUT: 'network.late',
  EHOSTUNREACH: 'network.noWay',
  ENETUNREACH: 'network.noWay',
  ENOTFOUND: 'network.unknownName',
  EAI_AGAIN: 'network.noNames',
  EADDRINUSE: 'network.inUse',
  EADDRNOTAVAIL: 'network.notOurs',
  ERR_SOCKET_BAD_PORT: 'network.badPort',
  CERT_HAS_EXPIRED: 'certificate.expired',
  CERT_NOT_YET_VALID: 'certificate.early',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate.unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate.unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate.unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate.unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate.unknown',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate.otherName',
  EPROTO: 'certificate.noTls',
  ERR_SSL_WRONG_VERSION_NUMBER: 'certificate.noTls',
  Z_BUF_ERROR: 'archive.cutOff',
  Z_DATA_ERROR: 'archive.damaged'
} as const

/** An error without a code: one with a code names it as its reason. */
export class ReasonError extends Error {
  readonly reason: Wording

  constructor (reason: Wording, options?: ErrorOptions) {
    super(String(reason), options)
    this.reason = reason
  }
}

/** What an error says, whatever was thrown: the reason that another error names. */
export function errorText (error: unknown): Wording {
  if (!(error instanceof Error)) return String(error)
  if (isOurs(error)) return new Phrase(error.code, error.details, describeError('en', error).message)
  if (error instanceof ReasonError) return error.reason
  if (error.message === 'fetch failed' && error.cause instanceof Error) return errorText(error.cause)
  return knownText(error) ?? jsonText(error) ?? error.message
}

/** The reason within an error of ours, without the sentence around it; of others what they say. */
export function innerReason (error: unknown): Wording {
  const { reason } = error instanceof Error && isOurs(error) ? reasonsRead(error.details) : {}
  return isWording(reason) ? reason : errorText(error)
}

/** Whether it is the certificate of who answered that is not trusted. */
export function isUntrusted (error: unknown): boolean {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (!Object.hasOwn(knownReasons, code)) return false
  const reason = knownReasons[code as keyof typeof knownReasons]
  return reason.startsWith('certificate.') && reason !== 'certificate.noTls'
}

/** The same of what is behind an error: a library's wrapper often says less than what it wraps. */
export function causeText (error: unknown): Wording {
  return errorText(error instanceof Error && error.cause instanceof Error ? error.cause : error)
}

/** `PacklineError` itself is built upon this file. */
function isOurs (error: Error): error is Error & CataloguedError {
  return error.name === 'PacklineError' && 'details' in error
}

/** The deadline of a request; whoever gave it up by hand is told of nothing. */
function isLate ({ name, cause }: Error): boolean {
  return name === 'TimeoutError' ||
    (name === 'AbortError' && cause instanceof Error && cause.name === 'TimeoutError')
}

function knownText (error: Error): Phrase | undefined {
  if (isLate(error)) return phrase('network.late')
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (!Object.hasOwn(knownReasons, code)) return undefined
  const what = phrase(knownReasons[code as keyof typeof knownReasons])
  const place = placeOf(error)
  return place === undefined ? what : phrase('system.at', { what, place })
}

/** The file, the host or the name that a system's error is about. */
function placeOf (
  error: Error & { path?: unknown, address?: unknown, port?: unknown, hostname?: unknown }
): string | undefined {
  const { path, address, port, hostname } = error
  if (typeof path === 'string') return path
  if (typeof address === 'string') return typeof port === 'number' ? `${address}:${port}` : address
  return typeof hostname === 'string' ? hostname : undefined
}

function jsonText (error: Error): Phrase | undefined {
  if (!(error instanceof SyntaxError) || !error.message.includes('JSON')) return undefined
  const [, position] = /at position (\d+)/.exec(error.message) ?? []
  if (position !== undefined) return phrase('json.wrongAt', { position })
  return phrase(error.message.includes('end of JSON') ? 'json.cutOff' : 'json.none')
}
