import { rename } from 'node:fs/promises'
import { ClassicLevel } from 'classic-level'
import { causeText } from '../error-text.js'
import { hasCode } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import { isGrade, type Grade } from './check.js'
import { isBuildTimes, type BuildTimes } from './probes/probe-build.js'
import type { Samples } from './monitor.js'

/** One span of time of one check: how many looks, the least, the most, their sum, the worst state. */
export interface Span {
  atMs: number
  count: number
  min: number
  max: number
  sum: number
  worst: number
}

/** A history that could not be read was moved here. */
export interface Damage {
  atMs: number
  movedTo: string
  reason: Wording
}

export interface GradeChange {
  atMs: number
  grade: Grade
  reasons: string[]
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** What is kept how finely, for how long. */
export const tiers = [
  { key: 'm', spanMs: minuteMs, keptMs: dayMs },
  { key: 'q', spanMs: 15 * minuteMs, keptMs: 30 * dayMs }
] as const
const keptMs = 30 * dayMs
const maxBuilds = 1000

/**
 * 30 days of a machine's checks in a small database of its own; numbers get coarser with age. History is
 * worth no crash: a failed write costs it at most.
 */
export class HealthHistory {
  readonly #folder: string
  readonly #onDamaged: (damage: Damage) => void
  #level: ClassicLevel
  #open = new Map<string, Span>()
  #prunedMs = 0
  #line: Promise<unknown> = Promise.resolve()
  #isClosed = false

  private constructor (folder: string, level: ClassicLevel, onDamaged: (damage: Damage) => void) {
    this.#folder = folder
    this.#level = level
    this.#onDamaged = onDamaged
  }

  /**
   * A history that cannot be read is moved aside, told to `onDamaged`, and started anew. Throws when another
   * agent has it open.
   */
  static async open (
    folder: string,
    nowMs: number,
    onDamaged: (damage: Damage) => void
  ): Promise<HealthHistory> {
    try {
      return new HealthHistory(folder, await openLevel(folder), onDamaged)
    } catch (error) {
      if (isLocked(error) || isElsewhere(error)) throw error
      return new HealthHistory(folder, await startAnew(folder, nowMs, error, onDamaged), onDamaged)
    }
  }

