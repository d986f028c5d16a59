import { PacklineError, hasCode, toPacklineError } from '../errors.js'
import { localeFrom } from '../messages/message.js'
import { nearest } from '../nearest.js'
import type { Command, CommandContext } from './command.js'
import type { CommandSpan } from './command-span.js'
import type { CallingLibrary } from './library-version.js'
import { commandTable, loadCommand } from './command-table.js'
import { errorDocument, printError } from './error-output.js'
import { glancedGlobals, leadingGlobals, withGlobals } from './global-options.js'
import { parseArguments, unknownOption } from './parse-arguments.js'
import { printJson, printLines } from './terminal.js'

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
  const context = withGlobals({
    ...host,
    environment,
    locale: localeFrom(environment),
    commands: commandTable,
    ...jobKey !== '' && { jobKey }
  }, glancedGlobals(ownWords(argv)))
  const span = library === undefined && environment.TRACEPARENT === undefined
    ? undefined
    : await beginSpan(argv, context)
  const traced = span === undefined ? context : inSpan(context, span)
  const { exitStatus, error } = await outcomeOf(
    argv,
    traced,
    library === undefined ? undefined : { version: library, agents },
    host.environment
  )
  await span?.end(exitStatus, error)
  return exitStatus
}

async function outcomeOf (
  argv: string[],
  context: CommandContext,
  library: CallingLibrary | undefined,
  wholeEnvironment: CommandContext['environment']
): Promise<{ exitStatus: number, error?: string }> {
  // Options that every command takes may stand before its name.
  const leading = leadingGlobals(argv)
  const [globals, words] = [argv.slice(0, leading), argv.slice(leading)]
  try {
    if (library !== undefined) await checkCaller(library)
    return { exitStatus: await dispatch(globals, words, context) }
  } catch (thrown) {
    const exitStatus = await anew(thrown, argv, context, wholeEnvironment)
    if (exitStatus !== undefined) return { exitStatus }
    const error = context.signal.aborted
      ? new PacklineError('INTERRUPTED', {}, { cause: thrown })
      : withCommand(toPacklineError(thrown), commandNamed(words))
    if (ownWords(argv).includes('--json')) printJson(context, { error: errorDocument(error) })
    printError(error, context)
    return { exitStatus: error.exitStatus, error: error.code }
  }
}

/** What becomes of a command that an update overtook; undefined for others. */
async function anew (
  thrown: unknown,
  ...command: [string[], CommandContext, CommandContext['environment']]
): Promise<number | undefined> {
  if (!hasCode(thrown, 'AGENT_VERSION_DIFFERS')) return undefined
  const { beginAnew } = await import('./begin-anew.js')
  return await beginAnew(...command).catch(() => undefined)
}

/** A mistake of usage says how to ask for the help of the command that was called. */
function withCommand (error: PacklineError, called: string | undefined): PacklineError {
  if (called === undefined || !error.code.startsWith('USAGE_')) return error
  return new PacklineError(error.code, { called, ...error.details }, { cause: error.cause ?? error })
}

/** Of a command that a step runs, or that stands in a trace; undefined where nobody collects spans. */
async function beginSpan (
  argv: string[],
  { environment, cwd }: CommandContext
): Promise<CommandSpan | undefined> {
  const name = commandNamed(argv.slice(leadingGlobals(argv)))
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

async function dispatch (globals: string[], words: string[], context: CommandContext): Promise<number> {
  const name = commandNamed(words)
  if (name === undefined) return await withoutCommand([...globals, ...words], leadingWords(words), context)
  const command = await loadCommand(name)
  const rest = [...globals, ...words.slice(name.split(' ').length)]
  if (asksForHelp(command, rest)) return await help(context, name)
  const { options, positionals, globals: values } = parseArguments(command, rest)
  return await command.run(withGlobals(context, values), options, positionals)
}

async function help (context: CommandContext, topic: string): Promise<number> {
  const { helpLines } = await import('./help-command.js')
  printLines(context, await helpLines(context, topic))
  return 0
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
  const isAlone = leading.length === 0
  if (isAlone && (argv.includes('--version') || argv.includes('-v'))) {
    const { packlineVersion } = await import('../version.js')
    printLines(context, [packlineVersion])
    return 0
  }
  const asksForHelp = argv.includes('--help') || argv.includes('-h')
  const isGroup = Object.keys(commandTable).some(name => name.startsWith(`${typed} `))
  const [unknown] = argv.slice(leading.length)
  if (asksForHelp || argv.length === leading.length) {
    if (isAlone || isGroup || asksForHelp) {
      await help(context, isGroup ? typed : leading[0] ?? '')
      return asksForHelp ? 0 : 2
    }
  }
  if (isAlone && unknown !== undefined) {
    throw unknownOption({ name: 'packline', options: {} }, unknown)
  }
  const suggestion = nearest(typed, Object.keys(commandTable))
  throw new PacklineError('USAGE_UNKNOWN_COMMAND', {
    command: typed,
    commands: commandsLike(leading[0] ?? ''),
    ...suggestion !== undefined && { suggestion }
  })
}

/** The commands of a group where `word` is one, else the groups and the commands of one word. */
function commandsLike (word: string): string[] {
  const names = Object.keys(commandTable)
  const group = names.filter(name => name.startsWith(`${word} `))
  return group.length > 0 ? group : [...new Set(names.map(name => name.split(' ')[0] ?? name))]
}
