import type { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import type { CommandContext } from './command.js'
import { complain } from './terminal.js'

export { errorDocument } from '../messages/error-document.js'

/** An error of `command` for people, with what to do next. */
export function printError (
  error: PacklineError,
  context: Pick<CommandContext, 'stdout' | 'stderr' | 'locale' | 'environment' | 'verbosity' | 'colours'>
): void {
  const { locale, environment, verbosity } = context
  const { message: sentence, hint } = describeError(locale, error)
  complain(context, [
    [`packline${locale === 'en' ? ': ' : '：'}${sentence} [${error.code}]`, 'bad'],
    ...hint === undefined ? [] : [[`  ${hint}`] as const],
    ...(environment.PACKLINE_DEBUG ?? '') === '' && verbosity !== 'verbose'
      ? []
      : [[stackOf(error), 'aside'] as const]
  ])
}

function stackOf (error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
