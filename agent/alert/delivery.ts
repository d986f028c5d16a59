import type { Wording } from '../messages/phrase.js'
import { firing, statusOf, worstSeverity, type Group } from './alert.js'
import type { AlertGroups } from './alert-groups.js'
import { DeliveryLoop, type LoopOptions } from './delivery-loop.js'
import type { Destination } from './destination.js'
import { DeliveryError } from './http-post.js'
import { isQuiet, type QuietHours } from './quiet-hours.js'

export interface DeliveryOptions extends LoopOptions {
  /**
   * How long a group collects before it is sent: what starts together is told together, and what was over at
   * once is not told.
   */
  groupMs: number
  quietHours?: QuietHours
  /** Asked before each sending: what it does not let through waits, since another agent may tell of it. */
  mayTell?: (group: Group) => boolean
  nowMs: () => number
}

/** Tells one destination the newest state of each group, one after the other, until it took it. */
export class Delivery {
  readonly destination: Destination
  readonly #groups: AlertGroups
  readonly #options: DeliveryOptions
  readonly #loop: DeliveryLoop<Group>

  constructor (destination: Destination, groups: AlertGroups, options: DeliveryOptions) {
    this.destination = destination
    this.#groups = groups
    this.#options = options
    this.#loop = new DeliveryLoop({
      ...options,
      next: () => this.#next(),
      tell: async (group, signal) => {
        await this.#tell(group, signal)
      }
    })
  }

  /** Why it could not be reached, or refused, the last time. */
  get problem (): Wording | undefined {
    return this.#loop.problem
  }

  /** Looks at once for what is to be told. */
  wake (): void {
    this.#loop.wake()
  }

  async close (): Promise<void> {
    await this.#loop.close()
  }

  /** The group to be told next, or how long there is none. */
  #next (): { item?: Group, waitMs: number } {
    const { groupMs, quietHours, mayTell = () => true } = this.#options
    const nowMs = this.#options.nowMs()
    let waitMs = Infinity
    for (const group of this.#groups.all) {
      if (group.told[this.destination.name]?.version === group.version || !mayTell(group)) continue
      const dueMs = group.changedAtMs + groupMs - nowMs
      if (dueMs > 0) waitMs = Math.min(waitMs, dueMs)
      else if (statusOf(group) === 'resolve' || !isQuiet(quietHours, worstSeverity(firing(group)), nowMs)) {
        return { item: group, waitMs: 0 }
      }
    }
    return { waitMs }
  }

  async #tell (group: Group, signal: AbortSignal): Promise<void> {
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
    const refused = await this.#send(group, signal)
    await this.#groups.told(name, group, group.version, {
      isOpen,
      ...refused === undefined ? {} : { refused }
    })
  }

  /** Returns why it will never be taken like this. */
  async #send (group: Group, signal: AbortSignal): Promise<string | undefined> {
    try {
      await this.destination.send(group, signal)
      this.#loop.problem = undefined
    } catch (error) {
      if (!(error instanceof DeliveryError && error.isPermanent)) throw error
      // Others wait behind it. It stays on record, and is tried again when it changes.
      this.#loop.problem = error.message
    }
    return this.#loop.problem
  }
}
