import { seededRandom, type SeededRandom } from '../sets/seeded-random.js'
import { EventQueue } from './event-queue.js'
import type { RecordedCosts, RecordedSet } from './recorded-costs.js'

/** What is supposed of a farm; each is a line of the printed table. */
export interface FarmSupposed {
  packers: number
  pushesADay: number
  artBytes: number
  projects: number
  /** Of a source: how many there are is what a scan takes. */
  fileBytes: number
  /** Of the pushes, those within `busyHours`. */
  busyShare: number
  busyHours: number
  /** How many sets a push changes on average. */
  setsInPush: number
  /** Pushes that change so much of their project at once: another option, a branch that nobody built. */
  wideShare: number
  widePart: number
  /** For so long a push waits for others. */
  quietMs: number
  shardMs: number
  seed: number
}

export interface FarmDay {
  runs: number
  /** From the push to what is published, in seconds. */
  medianS: number
  p95S: number
  p99S: number
  /** Of the packers, in the busy hours. */
  busy: number
  /** Of the shared cache, in the busiest minute. */
  requestsPerS: number
  megabytesPerS: number
  /** What a day leaves in it. */
  gigabytes: number
}

interface Push {
  at: number
  project: number
  sets: number[]
}

const hourMs = 3_600_000
const minuteMs = 60_000

/** One day of pushes on a farm of packers with one core each and one shared cache, from recorded costs. */
export function simulateDay (supposed: FarmSupposed, costs: RecordedCosts): FarmDay {
  const random = seededRandom(supposed.seed)
  const meanBytes = mean(costs.sets.map(({ sourceBytes }) => sourceBytes))
  const setsInProject = Math.max(1, Math.round(supposed.artBytes / meanBytes / supposed.projects))
  const setAt = (set: number): RecordedSet => costs.sets[set % costs.sets.length] ?? none
  const farm = new Farm(supposed, costs, setAt)
  for (const push of pushesOf(supposed, setsInProject, random)) {
    farm.events.add(push.at, () => {
      farm.take(push)
    })
  }
  farm.events.run()
  return farm.day()
}

const none: RecordedSet = { set: '', files: 0, sourceBytes: 0, outputBytes: 0, actions: 0, costMs: 0 }

function pushesOf (supposed: FarmSupposed, setsInProject: number, random: SeededRandom): Push[] {
  const { pushesADay, busyShare, busyHours, projects, setsInPush, wideShare, widePart } = supposed
  return Array.from({ length: pushesADay }, () => {
    const isBusy = random.real() < busyShare
    const at = isBusy
      ? random.real() * busyHours * hourMs
      : (busyHours + random.real() * (24 - busyHours)) * hourMs
    const isWide = random.real() < wideShare
    // Geometric, at least one.
    const few = 1 + Math.floor(Math.log(1 - random.real()) / Math.log(1 - 1 / setsInPush))
    const count = isWide ? Math.round(widePart * setsInProject) : few
    const sets = Array.from({ length: count }, () => Math.floor(random.real() * setsInProject))
    return { at, project: Math.floor(random.real() * projects), sets: [...new Set(sets)] }
  })
}

/** Packers take what waits longest; a project has one run at a time, and what is pushed meanwhile is the next one. */
class Farm {
  readonly events = new EventQueue()
  readonly #supposed: FarmSupposed
  readonly #costs: RecordedCosts
  readonly #setAt: (set: number) => RecordedSet
  readonly #scanMs: number
  readonly #waiting: Array<{ ms: number, done: () => void }> = []
  readonly #pending = new Map<number, Push[]>()
  readonly #running = new Set<number>()
  readonly #latencies: number[] = []
  readonly #perMinute = new Map<number, { requests: number, bytes: number }>()
  #free: number
  #busyMs = 0
  #runs = 0
  #keptBytes = 0

  constructor (supposed: FarmSupposed, costs: RecordedCosts, setAt: (set: number) => RecordedSet) {
    this.#supposed = supposed
    this.#costs = costs
    this.#setAt = setAt
    this.#free = supposed.packers
    const files = supposed.artBytes / supposed.projects / supposed.fileBytes
    this.#scanMs = costs.startMs + files * costs.scanMsPerFile
  }

