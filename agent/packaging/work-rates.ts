import { availableParallelism } from 'node:os'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isJsonObject } from '../json-object.js'
import { writeRecordSync } from '../files/atomic-file.js'

/**
 * What a build of packages spends its time on. `sign` is editing, signing and verifying one APK, `harden`
 * editing one, having a tool harden it, and what comes after.
 */
const works = ['copy', 'stamp', 'sign', 'harden', 'repack', 'build'] as const
export type Work = typeof works[number]

/** Sums over measurements, older ones with less weight: enough for a line of milliseconds by megabytes. */
interface Sums {
  count: number
  megabytes: number
  milliseconds: number
  squares: number
  products: number
}

/** Milliseconds at all and a megabyte, as first measured; each machine puts its own in their place. */
const first: Record<Work, { atAll: number, each: number }> = {
  copy: { atAll: 5, each: 1 },
  stamp: { atAll: 10, each: 1.5 },
  sign: { atAll: 600, each: 25 },
  // Guessed: such tools work on a server of their vendor.
  harden: { atAll: 60_000, each: 1000 },
  repack: { atAll: 15, each: 60 },
  build: { atAll: 1000, each: 100 }
}
const kept = 0.9
const nothing: Sums = { count: 0, megabytes: 0, milliseconds: 0, squares: 0, products: 0 }

/** How long work took on this machine, for all of its projects. Without it guesses are worse. */
export class WorkRates {
  readonly #file: string
  readonly #sums = new Map<Work, Sums>()
  /** How much work went on at once, by the rows that were allowed to. */
  readonly #atOnce = new Map<number, number>()

  /** @param home PACKLINE_HOME */
  constructor (home: string) {
    this.#file = join(home, 'package-rates.json')
    const record = readRecord(this.#file)
    for (const work of works) {
      const sums = record[work]
      if (isSums(sums)) this.#sums.set(work, sums)
    }
    for (const [jobs, value] of Object.entries(isJsonObject(record.atOnce) ? record.atOnce : {})) {
      if (typeof value === 'number' && value >= 1) this.#atOnce.set(Number(jobs), value)
    }
  }

  estimate (work: Work, bytes: number): number {
    const { atAll, each } = lineOf(this.#sums.get(work) ?? nothing, first[work])
    return atAll + each * megabytesOf(bytes)
  }

  learn (work: Work, bytes: number, milliseconds: number): void {
    const [before, megabytes] = [this.#sums.get(work) ?? nothing, megabytesOf(bytes)]
    this.#sums.set(work, {
      count: before.count * kept + 1,
      megabytes: before.megabytes * kept + megabytes,
      milliseconds: before.milliseconds * kept + milliseconds,
      squares: before.squares * kept + megabytes ** 2,
      products: before.products * kept + megabytes * milliseconds
    })
  }

  /** How long `workMs` takes with so many rows at once. */
  wall (workMs: number, jobs: number): number {
    return workMs / Math.min(jobs, this.#atOnce.get(jobs) ?? availableParallelism())
  }

  learnWall (workMs: number, wallMs: number, jobs: number): void {
    const seen = Math.max(1, workMs / Math.max(1, wallMs))
    const before = this.#atOnce.get(jobs)
    this.#atOnce.set(jobs, before === undefined ? seen : before * 0.7 + seen * 0.3)
  }

  save (): void {
    writeRecordSync(
      this.#file,
      JSON.stringify({ ...Object.fromEntries(this.#sums), atOnce: Object.fromEntries(this.#atOnce) })
    )
  }
}

/** A line through what was measured; where all were of one size, one with the usual slope through them. */
function lineOf (
  { count, megabytes, milliseconds, squares, products }: Sums,
  usual: { atAll: number, each: number }
): { atAll: number, each: number } {
  if (count === 0) return usual
  const mean = { megabytes: megabytes / count, milliseconds: milliseconds / count }
  const spread = squares / count - mean.megabytes ** 2
  const isSpread = spread > (mean.megabytes * 0.1) ** 2 + 0.01
  const slope = isSpread
    ? (products / count - mean.megabytes * mean.milliseconds) / spread
    : Math.min(usual.each, mean.milliseconds / Math.max(1, mean.megabytes))
  const each = Math.max(0, slope)
  const atAll = mean.milliseconds - each * mean.megabytes
  // Small packages cannot take less than no time.
  return atAll < 0 ? { atAll: 0, each: mean.milliseconds / mean.megabytes } : { atAll, each }
}

function megabytesOf (bytes: number): number {
  return bytes / 1_000_000
}

function readRecord (file: string): Record<string, unknown> {
  try {
    const record: unknown = JSON.parse(readFileSync(file, 'utf8'))
    return isJsonObject(record) ? record : {}
  } catch {
    return {}
  }
}

function isSums (value: unknown): value is Sums {
  return isJsonObject(value) && Object.keys(nothing).every(name => Number.isFinite(value[name]))
}
