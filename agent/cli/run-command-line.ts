import { PacklineError, hasCode, toPacklineError } from '../errors.js'
import { localeFrom } from '../messages/message.js'
import { nearest } from '../nearest.js'
import type { Command, CommandContext } from './command.js'
import type { CommandSpan } from './command-span.js'
import type { CallingLibrary } from './library-version.js'
import { commandTable, loadCommand } from './command-table.js'
import { errorDocument, printError } from './error-output.js'
import { parseArguments } from './parse-arguments.js'

/** Runs one command line and returns its exit status; nothing is thrown. */
export async function runCommandLine (
  argv: string[],
  host: Omit<CommandContext, 'locale' | 'jobKey'>
): Promise<number> {
  // A packline that this one starts is another request: with the same key it would get this one's answer.
  const {
    PACKLINE_JOB_KEY: jobKey = '',
    PACKLINE_LIBRARY: library,
    PACKLINE_LIBRARY_AGENTS: agents,
    ...environment
  } = host.environment
  const context: CommandContext = {
    ...host,
    environment,
    locale: localeFrom(environment),
    ...jobKey !== '' && { jobKey }
  }
  const span = library === undefined && environment.TRACEPARENT === undefined
    ? undefined
    : await beginSpan(argv, context)
  const traced = span === undefined ? context : inSpan(context, span)
  const { exitStatus, error } = await outcomeOf(
    argv,
    traced,
    library === undefined ? undefined : { version: library, agents }
  )
  await span?.end(exitStatus, error)
  return exitStatus
}

async function outcomeOf (
  argv: string[],
  context: CommandContext,
  library: CallingLibrary | undefined
): Promise<{ exitStatus: number, error?: string }> {
  try {
    if (library !== undefined) await checkCaller(library)
    return { exitStatus: await dispatch(argv, context) }
  } catch (thrown) {
    const error = context.signal.aborted
      ? new PacklineError('INTERRUPTED', {}, { cause: thrown })
      : toPacklineError(thrown)
    if (ownWords(argv).includes('--json')) {
      context.stdout.write(`${JSON.stringify({ error: errorDocument(error) }, null, 2)}\n`)
    }
    printError(error, context, commandNamed(argv) ?? '')
    return { exitStatus: error.exitStatus, error: error.code }
  }
}

/** Of a command that a step runs, or that stands in a trace; undefined where nobody collects spans. */
async function beginSpan (
  argv: string[],
  { environment, cwd }: CommandContext
): Promise<CommandSpan | undefined> {
  const name = commandNamed(argv)
  if (name === undefined) return undefined
  const { beginCommandSpan } = await import('./command-span.js')
  return await beginCommandSpan({ name, environment, cwd })
}

function inSpan (context: CommandContext, { traceparent, onRunEvent }: CommandSpan): CommandContext {
  return { ...context, environment: { ...context.environment, TRACEPARENT: traceparent }, onRunEvent }
}

/** Without what a command passes through. */
function ownWords (argv: string[]): string[] {
  return argv.includes('--') ? argv.slice(0, argv.indexOf('--')) : argv
}

async function checkCaller (library: CallingLibrary): Promise<void> {
  const [{ checkLibraryVersion }, { packlineVersion }] = await Promise.all([
    import('./library-version.js'),
    import('../version.js')
  ])
  checkLibraryVersion(library, packlineVersion)
}

/** The first words before any option: a command has one to three. */
function leadingWords (argv: string[]): string[] {
  const words = argv.findIndex(word => word.startsWith('-'))
  return argv.slice(0, Math.min(words < 0 ? argv.length : words, 3))
}

function commandNamed (argv: string[]): string | undefined {
  const leading = leadingWords(argv)
  const candidates = leading.map((_, index) => leading.slice(0, leading.length - index).join(' '))
  return candidates.find(candidate => Object.hasOwn(commandTable, candidate))
}

async function dispatch (argv: string[], context: CommandContext): Promise<number> {
  const name = commandNamed(argv)
  if (name === undefined) return await withoutCommand(argv, leadingWords(argv), context)
  const command = await loadCommand(name)
  const rest = argv.slice(name.split(' ').length)
  if (asksForHelp(command, rest)) {
    const { commandHelp } = await import('./help.js')
    context.stdout.write(commandHelp(context.locale, command))
    return 0
  }
  const { options, positionals } = parseArguments(command, rest)
  return await command.run(context, options, positionals)
}

function asksForHelp (command: Command, rest: string[]): boolean {
  const own = ownWords(rest)
  const at = own.findIndex(word => word === '--help' || word === '-h')
  if (at >= 0 && command.passThrough === true && own.length === rest.length) {
    refuseForeignHelp(command, own, at)
  }
  return at >= 0
}

/** `licence run NAME TOOL --help` asks the tool: ours, with status 0, would pass for its success. */
function refuseForeignHelp (command: Command, words: string[], at: number): void {
  try {
    parseArguments(command, words.slice(0, at))
  } catch (error) {
    if (hasCode(error, 'USAGE_SEPARATOR_MISSING')) throw error
  }
}

async function withoutCommand (argv: string[], leading: string[], context: CommandContext): Promise<number> {
  const two = leading.slice(0, 2).join(' ')
  const isLong = Object.keys(commandTable).some(name => name.startsWith(`${two} `))
  const typed = isLong ? leading.join(' ') : two
  const group = Object.keys(commandTable).filter(name =>
    leading[0] === undefined || name.startsWith(`${leading[0]} `)
  )
  if (argv.includes('--version')) {
    const { packlineVersion } = await import('../version.js')
    context.stdout.write(`${packlineVersion}\n`)
    return 0
  }
  const asksForHelp = argv.length === 0 || argv.includes('--help') || argv.includes('-h')
  if (asksForHelp && group.length > 0) {
    const { overviewHelp } = await import('./help.js')
    const commands = await Promise.all(group.map(loadCommand))
    context.stdout.write(overviewHelp(context.locale, commands))
    return argv.length === 0 ? 2 : 0
  }
  const suggestion = nearest(typed, Object.keys(commandTable))
  throw new PacklineError(
    'USAGE_UNKNOWN_COMMAND',
    suggestion === undefined ? { command: typed } : { command: typed, suggestion }
  )
}
