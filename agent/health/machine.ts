import { spawn } from 'node:child_process'
import { readFile, readdir } from 'node:fs/promises'
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'

/** The machine as the probes see it; tests hand in one with faults. */
export interface Machine {
  platform: NodeJS.Platform
  cores: number
  totalMemoryBytes: number
  nowMs: () => number
  freeMemoryBytes: () => number
  loadAverage: () => number[]
  readText: (file: string) => Promise<string>
  list: (folder: string) => Promise<string[]>
  /**
   * Runs a program to its end; its whole group is killed when `signal` aborts. Rejects only when it cannot be
   * started.
   */
  run: (
    file: string,
    args: readonly string[],
    signal: AbortSignal,
    environment?: Readonly<Record<string, string | undefined>>
  ) => Promise<{ status: number | null, output: string }>
}

const maxOutput = 64 * 1024

export function realMachine (environment: Readonly<Record<string, string | undefined>>): Machine {
  return {
    platform: process.platform,
    cores: availableParallelism(),
    totalMemoryBytes: totalmem(),
    nowMs: () => Date.now(),
    freeMemoryBytes: freemem,
    loadAverage: loadavg,
    readText: async file => await readFile(file, 'utf8'),
    list: async folder => await readdir(folder),
    run: async (file, args, signal, own = environment) => await runProgram(file, args, signal, own)
  }
}

async function runProgram (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>
): Promise<{ status: number | null, output: string }> {
  signal.throwIfAborted()
  const isUnix = process.platform !== 'win32'
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: environment as NodeJS.ProcessEnv,
    detached: isUnix,
    windowsHide: true
  })
  const kill = (): void => {
    try {
      if (isUnix && child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
      else child.kill('SIGKILL')
    } catch { /* it has ended */ }
  }
  signal.addEventListener('abort', kill, { once: true })
  try {
    return await new Promise((resolve, reject) => {
      let output = ''
      const take = (chunk: Buffer): void => {
        if (output.length < maxOutput) output += chunk.toString()
      }
      child.stdout.on('data', take)
      child.stderr.on('data', take)
      child.on('error', reject)
      child.on('close', status => {
        resolve({ status, output: output.slice(0, maxOutput) })
      })
    })
  } finally {
    signal.removeEventListener('abort', kill)
  }
}
