import { setTimeout as delay } from 'node:timers/promises'
import { firing, statusOf, worstSeverity, type Group } from './alert.js'
import type { AlertGroups } from './alert-groups.js'
import { DeliveryError, type Destination } from './destination.js'
import { isQuiet, type QuietHours } from './quiet-hours.js'
import { errorText } from '../error-text.js'

export interface DeliveryOptions {
  /**
   * How long a group collects before it is sent: what starts together is told together, and what was over at
   * once is not told.
   */
  groupMs: number
  quietHours?: QuietHours
  /** Asked before each sending: what it does not let through waits, since another agent may tell of it. */
  mayTell?: (group: Group) => boolean
  nowMs: () => number
  /** From the first retry to the longest pause. */
  retryMs?: readonly [number, number]
  random?: () => number
}

const longestWaitMs = 60_000

/** Tells one destination the newest state of each group, one after the other, until it took it. */
export class Delivery {
  readonly destination: Destination
  readonly #groups: AlertGroups
  readonly #options: DeliveryOptions
  readonly #closing = new AbortController()
  readonly #serving: Promise<void>
  #wake = (): void => {}
  #problem: string | undefined

  constructor (destination: Destination, groups: AlertGroups, options: DeliveryOptions) {
    this.destination = destination
    this.#groups = groups
    this.#options = options
    this.#serving = this.#serve()
  }

  /** Why it could not be reached, or refused, the last time. */
  get problem (): string | undefined {
    return this.#problem
  }

  /** Looks at once for what is to be told. */
  wake (): void {
    this.#wake()
  }

  async close (): Promise<void> {
    this.#closing.abort(new Error('the alerts were closed'))
    this.#wake()
    await this.#serving
  }

  async #serve (): Promise<void> {
    const { signal } = this.#closing
    let failures = 0
    while (!signal.aborted) {
      const { group, waitMs } = this.#next()
      if (group === undefined) {
        await this.#sleep(waitMs)
        continue
      }
      try {
        await this.#tell(group)
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        this.#problem = errorText(error)
        failures++
        await delay(this.#pauseMs(failures, error), undefined, { signal }).catch(() => {})
      }
    }
  }

  /** The group to be told next, or how long there is none. */
  #next (): { group?: Group, waitMs: number } {
    const { groupMs, quietHours, mayTell = () => true } = this.#options
    const nowMs = this.#options.nowMs()
    let waitMs = longestWaitMs
    for (const group of this.#groups.all) {
      if (group.told[this.destination.name]?.version === group.version || !mayTell(group)) continue
      const dueMs = group.changedAtMs + groupMs - nowMs
      if (dueMs > 0) waitMs = Math.min(waitMs, dueMs)
      else if (statusOf(group) === 'resolve' || !isQuiet(quietHours, worstSeverity(firing(group)), nowMs)) {
        return { group, waitMs: 0 }
      }
    }
    return { waitMs }
  }

  async #tell (group: Group): Promise<void> {
    const { name, statuses } = this.destination
    const status = statusOf(group)
    const told = group.told[name]
    const isOpen = status !== 'resolve'
    // Nothing to say where it was never heard of, or where there is no such word.
    if ((!isOpen && told?.isOpen !== true) || !statuses.includes(status)) {
      await this.#groups.told(name, group, group.version, { isOpen: isOpen && (told?.isOpen ?? false) })
      return
    }
    // On disk before it is sent: should the answer get lost, or this process die, it still has to be resolved
    // one day.
    if (isOpen && told?.isOpen !== true) {
      await this.#groups.told(name, group, told?.version ?? -1, { isOpen: true })
    }
    const refused = await this.#send(group)
    await this.#groups.told(name, group, group.version, {
      isOpen,
      ...refused === undefined ? {} : { refused }
    })
  }

  /** Returns why it will never be taken like this. */
  async #send (group: Group): Promise<string | undefined> {
    try {
      await this.destination.send(group, this.#closing.signal)
      this.#problem = undefined
    } catch (error) {
      if (!(error instanceof DeliveryError && error.isPermanent)) throw error
      // Others wait behind it. It stays on record, and is tried again when it changes.
      this.#problem = error.message
    }
    return this.#problem
  }

  #pauseMs (failures: number, error: unknown): number {
    const { retryMs: [least, most] = [1000, 300_000], random = Math.random } = this.#options
    const asked = error instanceof DeliveryError ? error.retryAfterMs ?? 0 : 0
    return Math.max(asked, Math.min(most, least * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2))
  }

  async #sleep (ms: number): Promise<void> {
    if (this.#closing.signal.aborted) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms).unref()
      this.#wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}
