import { setTimeout as delay } from 'node:timers/promises'
import type { PipelineConfig } from '../config/repository-schema.js'
import { toPacklineError } from '../errors.js'
import type { PacklineError } from '../errors.js'
import type { BatchRunner } from './batch-runner.js'
import { changeBetween } from './branch-change.js'
import { newLane } from './lane.js'
import type { Lane } from './lane.js'
import type { LaneDriver } from './lane-driver.js'
import { advance } from './lane-events.js'
import { limitsOf } from './lane-limits.js'
import type { LaneStore } from './lane-store.js'
import type { LookQueue } from './look-queue.js'
import { RepositoryNotes } from './repository-notes.js'
import type { Source } from './source.js'

/** A pipeline that wants to know of the repository's branches. */
interface WatchedPipeline {
  config: PipelineConfig
  runner: BatchRunner
}

/** Makes the driver for a lane that stands in the store. */
export type Drive = (
  lane: Lane,
  pipeline: WatchedPipeline,
  onChange: (lane: Lane | undefined) => void
) => LaneDriver

export type LookOutcome = { moved: number } | { error: PacklineError }

export interface RepositoryWatchOptions {
  name: string
  pollSeconds: number
  pipelines: ReadonlyMap<string, WatchedPipeline>
  source: Source
  store: LaneStore
  now: () => number
  signal: AbortSignal
  /** Lets only some repositories be looked at at once. */
  queue: LookQueue
  drive: Drive
  onLook: (outcome: LookOutcome) => void
}

const maxOrigins = 200
/**
 * Between two looks at one repository: hooks come by the hundred a second, and each look starts processes.
 */
const lookPauseMs = 500
/** After calls that brought nothing: a start of git holds up every answer for some milliseconds. */
const longestPauseMs = 2000

/** Looks at one repository when it is called and now and then, and tells its lanes what it saw. */
export class RepositoryWatch {
  readonly #options: RepositoryWatchOptions
  readonly #drivers = new Map<string, LaneDriver>()
  readonly #notes: RepositoryNotes
  #isWanted = false
  /** Somebody called for the look that comes next: a hook, or a command. */
  #isCalled = false
  #lookedAt = -Infinity
  #pauseMs = lookPauseMs
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #error: PacklineError | undefined
  #isClosed = false

  constructor (options: RepositoryWatchOptions) {
    this.#options = options
    this.#notes = new RepositoryNotes(options.store, options.name, options.now)
  }

  get lanes (): Lane[] {
    return [...this.#drivers.values()].map(({ lane }) => lane)
  }

  get isAtRest (): boolean {
    return this.#looking === undefined && [...this.#drivers.values()].every(driver => driver.isAtRest)
  }

  /** Takes up the lanes where they were left. */
  async open (): Promise<void> {
    const { store, name, pipelines } = this.#options
    await this.#notes.open()
    for (const lane of await store.lanes(name)) {
      const pipeline = pipelines.get(lane.pipeline)
      // A pipeline that is no longer configured keeps its lanes, should it come back.
      if (pipeline !== undefined) this.#add(lane, pipeline)
    }
  }

  /**
   * Looks soon; a call during a look brings another look after it, which sees what the first may have missed.
   */
  wake (): void {
    this.#isCalled = true
    this.poll()
  }

  /** Looks when its turn comes: nobody said that there is something to see. */
  poll (): void {
    this.#isWanted = true
    this.#looking ??= this.#lookWhileWanted().finally(() => {
      this.#looking = undefined
      if (this.#isWanted && !this.#isClosed) this.poll()
    })
  }

