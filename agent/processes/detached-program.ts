import { spawn } from 'node:child_process'
import type { Environment, ProgramExit } from './process-group.js'

export interface DetachedRun {
  file: string
  args: readonly string[]
  cwd: string
  /** All that the program gets to see of the environment. */
  environment: Environment
  /** An open file for all that it writes: a pipe would end with this process. */
  output: number
}

/**
 * Starts a program in a process group of its own that outlives this process and does not keep it alive.
 * Nothing here ends it, nor what it leaves behind. `ended` tells of its end if this process sees it; a
 * program that could not be started has no pid and ends with no status.
 */
export function startDetached (
  { file, args, cwd, environment, output }: DetachedRun
): { pid: number | undefined, ended: Promise<ProgramExit> } {
  const child = spawn(file, args, {
    cwd,
    env: { ...environment },
    detached: true,
    stdio: ['ignore', output, output],
    windowsHide: true
  })
  child.unref()
  const ended = new Promise<ProgramExit>(resolve => {
    child.once('exit', (code, signal) => {
      resolve({ code, signal })
    })
    child.once('error', () => {
      resolve({ code: null, signal: null })
    })
  })
  return { pid: child.pid, ended }
}
