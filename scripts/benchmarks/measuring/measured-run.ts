import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { watchPeakMemory } from './peak-memory.js'
import { runProgram, type Program, type ProgramResult, type RunOptions } from './run-program.js'

export interface MeasuredRun extends ProgramResult {
  durationMs: number
  /** Of the largest process in the tree; undefined where neither GNU time nor /proc is to be had. */
  peakMemoryBytes: number | undefined
  /** Of the whole tree, over all cores: what a busy neighbour disturbs least. Undefined without GNU time. */
  processorMs: number | undefined
}

const gnuTime = '/usr/bin/time'
let gnuTimeWorks: Promise<boolean> | undefined

/** Runs a whole process and measures it from outside. */
export async function measureRun (measured: Program, options: RunOptions = {}): Promise<MeasuredRun> {
  // Where a proxy has certificates of its own, every Node reads them at its start: 30 ms that are no part of
  // anybody's work.
  const program = { ...measured, environment: { ...measured.environment, NODE_EXTRA_CA_CERTS: undefined } }
  gnuTimeWorks ??= runProgram({ file: gnuTime, args: ['--version'] }).then(({ stdout, stderr }) =>
    /GNU/.test(stdout + stderr)
  )
  return await gnuTimeWorks ? await measureByTime(program, options) : await measureByPolling(program, options)
}

async function measureByTime (program: Program, options: RunOptions): Promise<MeasuredRun> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-bench-'))
  const note = join(folder, 'peak')
  try {
    const started = performance.now()
    const result = await runProgram({
      ...program,
      file: gnuTime,
      args: ['-f', '%M %U %S', '-o', note, program.file, ...program.args]
    }, options)
    const durationMs = performance.now() - started
    // A line about a failed command may come before the figures.
    const figures = /^(\d+) ([\d.]+) ([\d.]+)$/m.exec(await readFile(note, 'utf8').catch(() => ''))
    if (figures === null) return { ...result, durationMs, peakMemoryBytes: undefined, processorMs: undefined }
    const [kilobytes, user, system] = figures.slice(1).map(Number) as [number, number, number]
    return { ...result, durationMs, peakMemoryBytes: kilobytes * 1024, processorMs: (user + system) * 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function measureByPolling (program: Program, options: RunOptions): Promise<MeasuredRun> {
  let watch: ReturnType<typeof watchPeakMemory> | undefined
  const started = performance.now()
  const result = await runProgram(program, {
    ...options,
    onStart: processId => {
      if (existsSync('/proc/self/status')) watch = watchPeakMemory(processId)
    }
  })
  return {
    ...result,
    durationMs: performance.now() - started,
    peakMemoryBytes: watch?.stop(),
    processorMs: undefined
  }
}