  /** Resolves when a look that began after this call has ended, with the error that it met. */
  async look (): Promise<PacklineError | undefined> {
    this.wake()
    while (this.#looking !== undefined) await this.#looking
    return this.#error
  }

  async close (): Promise<void> {
    this.#isClosed = true
    clearTimeout(this.#timer)
    await this.#looking
    await Promise.all([...this.#drivers.values()].map(async driver => {
      await driver.close()
    }))
  }

  async #lookWhileWanted (): Promise<void> {
    const { pollSeconds, signal } = this.#options
    clearTimeout(this.#timer)
    while (this.#isWanted && !this.#isClosed) {
      await delay(Math.max(0, this.#lookedAt + this.#pauseMs - performance.now()), undefined, { signal })
        .catch(() => {})
      await this.#options.queue.run(() => this.#isCalled, async () => {
        await this.#lookOnce()
      })
    }
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => {
        this.poll()
      }, pollSeconds * 1000)
    }
  }

  async #lookOnce (): Promise<void> {
    const { onLook, signal } = this.#options
    const isCalled = this.#isCalled
    this.#isWanted = this.#isCalled = false
    if (this.#isClosed) return
    try {
      const moved = await this.#lookAtHeads(isCalled && this.#pauseMs === lookPauseMs)
      this.#pauseMs = moved > 0 || !isCalled
        ? lookPauseMs
        : Math.min(this.#pauseMs * 2, longestPauseMs)
      onLook({ moved })
      this.#error = undefined
      await this.#notes.noteLook(null)
    } catch (thrown) {
      if (signal.aborted || this.#isClosed) return
      const error = this.#error = toPacklineError(thrown)
      onLook({ error })
      await this.#notes.noteLook(error).catch(() => {})
    } finally {
      this.#lookedAt = performance.now()
    }
  }

  /** How many lanes have something new. Where it is expected it is fetched without asking for it first. */
  async #lookAtHeads (isExpected: boolean): Promise<number> {
    const { source, signal, pipelines } = this.#options
    const listed = isExpected ? await source.fetch(signal) : await source.heads(signal)
    const isNew = (branch: string, head: string): boolean =>
      [...pipelines.keys()].some(name => this.#drivers.get(keyOf(name, branch))?.lane.head !== head)
    const isGone = this.lanes.some(({ branch, isGone }) => !isGone && !listed.branches.has(branch))
    if (!isGone && ![...listed.branches].some(([branch, head]) => isNew(branch, head))) return 0
    const heads = isExpected ? listed : await source.fetch(signal)
    const seen: Array<() => Promise<boolean>> = []
    for (const [name, pipeline] of pipelines) {
      for (const [branch, head] of heads.branches) {
        seen.push(async () => await this.#see(name, pipeline, branch, head))
      }
    }
    for (const driver of this.#drivers.values()) {
      if (!driver.lane.isGone && !heads.branches.has(driver.lane.branch)) {
        seen.push(async () => await driver.apply({ type: 'gone' }).then(() => true))
      }
    }
    const moved = await this.#each(seen)
    await this.#notes.noteSeen(heads.refused)
    if (moved.errors[0] !== undefined) throw moved.errors[0]
    return moved.count
  }

  /** A lane that cannot go on is met again at the next look, and stops none of the others. */
  async #each (all: ReadonlyArray<() => Promise<boolean>>): Promise<{ count: number, errors: Error[] }> {
    const { signal } = this.#options
    const errors: Error[] = []
    let count = 0
    for (const see of all) {
      try {
        if (await see()) count++
      } catch (thrown) {
        if (signal.aborted || this.#isClosed) throw thrown
        errors.push(toPacklineError(thrown))
      }
    }
    return { count, errors }
  }

  async #see (
    pipelineName: string,
    pipeline: WatchedPipeline,
    branch: string,
    head: string
  ): Promise<boolean> {
    const { source, signal } = this.#options
    const driver = this.#drivers.get(keyOf(pipelineName, branch))
    if (driver !== undefined) {
      if (driver.lane.head === head && !driver.lane.isGone) return false
      const change = await changeBetween(source, pipeline.config, driver.lane.head, head, [], signal)
      await driver.apply({ type: 'seen', head, ...change })
      return true
    }
    // What was there before anybody watched is not built: that may be hundreds of old branches.
    const isOld = !this.#notes.wasSeen
    const lane = isOld
      ? this.#laneOf(pipelineName, branch, head, [head])
      : await this.#laneOfNewBranch(pipelineName, pipeline, branch, head)
    await this.#options.store.write(lane)
    this.#add(lane, pipeline)
    return !isOld
  }

  #laneOf (pipeline: string, branch: string, head: string, origin: string[]): Lane {
    const { name, now } = this.#options
    return newLane({ repository: name, branch, pipeline }, head, origin, now())
  }

  async #laneOfNewBranch (
    pipelineName: string,
    { config }: WatchedPipeline,
    branch: string,
    head: string
  ): Promise<Lane> {
    const { source, now, signal } = this.#options
    const origin = this
      .lanes
      .filter(({ pipeline }) => pipeline === pipelineName)
      .slice(-maxOrigins)
      .map(lane => lane.head)
    const change = await changeBetween(source, config, undefined, head, origin, signal)
    const lane = this.#laneOf(pipelineName, branch, head, origin)
    return advance(lane, { type: 'seen', head, ...change }, now(), limitsOf(config))
  }

  #add (lane: Lane, pipeline: WatchedPipeline): void {
    const key = keyOf(lane.pipeline, lane.branch)
    const driver = this.#options.drive(lane, pipeline, next => {
      if (next === undefined) this.#drivers.delete(key)
    })
    this.#drivers.set(key, driver)
    driver.start()
  }
}

function keyOf (pipeline: string, branch: string): string {
  return `${pipeline}\0${branch}`
}
