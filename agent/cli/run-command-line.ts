import { PacklineError, toPacklineError } from '../errors.js'
import { describeError, localeFrom, message } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import { nearest } from '../nearest.js'
import type { CommandContext } from './command.js'
import { commandTable } from './command-table.js'
import { parseArguments } from './parse-arguments.js'

/** Runs one command line and returns its exit status; nothing is thrown. */
export async function runCommandLine (argv: string[], process: Omit<CommandContext, 'locale'>): Promise<number> {
  const context: CommandContext = { ...process, locale: localeFrom(process.environment) }
  try {
    return await dispatch(argv, context)
  } catch (thrown) {
    const error = context.signal.aborted ? new PacklineError('INTERRUPTED', {}, { cause: thrown }) : toPacklineError(thrown)
    reportError(error, argv, context)
    return error.exitStatus
  }
}

async function dispatch (argv: string[], context: CommandContext): Promise<number> {
  const words = argv.findIndex(word => word.startsWith('-'))
  const leading = argv.slice(0, Math.min(words < 0 ? argv.length : words, 2))
  const name = [leading.join(' '), leading[0] ?? ''].find(candidate => Object.hasOwn(commandTable, candidate))
  if (name === undefined) return await withoutCommand(argv, leading, context)
  const command = await commandTable[name]!()
  const rest = argv.slice(name.split(' ').length)
  const own = rest.includes('--') ? rest.slice(0, rest.indexOf('--')) : rest
  if (own.includes('--help') || own.includes('-h')) {
    const { commandHelp } = await import('./help.js')
    context.stdout.write(commandHelp(context.locale, command))
    return 0
  }
  const { options, positionals } = parseArguments(command, rest)
  return await command.run(context, options as never, positionals)
}

async function withoutCommand (argv: string[], leading: string[], context: CommandContext): Promise<number> {
  const typed = leading.join(' ')
  const group = Object.keys(commandTable).filter(name => leading[0] === undefined || name.startsWith(`${leading[0]} `))
  if (argv.includes('--version')) {
    const { packlineVersion } = await import('../version.js')
    context.stdout.write(`${packlineVersion}\n`)
    return 0
  }
  const asksForHelp = argv.length === 0 || argv.includes('--help') || argv.includes('-h')
  if (asksForHelp && group.length > 0) {
    const { overviewHelp } = await import('./help.js')
    const commands = await Promise.all(group.map(name => commandTable[name]!()))
    context.stdout.write(overviewHelp(context.locale, commands))
    return argv.length === 0 ? 2 : 0
  }
  const suggestion = nearest(typed, Object.keys(commandTable))
  throw new PacklineError('USAGE_UNKNOWN_COMMAND', suggestion === undefined ? { command: typed } : { command: typed, suggestion })
}

function reportError (error: PacklineError, argv: string[], context: CommandContext): void {
  const { message: sentence, hint } = describeError(context.locale, error)
  if (argv.includes('--json')) context.stdout.write(`${JSON.stringify({ error: errorDocument(error) }, null, 2)}\n`)
  context.stderr.write(`packline: ${sentence} [${error.code}]\n`)
  const usage = error.code.startsWith('USAGE_') && hint === undefined
  if (hint !== undefined) context.stderr.write(`  ${hint}\n`)
  else if (usage) context.stderr.write(`  ${message(context.locale, 'hint.usage', { command: String(error.details.command ?? '') })}\n`)
  if (context.environment.PACKLINE_DEBUG !== undefined) context.stderr.write(`${stackOf(error)}\n`)
}

/** An error as programs get it; its texts are English whatever the locale. */
export function errorDocument (error: PacklineError, locale: Locale = 'en'): Record<string, unknown> {
  return { code: error.code, ...describeError(locale, error), retryable: error.retryable, details: error.details }
}

function stackOf (error: Error): string {
  const cause = error.cause instanceof Error ? `\ncaused by ${stackOf(error.cause)}` : ''
  return `${error.stack ?? error.message}${cause}`
}