  async add ({ atMs, values }: Samples): Promise<void> {
    await this.#write(atMs, level => {
      const batch = level.batch()
      const ended = new Map<string, Span>()
      for (const [id, { value, severity }] of values) {
        for (const { key, spanMs } of tiers) {
          const startMs = Math.floor(atMs / spanMs) * spanMs
          const name = `${key}!${id}`
          const span = merged(
            this.#open.get(name) ?? read(level.getSync(keyOf(key, id, startMs)), startMs),
            startMs,
            value,
            severity
          )
          ended.set(name, span)
          batch.put(
            keyOf(key, id, startMs),
            JSON.stringify([span.count, span.min, span.max, span.sum, span.worst])
          )
        }
      }
      this.#open = ended
      return batch
    })
    if (atMs - this.#prunedMs > 60 * minuteMs || atMs < this.#prunedMs) {
      await this.#prune(atMs, [...values.keys()])
    }
  }

  async addGrade ({ atMs, ...change }: GradeChange): Promise<void> {
    await this.#write(atMs, level => level.batch().put(keyOf('g', 'grade', atMs), JSON.stringify(change)))
  }

  async addBuild (atMs: number, times: BuildTimes): Promise<void> {
    await this.#write(atMs, level => level.batch().put(keyOf('b', 'build', atMs), JSON.stringify(times)))
  }

  /** The spans of one check, oldest first, in the finest tier that reaches back to `fromMs`. */
  async series (id: string, fromMs: number, toMs: number): Promise<Span[]> {
    const tier = tiers.find(each => toMs - fromMs <= each.keptMs) ?? tiers[1]
    return (await this.#range(tier.key, id, fromMs - tier.spanMs, toMs)).flatMap(([atMs, text]) =>
      read(text, atMs) ?? []
    )
  }

  async gradeChanges (fromMs: number, toMs: number): Promise<GradeChange[]> {
    return (await this.#range('g', 'grade', fromMs, toMs)).flatMap(([atMs, text]) => {
      const { grade, reasons } = parse(text) as Partial<GradeChange> | undefined ?? {}
      return isGrade(grade) && Array.isArray(reasons) ? [{ atMs, grade, reasons }] : []
    })
  }

  async builds (fromMs: number, toMs: number): Promise<BuildTimes[]> {
    return (await this.#range('b', 'build', fromMs, toMs))
      .flatMap(([, text]) => {
        const times = parse(text)
        return isBuildTimes(times) ? [times] : []
      })
      .slice(-maxBuilds)
  }

  async close (): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await this.#line
    await this.#level.close().catch(() => {})
  }

  async #range (tier: string, id: string, fromMs: number, toMs: number): Promise<Array<[number, string]>> {
    if (this.#isClosed) return []
    try {
      const entries = await this
        .#level
        .iterator({ gte: keyOf(tier, id, Math.max(0, fromMs)), lte: keyOf(tier, id, toMs) })
        .all()
      return entries.map(([key, text]) => [Number(key.slice(key.lastIndexOf('!') + 1)), text])
    } catch (error) {
      await this.#recover(toMs, error)
      return []
    }
  }

  async #write (atMs: number, fill: (level: ClassicLevel) => { write: () => Promise<void> }): Promise<void> {
    const write = this.#line.then(async () => {
      if (this.#isClosed) return
      try {
        await fill(this.#level).write()
      } catch (error) {
        await this.#recover(atMs, error)
      }
    })
    this.#line = write.catch(() => {})
    await write
  }

  async #prune (nowMs: number, ids: string[]): Promise<void> {
    this.#prunedMs = nowMs
    const old: Array<{ tier: string, id: string, keptMs: number }> = [
      ...tiers.flatMap(({ key, keptMs }) => ids.map(id => ({ tier: key, id, keptMs }))),
      { tier: 'g', id: 'grade', keptMs },
      { tier: 'b', id: 'build', keptMs }
    ]
    try {
      for (const { tier, id, keptMs } of old) {
        await this.#level.clear({
          gte: keyOf(tier, id, 0),
          lt: keyOf(
            tier,
            id,
            Math.max(0, nowMs - keptMs)
          )
        })
      }
    } catch (error) {
      await this.#recover(nowMs, error)
    }
  }

  async #recover (nowMs: number, error: unknown): Promise<void> {
    // A full disk damages nothing.
    if (this.#isClosed || !isDamage(error)) return
    this.#open.clear()
    await this.#level.close().catch(() => {})
    this.#level = await startAnew(this.#folder, nowMs, error, this.#onDamaged)
  }
}

async function openLevel (folder: string): Promise<ClassicLevel> {
  const level = new ClassicLevel(folder)
  await level.open()
  return level
}

async function startAnew (
  folder: string,
  nowMs: number,
  error: unknown,
  onDamaged: (damage: Damage) => void
): Promise<ClassicLevel> {
  const movedTo = `${folder}.damaged-${new Date(nowMs).toISOString().replaceAll(/[:.]/g, '-')}`
  await rename(folder, movedTo)
  const level = await openLevel(folder)
  onDamaged({ atMs: nowMs, movedTo, reason: causeText(error) })
  return level
}

function isLocked (error: unknown): boolean {
  return hasCode(error, 'LEVEL_LOCKED') || (error instanceof Error && hasCode(error.cause, 'LEVEL_LOCKED'))
}

/** What is wrong is the disk, not the database. */
function isElsewhere (error: unknown): boolean {
  return /no space|permission denied|read-only|quota|too many open files/i.test(String(causeText(error)))
}

function isDamage (error: unknown): boolean {
  return /corrupt|checksum|bad block|truncated/i.test(String(causeText(error)))
}

function keyOf (tier: string, id: string, atMs: number): string {
  return `${tier}!${id}!${String(atMs).padStart(15, '0')}`
}

function parse (text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function read (text: string | undefined, atMs: number): Span | undefined {
  const row = parse(text)
  if (!isSpanRow(row)) return undefined
  const [count, min, max, sum, worst] = row
  return { atMs, count, min, max, sum, worst }
}

function isSpanRow (row: unknown): row is [number, number, number, number, number] {
  return Array.isArray(row) && row.length === 5 && row.every(Number.isFinite)
}

function merged (span: Span | undefined, atMs: number, value: number, severity: number): Span {
  if (span === undefined || span.atMs !== atMs) {
    return { atMs, count: 1, min: value, max: value, sum: value, worst: severity }
  }
  return {
    atMs,
    count: span.count + 1,
    min: Math.min(span.min, value),
    max: Math.max(span.max, value),
    sum: span.sum + value,
    worst: Math.max(span.worst, severity)
  }
}
