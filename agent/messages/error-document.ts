import type { PacklineError } from '../errors.js'
import { describeError } from './message.js'
import type { Locale } from './message.js'

/** An error as programs get it; its texts are English whatever the locale. */
export function errorDocument (error: PacklineError, locale: Locale = 'en'): Record<string, unknown> {
  return {
    code: error.code,
    ...describeError(locale, error),
    retryable: error.retryable,
    details: error.details
  }
}