  take (push: Push): void {
    const pending = this.#pending.get(push.project)
    if (pending !== undefined) {
      pending.push(push)
      return
    }
    this.#pending.set(push.project, [push])
    this.events.add(push.at + this.#supposed.quietMs, () => {
      this.#begin(push.project)
    })
  }

  #begin (project: number): void {
    // The one that runs begins it when it has ended.
    if (this.#running.has(project)) return
    const pushes = this.#pending.get(project)
    if (pushes === undefined) return
    this.#pending.delete(project)
    this.#running.add(project)
    this.#runs++
    const sets = [...new Set(pushes.flatMap(push => push.sets))].map(this.#setAt)
    const end = (): void => {
      for (const { at } of pushes) this.#latencies.push(this.events.now - at)
      this.#running.delete(project)
      this.#begin(project)
    }
    this.#build(sets, end)
  }

  #build (sets: readonly RecordedSet[], end: () => void): void {
    const workMs = sum(sets.map(({ costMs }) => costMs))
    const { shardMs, packers } = this.#supposed
    const shards = Math.min(packers, Math.ceil(workMs / shardMs))
    if (shards < 2) {
      this.#work(this.#scanMs + workMs, () => {
        this.#store(sets)
        end()
      })
      return
    }
    // Plan, the shards, and the join, which fetches everything.
    const results = sum(sets.map(({ actions }) => actions))
    const bytes = sum(sets.map(({ outputBytes }) => outputBytes))
    const fetchMs = results * this.#costs.fetchMsPerResult + bytes * this.#costs.fetchMsPerByte
    const join = (): void => {
      this.#ask(results * 2, bytes)
      this.#work(this.#scanMs + fetchMs, end)
    }
    this.#work(this.#scanMs, () => {
      let left = shards
      for (let shard = 0; shard < shards; shard++) {
        // A shard looks at no files but those that it reads.
        this.#work(this.#costs.startMs + workMs / shards, () => {
          this.#store(sets, 1 / shards)
          if (--left === 0) join()
        })
      }
    })
  }

  /** A result that is new: asked for, its blobs looked for, they and it sent. */
  #store (sets: readonly RecordedSet[], part = 1): void {
    const bytes = part * sum(sets.map(({ outputBytes }) => outputBytes))
    this.#ask(4 * part * sum(sets.map(({ actions }) => actions)), bytes)
    this.#keptBytes += bytes
  }

  #ask (requests: number, bytes: number): void {
    const minute = Math.floor(this.events.now / minuteMs)
    const before = this.#perMinute.get(minute) ?? { requests: 0, bytes: 0 }
    this.#perMinute.set(minute, { requests: before.requests + requests, bytes: before.bytes + bytes })
  }

  #work (ms: number, done: () => void): void {
    this.#waiting.push({ ms, done })
    this.#next()
  }

  #next (): void {
    while (this.#free > 0) {
      const task = this.#waiting.shift()
      if (task === undefined) return
      this.#free--
      const until = Math.min(this.events.now + task.ms, this.#supposed.busyHours * hourMs)
      this.#busyMs += Math.max(0, until - this.events.now)
      this.events.add(this.events.now + task.ms, () => {
        this.#free++
        task.done()
        this.#next()
      })
    }
  }

  day (): FarmDay {
    const sorted = this.#latencies.toSorted((a, b) => a - b)
    const at = (share: number): number => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0) / 1000
    const minutes = [...this.#perMinute.values()]
    return {
      runs: this.#runs,
      medianS: at(0.5),
      p95S: at(0.95),
      p99S: at(0.99),
      busy: this.#busyMs / (this.#supposed.packers * this.#supposed.busyHours * hourMs),
      requestsPerS: Math.max(0, ...minutes.map(({ requests }) => requests)) / 60,
      megabytesPerS: Math.max(0, ...minutes.map(({ bytes }) => bytes)) / 60 / 1e6,
      gigabytes: this.#keptBytes / 1e9
    }
  }
}

function sum (values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}

function mean (values: readonly number[]): number {
  return values.length === 0 ? 0 : sum(values) / values.length
}
