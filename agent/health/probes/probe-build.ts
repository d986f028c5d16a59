import { pbkdf2 } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Reading } from '../check.js'
import type { Machine } from '../machine.js'
import { ranked } from './ranked.js'
import type { Probe } from '../probe.js'
import { phrase } from '../../messages/phrase.js'

/** Milliseconds of each kind of work. Nothing of it runs on the agent's own thread. */
export interface BuildTimes {
  cpu: number
  files: number
  spawn: number
  png: number
}

interface ProbeBuildOptions {
  machine: Machine
  /** Where the small files go: a workspace. */
  folder: string
  /** The program that is started over and over: this very node. */
  nodeFile: string
  everyMs: number
  firstAfterMs: number
  /** This machine at its best, by its history; undefined until there is enough of it. */
  ownBaseline: () => BuildTimes | undefined
  /** The median of the baselines of all machines of this model; undefined while too few are known. */
  modelMedian: (signal: AbortSignal) => Promise<BuildTimes | undefined>
  onTimes: (times: BuildTimes) => void
}

const buildParts = ['cpu', 'files', 'spawn', 'png'] as const
const smallFiles = 300
const spawns = 20
const side = 1024

export function isBuildTimes (times: unknown): times is BuildTimes {
  if (typeof times !== 'object' || times === null) return false
  const parts = new Map<string, unknown>(Object.entries(times))
  return buildParts.every(part => Number.isFinite(parts.get(part)) && Number(parts.get(part)) > 0)
}

/** A few seconds of the work that builds are made of, compared with what this machine and its like can do. */
export function probeBuild (options: ProbeBuildOptions): Probe {
  return {
    id: 'build',
    everyMs: options.everyMs,
    firstAfterMs: options.firstAfterMs,
    deadlineMs: 120_000,
    whenBroken: 'warn',
    whenIdle: true,
    measure: async signal => {
      const times = await buildTimes(options, signal)
      const own = options.ownBaseline()
      options.onTimes(times)
      // A farm that cannot be read says nothing of this machine.
      const median = await options.modelMedian(signal).catch(() => undefined)
      return [...scored('build', times, own), ...scored('buildModel', own ?? times, median)]
    }
  }
}

/** The worst part against the baseline decides: a dying disk must not hide behind a good processor. */
export function scored (
  kind: 'build' | 'buildModel',
  times: BuildTimes,
  baseline: BuildTimes | undefined
): Reading[] {
  if (baseline === undefined) return []
  const ratios = buildParts.map(part => ({ part, ratio: times[part] / Math.max(1, baseline[part]) }))
  const worst = ratios.reduce((a, b) => b.ratio > a.ratio ? b : a)
  return [{
    kind,
    value: worst.ratio,
    problem: phrase('build.slower', {
      part: phrase(`build.${worst.part}`),
      ms: Math.round(times[worst.part]),
      usual: Math.round(baseline[worst.part])
    })
  }]
}

export async function buildTimes (
  { machine, folder, nodeFile }: Pick<ProbeBuildOptions, 'machine' | 'folder' | 'nodeFile'>,
  signal: AbortSignal
): Promise<BuildTimes> {
  // One after the other: together they would measure each other.
  const cpu = await timed(async () => {
    await promisify(pbkdf2)('packline', 'probe build', 400_000, 32, 'sha256')
  })
  signal.throwIfAborted()
  const files = await timed(async () => {
    await writeAndRead(folder, signal)
  })
  const spawn = await timed(async () => {
    for (let index = 0; index < spawns; index++) await machine.run(nodeFile, ['--version'], signal)
  })
  signal.throwIfAborted()
  const png = await timed(encodePicture)
  return { cpu, files, spawn, png }
}

async function timed (work: () => Promise<void>): Promise<number> {
  const started = performance.now()
  await work()
  return performance.now() - started
}

async function writeAndRead (folder: string, signal: AbortSignal): Promise<void> {
  await mkdir(folder, { recursive: true })
  const own = await mkdtemp(join(folder, '.packline-health-build-'))
  const bytes = new Uint8Array(4096)
  try {
    for (let index = 0; index < smallFiles; index++) {
      signal.throwIfAborted()
      await writeFile(join(own, String(index)), bytes)
      await readFile(join(own, String(index)))
    }
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function encodePicture (): Promise<void> {
  const { default: sharp } = await import('sharp')
  const pixels = Buffer.alloc(side * side * 4)
  // The same picture every time, neither flat nor noise.
  for (let index = 0; index < pixels.length; index += 4) {
    pixels.writeUInt32LE((Math.imul(index, 2654435761) >>> 9) & 0x3f3f3fff, index)
  }
  await sharp(pixels, { raw: { width: side, height: side, channels: 4 } })
    .png({ compressionLevel: 9, effort: 7 })
    .toBuffer()
}

/**
 * The fast quarter of what was measured: the machine at its best, undisturbed by what else ran. undefined
 * under five runs.
 */
export function baselineOf (runs: readonly BuildTimes[]): BuildTimes | undefined {
  if (runs.length < 5) return undefined
  const quarter = (part: keyof BuildTimes): number => ranked(runs.map(run => run[part]), 0.25)
  return { cpu: quarter('cpu'), files: quarter('files'), spawn: quarter('spawn'), png: quarter('png') }
}

export function medianOf (baselines: readonly BuildTimes[]): BuildTimes | undefined {
  if (baselines.length === 0) return undefined
  const middle = (part: keyof BuildTimes): number => ranked(baselines.map(each => each[part]), 0.5)
  return { cpu: middle('cpu'), files: middle('files'), spawn: middle('spawn'), png: middle('png') }
}
