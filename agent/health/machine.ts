import { readFile, readdir } from 'node:fs/promises'
import { availableParallelism, freemem, loadavg, totalmem } from 'node:os'
import { ProgramError } from '../processes/program-error.js'
import { FirstOutput } from '../processes/program-output.js'
import { runProgram } from '../processes/run-program.js'

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

const maxOutputLength = 64 * 1024

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
    run: async (file, args, signal, own = environment) => await answerOf(file, args, signal, own)
  }
}

async function answerOf (
  file: string,
  args: readonly string[],
  signal: AbortSignal,
  environment: Readonly<Record<string, string | undefined>>
): Promise<{ status: number | null, output: string }> {
  signal.throwIfAborted()
  const both = new FirstOutput(maxOutputLength)
  try {
    const { status } = await runProgram({
      file,
      args,
      environment,
      stdout: both,
      stderr: both,
      gracePeriodMs: 0,
      signal
    })
    return { status, output: both.text }
  } catch (error) {
    if (signal.aborted) return { status: null, output: both.text }
    throw error instanceof ProgramError ? error.cause : error
  }
}
