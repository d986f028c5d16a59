import { PacklineError } from '../errors.js'
import { isOlder } from '../older-version.js'
import { ProgramError } from '../processes/program-error.js'
import { LastOutput, WholeOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'
import type { ProgramRun } from '../processes/run-program.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface CommandRun extends Pick<ProgramRun, 'args' | 'environment' | 'input' | 'cwd' | 'signal'> {
  /** What it is for, in an error's words. */
  what: string
  program: 'git' | 'svn'
  timeoutMs?: number
  maxBytes?: number
}

export interface CommandResult {
  status: number
  stdout: Buffer
  stderr: string
}

/**
 * The oldest that knows every option that we use: git's --diff-merges, Subversion's --password-from-stdin.
 * Each older one says something else of an option that it lacks.
 */
const oldest = {
  git: { version: '2.31', ask: ['--version'] },
  svn: { version: '1.10', ask: ['--version', '--quiet'] }
} as const

const keptErrorLength = 4000
const usualTimeoutMs = 600_000
const usualMaxBytes = 256 * 1024 * 1024

/**
 * Runs a program without a shell and returns what it wrote, whatever its status. It is ended when it takes
 * too long or writes too much.
 */
export async function runCommand (run: CommandRun): Promise<CommandResult> {
  const { program, timeoutMs = usualTimeoutMs, maxBytes = usualMaxBytes } = run
  const stdout = new WholeOutput(maxBytes)
  const stderr = new LastOutput(keptErrorLength)
  try {
    const { status, killedBy } = await runProgram({ ...run, file: program, timeoutMs, stdout, stderr })
    if (status === null) throw failed(run, phrase('program.killed', { signal: String(killedBy) }))
    return { status, stdout: stdout.bytes, stderr: stderr.text }
  } catch (error) {
    if (!(error instanceof Error)) throw new PacklineError('INTERRUPTED')
    if (!(error instanceof ProgramError)) throw error
    const { problem } = error
    if (problem === 'timed-out' || problem === 'too-much-output') {
      throw failed(run, error.message, { problem })
    }
    throw new PacklineError('REPOSITORY_TOOL_MISSING', { program, reason: error.message })
  }
}

/** As runCommand, for a program that has to succeed. */
export async function runSuccessfully (run: CommandRun): Promise<Buffer> {
  const { status, stdout, stderr } = await runCommand(run)
  if (status === 0) return stdout
  await refuseOld(run)
  throw failed(run, lastLines(stderr) || `status ${status}`)
}

/** Throws REPOSITORY_TOOL_OLD where that is why a command failed. */
async function refuseOld ({ program, what, environment, signal }: CommandRun): Promise<void> {
  const { version: needed, ask } = oldest[program]
  const { stdout } = await runCommand({ what, program, args: ask, environment, ...signal && { signal } })
  const [found] = /\d+\.\d+[\w.]*/.exec(stdout.toString('utf8')) ?? []
  if (found === undefined || !isOlder(found, needed)) return
  throw new PacklineError('REPOSITORY_TOOL_OLD', { program, found, needed })
}

function failed (
  { what, program, args }: CommandRun,
  reason: Wording,
  more: { problem?: Wording } = {}
): PacklineError {
  const details = { what, command: `${program} ${commandIn(args)}`, reason, ...more }
  return new PacklineError('REPOSITORY_COMMAND_FAILED', details)
}

/** Not the options before it, of which git's -C and -c take a word. */
function commandIn (args: readonly string[]): string {
  return args.find((each, at) => !each.startsWith('-') && !/^-[cC]$/.test(args[at - 1] ?? '')) ?? ''
}

/** Without the user and password that somebody may have written into an address. */
function lastLines (stderr: string): string {
  return stderr.trim().split('\n').slice(-3).join(' ').replace(/:\/\/[^/\s@]+@/g, '://…@').slice(-600)
}
