import { spawn } from 'node:child_process'
import type { ChildProcess, StdioOptions } from 'node:child_process'
import { once } from 'node:events'
import { errorText } from '../error-text.js'
import { hasCode } from '../errors.js'
import { ProgramError } from './program-error.js'
import { runningGroups } from './running-groups.js'

export type Environment = Readonly<Record<string, string | undefined>>

export interface StartOptions {
  cwd?: string
  /** All that the program gets to see of the environment. */
  env?: Environment
  stdio?: StdioOptions & Array<'ignore' | 'pipe' | 'inherit' | number>
}

/** A program that leads a process group of its own. */
export interface RunningProgram {
  readonly child: ChildProcess
  /** The exit of the program; what it left behind in its process group is dead then too. */
  readonly exited: Promise<ProgramExit>
  /** Passes a signal on to the whole process group. */
  signal: (signal: NodeJS.Signals) => void
}

export interface ProgramExit {
  code: number | null
  signal: NodeJS.Signals | null
}

/** Starts a program and hands it over once it runs. A lease has one that guards what it starts. */
export type StartProgram = (
  file: string,
  args: readonly string[],
  options: StartOptions
) => Promise<RunningProgram>

/**
 * Starts a program without a shell as the leader of a new process group. `started` tells when it runs, and
 * rejects with the system's error when it cannot.
 */
export function startGroup (
  file: string,
  args: readonly string[],
  { cwd, env, stdio }: StartOptions
): RunningProgram & { started: Promise<void> } {
  const child = spawn(file, args, {
    ...cwd !== undefined && { cwd },
    ...env !== undefined && { env: { ...env } },
    ...stdio !== undefined && { stdio },
    // Windows has no process groups to signal, and opens a window for a program that is detached.
    detached: process.platform !== 'win32',
    windowsHide: true
  })
  const { pid } = child
  let isOver = pid === undefined
  if (pid !== undefined) runningGroups.add(pid)
  const signal = (name: NodeJS.Signals): void => {
    // The number of a group that is over may be somebody else's by now.
    if (pid !== undefined && !isOver) signalGroup(pid, name)
  }
  const exited = new Promise<ProgramExit>(resolve => {
    child.once('exit', (code, killedBy) => {
      signal('SIGKILL')
      isOver = true
      runningGroups.delete(child.pid!)
      resolve({ code, signal: killedBy })
    })
  })
  return { child, exited, signal, started: once(child, 'spawn').then(() => {}) }
}

/** Starts a program that nothing guards. Throws ProgramError. */
export const startProgram: StartProgram = async (file, args, options) => {
  const { started, ...program } = startGroup(file, args, options)
  try {
    await started
  } catch (error) {
    const kind = hasCode(error, 'ENOENT') ? 'not-found' : 'not-started'
    throw new ProgramError(kind, errorText(error), { cause: error })
  }
  return program
}

/** Signals all processes of a group; one that is gone already is no error. */
export function signalGroup (leader: number, signal: NodeJS.Signals): void {
  signalProcess(process.platform === 'win32' ? leader : -leader, signal)
}

/** Signals one process; one that is gone already is no error. */
export function signalProcess (pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch { /* it is gone already */ }
}
