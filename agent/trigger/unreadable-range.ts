import { innerReason } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { shortened } from '../messages/phrase.js'
import type { Problem } from './lane.js'

/** The error of a range of commits that no later look will read either. */
export function unreadableRange (what: string, head: string, cause: unknown): PacklineError {
  const reason = innerReason(cause)
  return new PacklineError('REPOSITORY_RANGE_UNREADABLE', { what, head, reason }, { cause })
}

/** What `read` returns, or what is to be taken in its place where the range cannot be read. */
export async function readRange<T, Other> (
  read: () => Promise<T>,
  otherwise: (unread: Problem) => Other
): Promise<T | Other> {
  try {
    return await read()
  } catch (error) {
    const code: ErrorCode = 'REPOSITORY_RANGE_UNREADABLE'
    if (!(error instanceof PacklineError) || !hasCode(error, code)) throw error
    return otherwise({ code, message: shortened(innerReason(error), 500) })
  }
}
