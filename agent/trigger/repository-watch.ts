import { setTimeout as delay } from 'node:timers/promises'
import type { RepositoryConfig } from '../config/repository-schema.js'
import { toPacklineError } from '../errors.js'
import type { PacklineError } from '../errors.js'
import { changeBetween } from './changes.js'
import { newLane } from './lane.js'
import type { Lane } from './lane.js'
import type { LaneDriver } from './lane-driver.js'
import { advance } from './lane-events.js'
import { limitsOf } from './lane-limits.js'
import type { LaneStore, RepositoryRecord } from './lane-store.js'
import type { Heads, Source } from './source.js'

export interface RepositoryWatchOptions {
  name: string
  config: RepositoryConfig
  source: Source
  store: LaneStore
  now: () => number
  signal: AbortSignal
  /** Lets only some repositories be looked at at once. */
  limit: <T>(work: () => Promise<T>) => Promise<T>
  /** A driver for a lane that stands in the store. */
  drive: (lane: Lane, onChange: (lane: Lane | undefined) => void) => LaneDriver
  onLook: (outcome: { moved: number } | { error: PacklineError }) => void
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
  #record: RepositoryRecord | undefined
  #isWanted = false
  /** Nobody called for the look that comes next, as for the first. */
  #isPolled = true
  #lookedAt = -Infinity
  #pauseMs = lookPauseMs
  #looking: Promise<void> | undefined
  #timer: NodeJS.Timeout | undefined
  #error: PacklineError | undefined
  #isClosed = false

  constructor (options: RepositoryWatchOptions) {
    this.#options = options
  }

  get lanes (): Lane[] {
    return [...this.#drivers.values()].map(({ lane }) => lane)
  }

  get isAtRest (): boolean {
    return this.#looking === undefined && [...this.#drivers.values()].every(driver => driver.isAtRest)
  }

  /** Takes up the lanes where they were left. */
  async open (): Promise<void> {
    const { store, name, config } = this.#options
    this.#record = await store.repository(name)
    for (const lane of await store.lanes(name)) {
      // A pipeline that is no longer configured keeps its lanes, should it come back.
      if (config.pipelines[lane.pipeline] !== undefined) this.#add(lane)
    }
  }

  /**
   * Looks soon; a call during a look brings another look after it, which sees what the first may have missed.
   */
  wake (): void {
    this.#isWanted = true
    this.#looking ??= this.#lookWhileWanted().finally(() => {
      this.#looking = undefined
      if (this.#isWanted && !this.#isClosed) this.wake()
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
    const { config, limit, onLook, signal } = this.#options
    clearTimeout(this.#timer)
    while (this.#isWanted && !this.#isClosed) {
      await delay(Math.max(0, this.#lookedAt + this.#pauseMs - performance.now()), undefined, { signal })
        .catch(() => {})
      await limit(async () => {
        this.#isWanted = false
        if (this.#isClosed) return
        try {
          const moved = await this.#look()
          this.#pauseMs = moved > 0 || this.#isPolled
            ? lookPauseMs
            : Math.min(this.#pauseMs * 2, longestPauseMs)
          onLook({ moved })
          this.#error = undefined
          await this.#note(null)
        } catch (thrown) {
          if (this.#options.signal.aborted || this.#isClosed) return
          const error = this.#error = toPacklineError(thrown)
          onLook({ error })
          await this.#note(error).catch(() => {})
        } finally {
          this.#isPolled = false
          this.#lookedAt = performance.now()
        }
      })
    }
    if (!this.#isClosed) {
      this.#timer = setTimeout(() => {
        this.#isPolled = true
        this.wake()
      }, config.pollSeconds * 1000)
    }
  }

  async #look (): Promise<number> {
    const { source, signal, config } = this.#options
    const listed = await source.heads(signal)
    const isNew = (branch: string, head: string): boolean =>
      Object.keys(config.pipelines).some(pipeline =>
        this.#drivers.get(keyOf(pipeline, branch))?.lane.head !== head
      )
    const isGone = this.lanes.some(({ branch, isGone }) => !isGone && !listed.branches.has(branch))
    if (!isGone && ![...listed.branches].some(([branch, head]) => isNew(branch, head))) return 0
    const heads = await source.fetch(signal)
    let moved = 0
    for (const pipeline of Object.keys(config.pipelines)) {
      for (const [branch, head] of heads.branches) moved += Number(await this.#see(pipeline, branch, head))
    }
    for (const driver of this.#drivers.values()) {
      if (!driver.lane.isGone && !heads.branches.has(driver.lane.branch)) {
        await driver.apply({ type: 'gone' })
        moved++
      }
    }
    await this.#remember(heads)
    return moved
  }

  async #see (pipelineName: string, branch: string, head: string): Promise<boolean> {
    const { source, config, name, store, now, signal } = this.#options
    const pipeline = config.pipelines[pipelineName]!
    const driver = this.#drivers.get(keyOf(pipelineName, branch))
    if (driver !== undefined) {
      if (driver.lane.head === head && !driver.lane.isGone) return false
      const change = await changeBetween(source, pipeline, driver.lane.head, head, [], signal)
      await driver.apply({ type: 'seen', head, ...change })
      return true
    }
    const names = { repository: name, branch, pipeline: pipelineName }
    // What was there before anybody watched is not built: that may be hundreds of old branches.
    if ((this.#record?.firstSeenAt ?? null) === null) {
      const adopted = newLane(names, head, [head], now())
      await store.write(adopted)
      this.#add(adopted)
      return false
    }
    const others = this.lanes.filter(each => each.pipeline === pipelineName).slice(-maxOrigins).map(each =>
      each.head
    )
    const change = await changeBetween(source, pipeline, undefined, head, others, signal)
    const lane = advance(
      newLane(names, head, others, now()),
      { type: 'seen', head, ...change },
      now(),
      limitsOf(pipeline)
    )
    await store.write(lane)
    this.#add(lane)
    return true
  }

  #add (lane: Lane): void {
    const key = keyOf(lane.pipeline, lane.branch)
    const driver = this.#options.drive(lane, next => {
      if (next === undefined) this.#drivers.delete(key)
    })
    this.#drivers.set(key, driver)
    driver.start()
  }

  async #remember ({ refused }: Heads): Promise<void> {
    if (
      (this.#record?.firstSeenAt ?? null) !== null &&
      JSON.stringify(this.#record?.refused) === JSON.stringify(refused)
    ) return
    await this.#write({
      firstSeenAt: this.#record?.firstSeenAt ?? this.#options.now(),
      problem: this.#record?.problem ?? null,
      refused
    })
  }

  /** Written when it changes only: an address that cannot be reached is polled for days. */
  async #note (error: PacklineError | null): Promise<void> {
    const now = this.#options.now()
    const before = this.#record ?? { firstSeenAt: null, problem: null, refused: [] }
    // The first look at a repository without branches leaves nothing else behind.
    const firstSeenAt = before.firstSeenAt ?? (error === null ? now : null)
    if ((before.problem?.code ?? null) === (error?.code ?? null) && firstSeenAt === before.firstSeenAt) return
    const problem = error === null
      ? null
      : { code: error.code, message: JSON.stringify(error.details).slice(0, 500), since: now }
    await this.#write({ ...before, firstSeenAt, problem })
  }

  async #write (record: RepositoryRecord): Promise<void> {
    await this.#options.store.writeRepository(this.#options.name, record)
    this.#record = record
  }
}

function keyOf (pipeline: string, branch: string): string {
  return `${pipeline}\0${branch}`
}
