import type { PacklineError } from '../errors.js'
import { describeError, message } from '../messages/message.js'
import type { CommandContext } from './command.js'
import { complain } from './terminal.js'

export { errorDocument } from '../messages/error-document.js'

/** An error of `command` for people, with what to do next. */
export function printError (
  error: PacklineError,
  context: CommandContext,
  command = ''
): void {
  const { locale, environment, verbosity } = context
  const { message: sentence, hint } = describeError(locale, error)
  const isUsage = error.code.startsWith('USAGE_')
  const advice = hint ?? (isUsage ? message(locale, 'hint.usage', { command }) : undefined)
  complain(context, [
    [`packline: ${sentence} [${error.code}]`, 'bad'],
    ...advice === undefined ? [] : [[`  ${advice}`] as const],
    ...(environment.PACKLINE_DEBUG ?? '') === '' && verbosity !== 'verbose'
      ? []
      : [[stackOf(error), 'aside'] as const]
  ])
}

function stackOf (error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
