import type { PacklineError } from '../errors.js'
import { describeError, message } from '../messages/message.js'
import type { CommandContext } from './command.js'

export { errorDocument } from '../messages/error-document.js'

/** An error of `command` for people, with what to do next. */
export function printError (
  error: PacklineError,
  { stderr, locale, environment }: CommandContext,
  command = ''
): void {
  const { message: sentence, hint } = describeError(locale, error)
  stderr.write(`packline: ${sentence} [${error.code}]\n`)
  if (hint !== undefined) stderr.write(`  ${hint}\n`)
  else if (error.code.startsWith('USAGE_')) stderr.write(`  ${message(locale, 'hint.usage', { command })}\n`)
  if (environment.PACKLINE_DEBUG !== undefined) stderr.write(`${stackOf(error)}\n`)
}

function stackOf (error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
