import type { RequestError } from 'got'
import { PacklineError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** What an error says about the call that it is about. It never holds headers, and so no secret. */
export interface Call extends Record<string, unknown> {
  what: Wording
  method: string
  address: string
}

const codes: Record<number, ErrorCode> = {
  401: 'JENKINS_UNAUTHORIZED',
  403: 'JENKINS_FORBIDDEN',
  404: 'JENKINS_NOT_FOUND',
  429: 'JENKINS_UNAVAILABLE',
  502: 'JENKINS_UNAVAILABLE',
  503: 'JENKINS_UNAVAILABLE',
  504: 'JENKINS_UNAVAILABLE'
}
/** A gateway answers these when it does not know what became of the request behind it. */
const undecided = [500, 502, 504]
const neverSent = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']

export function wasNeverSent (error: { code?: string | undefined }): boolean {
  return error.code !== undefined && neverSent.includes(error.code)
}

/** The error for an answer that was not expected. */
export function statusError (
  call: Call,
  { status, location }: { status: number, location: string | undefined },
  isRepeatable = true
): PacklineError {
  if (!isRepeatable && undecided.includes(status)) {
    return new PacklineError('JENKINS_OUTCOME_UNKNOWN', {
      ...call,
      reason: phrase('program.status', { status: String(status) })
    })
  }
  if (status >= 300 && status < 400) {
    return new PacklineError('JENKINS_ANSWER_INVALID', {
      ...call,
      found: phrase('answer.redirected', { location: location ?? 'nowhere' })
    })
  }
  return new PacklineError(codes[status] ?? 'JENKINS_REFUSED', { ...call, status })
}

/**
 * The error for a request without an answer. got's own error is not kept as the cause: it knows the headers.
 */
export function transportError (
  call: Call,
  error: RequestError,
  { isRepeatable, isTimeout, timeoutMs }: { isRepeatable: boolean, isTimeout: boolean, timeoutMs: number }
): PacklineError {
  const reason = isTimeout ? phrase('late.within', { ms: timeoutMs }) : error.message
  if (!isRepeatable && !wasNeverSent(error)) {
    return new PacklineError('JENKINS_OUTCOME_UNKNOWN', { ...call, reason })
  }
  return new PacklineError(isTimeout ? 'JENKINS_TIMEOUT' : 'JENKINS_UNREACHABLE', { ...call, reason })
}
