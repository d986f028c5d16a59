import { setTimeout as delay } from 'node:timers/promises'
import { errorText } from '../error-text.js'
import { PacklineError, toPacklineError } from '../errors.js'
import { shortened } from '../messages/phrase.js'
import type { Lane } from './lane.js'
import { effectsOf } from './lane-effects.js'
import type { Effect } from './lane-effects.js'
import { advance } from './lane-events.js'
import type { LaneEvent } from './lane-events.js'
import { limitsOf } from './lane-limits.js'
import type { Limits } from './lane-limits.js'
import type { LaneStore } from './lane-store.js'
import { LaneWork } from './lane-work.js'
import type { LaneWorkOptions } from './lane-work.js'

interface LaneDriverOptions extends LaneWorkOptions {
  lane: Lane
  store: LaneStore
  /** The first pause after something failed; the next ones double. */
  retryMs: number
  onProblem: (lane: Lane, error: PacklineError) => void
  /** Called after each change, with undefined when the lane is gone. */
  onChange: (lane: Lane | undefined) => void
  signal: AbortSignal
}

const maxRetryMs = 300_000

/**
 * Does what a lane asks for. Each step is written down before the next one begins, and what comes next
 * follows from what is written: a process that is killed goes on where it was.
 */
export class LaneDriver {
  readonly #options: LaneDriverOptions
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  readonly #active = new Map<string, Promise<void>>()
  readonly #limits: Limits
  readonly #work: LaneWork
  #lane: Lane
  #line: Promise<unknown> = Promise.resolve()

  constructor (options: LaneDriverOptions) {
    this.#options = options
    this.#lane = options.lane
    this.#limits = limitsOf(options.pipeline)
    this.#signal = AbortSignal.any([options.signal, this.#stop.signal])
    this.#work = new LaneWork(options, {
      current: () => this.#lane,
      apply: async event => {
        await this.apply(event)
      },
      signal: this.#signal
    })
  }

  get lane (): Lane {
    return this.#lane
  }

  /** Nothing is under way or waited for. */
  get isAtRest (): boolean {
    return this.#active.size === 0 && effectsOf(this.#lane, this.#limits).length === 0
  }

  start (): void {
    this.#schedule()
  }

  /** Resolves when the lane with the event in it is written. */
  async apply (event: LaneEvent): Promise<void> {
    const done = this.#line.then(async () => {
      this.#signal.throwIfAborted()
      const next = advance(this.#lane, event, this.#options.now(), this.#limits)
      if (JSON.stringify(next) !== JSON.stringify(this.#lane)) await this.#options.store.write(next)
      this.#lane = next
      this.#options.onChange(next)
    })
    this.#line = done.catch(() => {})
    await done
    this.#schedule()
  }

  async close (): Promise<void> {
    this.#stop.abort(new PacklineError('INTERRUPTED'))
    await Promise.all(this.#active.values())
    await this.#line
  }

  #schedule (): void {
    if (this.#signal.aborted) return
    for (const effect of effectsOf(this.#lane, this.#limits)) {
      const key = keyOf(effect)
      if (!this.#active.has(key)) this.#active.set(key, this.#attempt(effect, key))
    }
  }

  async #attempt (effect: Effect, key: string): Promise<void> {
    try {
      if (effect.type === 'remove') await this.#remove()
      else await this.#work.perform(effect)
    } catch (thrown) {
      await this.#fail(effect, thrown)
    } finally {
      this.#active.delete(key)
      this.#schedule()
    }
  }

  async #fail (effect: Effect, thrown: unknown): Promise<void> {
    if (this.#signal.aborted) return
    const error = toPacklineError(thrown)
    this.#options.onProblem(this.#lane, error)
    const tries = this.#work.countFailure(effect)
    const { seconds } = error.details
    const pauseMs = error.code === 'FORGE_LIMITED' && typeof seconds === 'number'
      ? seconds * 1000
      : Math.min(this.#options.retryMs * 2 ** Math.min(tries, 20), maxRetryMs)
    try {
      if ('run' in effect) {
        const settleMs = error.code === 'JENKINS_OUTCOME_UNKNOWN' ? this.#options.settleMs : 0
        await this.apply({
          type: 'problem',
          id: effect.run.id,
          problem: { code: error.code, message: shortened(errorText(error), 500) },
          retryAt: this.#options.now() + Math.max(pauseMs, settleMs)
        })
      } else await delay(pauseMs, undefined, { signal: this.#signal })
    } catch (again) {
      // Not even that could be written down: the disk may be full. What was written still says what is to be
      // done.
      if (this.#signal.aborted) return
      this.#options.onProblem(this.#lane, toPacklineError(again))
      await delay(pauseMs, undefined, { signal: this.#signal }).catch(() => {})
    }
  }

  async #remove (): Promise<void> {
    await this.#options.store.remove(this.#lane)
    this.#stop.abort(new PacklineError('INTERRUPTED'))
    this.#options.onChange(undefined)
  }
}

function keyOf (effect: Effect): string {
  if ('run' in effect) return `${effect.type} ${effect.run.id}`
  if ('report' in effect) return 'report'
  return effect.type === 'wait' ? `wait ${effect.until}` : effect.type
}
