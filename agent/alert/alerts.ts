import type { Wording } from '../messages/phrase.js'
import { dedupKey, firing, groupLabels, memberId, type Alert, type Group, type GroupBy } from './alert.js'
import { AlertGroups, type AlertGroupsOptions } from './alert-groups.js'
import { Delivery, type DeliveryOptions } from './delivery.js'
import type { Destination } from './destination.js'
import { withAlert, withAssumed, withOnly, withoutAlert } from './group-members.js'

export interface AlertsOptions extends Omit<DeliveryOptions, 'nowMs'> {
  store: AlertGroupsOptions['store']
  destinations: readonly Destination[]
  project: string
  groupBy: GroupBy
  nowMs?: () => number
}

type Named = Pick<Alert, 'check' | 'subject'>

/**
 * Alerts that neither a kill nor a dead network loses or doubles. What is told is a group's newest state,
 * under one key for as long as it lasts; the state is on disk before anything is sent, and what a destination
 * was told is on disk after it. A kill in between sends the same state under the same key once more, which
 * changes nothing there.
 */
export class Alerts {
  readonly #options: AlertsOptions
  readonly #nowMs: () => number
  readonly #groups: AlertGroups
  readonly #deliveries: readonly Delivery[]

  private constructor (options: AlertsOptions, nowMs: () => number, groups: AlertGroups) {
    this.#options = options
    this.#nowMs = nowMs
    this.#groups = groups
    this.#deliveries = options.destinations.map(each => new Delivery(each, groups, { ...options, nowMs }))
  }

  /** Takes up what an earlier life of this agent left to be told. */
  static async open (options: AlertsOptions): Promise<Alerts> {
    const { store, destinations, nowMs = Date.now } = options
    const groups = await AlertGroups.open({
      store,
      destinations: destinations.map(({ name }) => name),
      nowMs
    })
    return new Alerts(options, nowMs, groups)
  }

  /** What is wrong now, and what still has to be told to somebody. */
  get groups (): Group[] {
    return this.#groups.all
  }

  /** Destinations that could not be reached or refused the last time. */
  get problems (): ReadonlyMap<string, Wording> {
    return new Map(
      this.#deliveries.flatMap(({ destination: { name }, problem }): Array<[string, Wording]> =>
        problem === undefined ? [] : [[name, problem]]
      )
    )
  }

  /** Raising what is raised already changes nothing. */
  async raise (alert: Alert): Promise<void> {
    await this.#change(alert, group => withAlert(group, alert, this.#nowMs()))
  }

  async resolve (alert: Named): Promise<void> {
    await this.#change(alert, group => withoutAlert(group, alert, this.#nowMs()))
  }

  /**
   * Drops all others without a word, also what is still to be told: another agent tells now. A word of this
   * one that comes late would open what is over, or end what is not.
   */
  async forgetOthers (kept: readonly Named[]): Promise<void> {
    const ids = new Set(kept.map(memberId))
    for (const { key, labels } of this.groups) {
      await this.#groups.change(key, labels, group => withOnly(group, ids))
    }
  }

  /** Takes over what another agent told of under the same keys, so that this one can resolve it. */
  async assume (open: readonly Named[]): Promise<void> {
    const names = this.#options.destinations.map(({ name }) => name)
    for (const alert of open) {
      await this.#change(alert, group => withAssumed(group, alert, names, this.#nowMs()))
    }
  }

  /** Somebody sees to everything in the groups of `subject`. */
  async acknowledge (subject: string, by: string): Promise<void> {
    for (const { key, labels, ...group } of this.groups) {
      if (!firing(group).some(member => member.subject === subject)) continue
      await this.#groups.change(
        key,
        labels,
        found => found.acknowledgedBy === undefined ? { ...found, acknowledgedBy: by } : undefined
      )
    }
    this.#wake()
  }

  /** Resolves what is open for `subject` and not in `checks`. */
  async resolveOthers (subject: string, checks: ReadonlySet<string>): Promise<void> {
    for (const member of this.groups.flatMap(firing)) {
      if (member.subject === subject && !checks.has(member.check)) await this.resolve(member)
    }
  }

  /** What is not told yet stays on disk for the next start. */
  async close (): Promise<void> {
    await Promise.all(this.#deliveries.map(async delivery => {
      await delivery.close()
    }))
    await this.#groups.close()
  }

  async #change (alert: Named, change: (group: Group) => Group | undefined): Promise<void> {
    const { project, groupBy } = this.#options
    const labels = groupLabels(alert, groupBy)
    await this.#groups.change(dedupKey(project, labels), labels, change)
    this.#wake()
  }

  #wake (): void {
    for (const delivery of this.#deliveries) delivery.wake()
  }
}
