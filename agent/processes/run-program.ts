import { once } from 'node:events'
import type { Readable } from 'node:stream'
import { startProgram } from './process-group.js'
import type { Environment, RunningProgram, StartProgram } from './process-group.js'
import { ProgramError } from './program-error.js'
import type { OutputTaker } from './program-output.js'
import { phrase } from '../messages/phrase.js'

export interface ProgramRun {
  /** A path, or a name that is looked up on the PATH of `environment`. */
  file: string
  args: readonly string[]
  cwd?: string | undefined
  /** All that the program gets to see of the environment. */
  environment: Environment
  /** What it reads on standard input; it need not read all of it. */
  input?: string | undefined
  /** What has no taker is thrown away. */
  stdout?: OutputTaker
  stderr?: OutputTaker
  /** Open files that it gets as descriptors 3 and following. */
  inherited?: readonly number[]
  timeoutMs?: number
  /** Between being asked to end and being killed. */
  gracePeriodMs?: number
  signal?: AbortSignal | undefined
  /** `lease.spawn` for a licensed tool. */
  start?: StartProgram
}

export interface ProgramEnd {
  status: number | null
  killedBy: NodeJS.Signals | null
}

const usualGracePeriodMs = 2000

/**
 * Runs a program to its end without a shell, in a process group of its own: what it started dies with it.
 * When `signal` is aborted, the time is over or a taker of its output throws, the whole group is asked to
 * end, and killed if it does not follow; once it is dead the abort's reason, or what was thrown, is thrown.
 * How a program ended by itself is the caller's to judge. Throws ProgramError.
 */
export async function runProgram (run: ProgramRun): Promise<ProgramEnd> {
  const { signal, timeoutMs, gracePeriodMs = usualGracePeriodMs } = run
  signal?.throwIfAborted()
  const program = await started(run)
  const { stdin, stdout, stderr } = program.child
  const failures: unknown[] = []
  let killer: NodeJS.Timeout | undefined
  const end = (): void => {
    program.signal('SIGTERM')
    killer ??= setTimeout(() => {
      program.signal('SIGKILL')
      // One that left the group may hold them open for as long as it likes.
      stdout?.destroy()
      stderr?.destroy()
    }, gracePeriodMs)
  }
  const fail = (error: unknown): void => {
    failures.push(error)
    end()
  }
  const timer = timeoutMs === undefined ? undefined : setTimeout(() => {
    fail(new ProgramError('timed-out', phrase('program.noEnd', { ms: timeoutMs })))
  }, timeoutMs)
  signal?.addEventListener('abort', end)
  if (signal?.aborted === true) end()
  // A program need not read what it gets.
  stdin?.on('error', () => {}).end(run.input)
  try {
    const [{ code, signal: killedBy }] = await Promise.all([
      program.exited,
      taken(stdout, run.stdout, fail),
      taken(stderr, run.stderr, fail)
    ])
    signal?.throwIfAborted()
    if (failures.length > 0) throw failures[0]
    return { status: code, killedBy }
  } finally {
    clearTimeout(timer)
    clearTimeout(killer)
    signal?.removeEventListener('abort', end)
  }
}

/** As runProgram, for a program that has to succeed. */
export async function runSuccessfully (run: ProgramRun): Promise<void> {
  const { status, killedBy } = await runProgram(run)
  if (status === 0) return
  throw new ProgramError(
    'failed',
    killedBy === null
      ? phrase('program.exitStatus', { status: status ?? '?' })
      : phrase('program.killed', { signal: killedBy })
  )
}

async function started (run: ProgramRun): Promise<RunningProgram> {
  const { file, args, cwd, environment, start = startProgram } = run
  return await start(file, args, {
    ...cwd !== undefined && { cwd },
    env: environment,
    stdio: [
      run.input === undefined ? 'ignore' : 'pipe',
      run.stdout === undefined ? 'ignore' : 'pipe',
      run.stderr === undefined ? 'ignore' : 'pipe',
      ...run.inherited ?? []
    ]
  })
}

async function taken (
  stream: Readable | null,
  taker: OutputTaker | undefined,
  fail: (error: unknown) => void
): Promise<void> {
  if (stream === null || taker === undefined) return
  let isDone = false
  stream.on('data', (chunk: Buffer) => {
    if (isDone) return
    try {
      taker.take(chunk)
    } catch (error) {
      isDone = true
      fail(error)
    }
  })
  if (!stream.closed) await once(stream, 'close')
  taker.end?.()
}
