import type { OnSignal } from '../watch-signals.js'
import type { RunEvent } from '../assets/actions/run-events.js'
import type { RunReport } from '../assets/run/run-report.js'
import type { RunMemory } from '../assets/run/run-memory.js'
import type { Locale, MessageKey } from '../messages/message.js'

/**
 * What a command gets from the process. Nothing below main.ts reads the environment, the directory or the
 * clock itself.
 */
export interface CommandContext {
  /** Also for programs that the command starts: what belongs to its own request is not in it. */
  environment: Readonly<Record<string, string | undefined>>
  /** PACKLINE_JOB_KEY: the name of the one request that this command was started for. */
  jobKey?: string
  cwd: string
  locale: Locale
  /** What earlier commands of this process knew: in a warm worker. */
  memory?: RunMemory
  /** Told what an asset run that this command does tells. */
  onRunEvent?: (event: RunEvent) => void
  /** Told what such a run has done. */
  onReport?: (report: RunReport, exitStatus: number) => void
  /** Aborted by SIGINT and SIGTERM. */
  signal: AbortSignal
  /** Each signal that the process gets and has got. Returns what ends the listening. */
  onSignal?: OnSignal
  stdout: NodeJS.WritableStream & { isTTY?: boolean, columns?: number }
  stderr: NodeJS.WritableStream & { isTTY?: boolean, columns?: number }
  /** Which outputs get colours; without it none. */
  colours?: Readonly<Record<'stdout' | 'stderr', boolean>>
  /** `--quiet` leaves warnings and errors; `--verbose` tells more of both. */
  verbosity?: 'quiet' | 'normal' | 'verbose'
  /** Every command by its name, for those that tell of all of them. */
  commands?: CommandTable
}

/** Commands by their names, each loaded only when it is needed. */
export type CommandTable = Readonly<Record<string, () => Promise<Command>>>

export interface OptionDefinition {
  type: 'boolean' | 'string' | 'integer' | 'duration'
  /** What stands for the value in the help, for example DIR. */
  value?: string
  default?: string
  minimum?: number
  maximum?: number
  choices?: readonly string[]
  multiple?: boolean
  /** The variable of the environment that says the same. */
  variable?: string
  /** One letter after a single dash. */
  short?: string
  describe: MessageKey
}

type OptionDefinitions = Record<string, OptionDefinition>

type ValueOf<D extends OptionDefinition> = D['type'] extends 'boolean' ? boolean
  : D extends { choices: ReadonlyArray<infer C> } ? C
  : D['type'] extends 'string' ? string
  : number
type WithPresence<D extends OptionDefinition> = D extends { multiple: true } ? Array<ValueOf<D>>
  : D extends { default: string } | { type: 'boolean' } ? ValueOf<D>
  : ValueOf<D> | undefined
type OptionValues<O extends OptionDefinitions> = { [K in keyof O]: WithPresence<O[K]> }

/**
 * One command of the command line, as data: help, checks and completion come from it. Durations arrive in
 * milliseconds.
 */
export interface Command {
  /** As typed, for example `assets build`. */
  name: string
  describe: MessageKey
  /**
   * Positional arguments, for example ['DIR'] or ['IN.csd', '[EXTRA]']; in brackets when optional, `…` at the
   * end for several.
   */
  positionals?: readonly string[]
  /** Everything after `--` is passed through untouched. */
  passThrough?: boolean
  options: OptionDefinitions
  /**
   * Returns the exit status. Errors of the catalogue are thrown. `options` are as the table above has them.
   */
  run(context: CommandContext, options: Record<string, unknown>, positionals: string[]): Promise<number>
}

/** A command while it is written down: `run` knows its own options. */
interface TypedCommand<O extends OptionDefinitions> extends Omit<Command, 'options' | 'run'> {
  options: O
  run: (context: CommandContext, options: OptionValues<O>, positionals: string[]) => Promise<number>
}

/** Gives `run` of a command the types of its own options. */
export function defineCommand<const O extends OptionDefinitions> (command: TypedCommand<O>): Command {
  return command
}
