import { spawn } from 'node:child_process'

export interface Program {
  file: string
  args: string[]
  cwd?: string
  /** Added to this process's own, or taken away. */
  environment?: Record<string, string | undefined>
}

export interface ProgramResult {
  /** Null when the program was killed or could not be started. */
  status: number | null
  stdout: string
  stderr: string
}

export interface RunOptions {
  timeoutMs?: number
  onStart?: (processId: number) => void
}

const textLimit = 1_000_000

/**
 * Runs a program to its end in a process group of its own; past the timeout the whole group is killed. Never
 * throws.
 */
export async function runProgram (
  program: Program,
  { timeoutMs = 1_800_000, onStart }: RunOptions = {}
): Promise<ProgramResult> {
  const environment = { ...process.env, ...program.environment }
  return await new Promise(resolve => {
    const child = spawn(program.file, program.args, {
      cwd: program.cwd,
      env: environment,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe']
    })
    const text = { stdout: '', stderr: '' }
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        text[name] = (text[name] + chunk).slice(-textLimit)
      })
    }
    const timer = setTimeout(() => {
      text.stderr += `\nstopped after ${timeoutMs / 1000} s`
      if (child.pid !== undefined) killGroup(child.pid)
    }, timeoutMs)
    child.on('error', error => {
      clearTimeout(timer)
      resolve({ status: null, stdout: '', stderr: error.message })
    })
    child.on('close', status => {
      clearTimeout(timer)
      resolve({ status, ...text })
    })
    if (child.pid !== undefined) onStart?.(child.pid)
  })
}

/** Kills a process group at once. One that has ended already is fine. */
export function killGroup (processId: number): void {
  try {
    process.kill(-processId, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
