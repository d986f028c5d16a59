import { setTimeout as delay } from 'node:timers/promises'
import {
  dedupKey,
  firing,
  groupLabels,
  memberId,
  statusOf,
  worstSeverity,
  type Alert,
  type Group,
  type GroupBy
} from './alert.js'
import type { AlertStore } from './alert-store.js'
import { DeliveryError, type Destination } from './destination.js'
import { isQuiet, type QuietHours } from './quiet-hours.js'

export interface AlertsOptions {
  store: Pick<AlertStore, 'load' | 'put' | 'remove'>
  destinations: readonly Destination[]
  project: string
  groupBy: GroupBy
  /**
   * How long a group collects before it is sent: what starts together is told together, and what was over at
   * once is not told.
   */
  groupMs: number
  quietHours?: QuietHours
  nowMs?: () => number
  /** From the first retry to the longest pause. */
  retryMs?: readonly [number, number]
  random?: () => number
}

/**
 * Alerts that neither a kill nor a dead network loses or doubles. What is told is a group's newest state,
 * under one key for as long as it lasts; the state is on disk before anything is sent, and what a destination
 * was told is on disk after it. A kill in between sends the same state under the same key once more, which
 * changes nothing there.
 */
export class Alerts {
  readonly #options: AlertsOptions
  readonly #nowMs: () => number
  readonly #groups: Map<string, Group>
  readonly #closing = new AbortController()
  readonly #wake = new Map<string, () => void>()
  readonly #problems = new Map<string, string>()
  #line: Promise<unknown> = Promise.resolve()
  #sending: Promise<unknown> = Promise.resolve()

  private constructor (options: AlertsOptions, groups: Group[]) {
    this.#options = options
    this.#nowMs = options.nowMs ?? Date.now
    this.#groups = new Map(groups.map(group => [group.key, group]))
  }

  /** Takes up what an earlier life of this agent left to be told. */
  static async open (options: AlertsOptions): Promise<Alerts> {
    const alerts = new Alerts(options, await options.store.load())
    alerts.#sending = Promise.all(options.destinations.map(async destination => {
      await alerts.#serve(destination)
    }))
    return alerts
  }

  /** What is wrong now, and what still has to be told to somebody. */
  get groups (): Group[] {
    return [...this.#groups.values()]
  }

  /** Destinations that could not be reached or refused the last time. */
  get problems (): ReadonlyMap<string, string> {
    return this.#problems
  }

  /** Raising what is raised already changes nothing. */
  async raise (alert: Alert): Promise<void> {
    await this.#change(alert, group => {
      const id = memberId(alert)
      const known = group.members[id]
      if (
        known !== undefined && known.endsAt === undefined && known.severity === alert.severity &&
        known.summary === alert.summary
      ) return undefined
      const { acknowledgedBy, ...rest } = group
      const isNews = known === undefined || known.endsAt !== undefined || known.severity !== alert.severity
      const startsAt = known === undefined || known.endsAt !== undefined
        ? new Date(this.#nowMs()).toISOString()
        : known.startsAt
      return {
        ...rest,
        ...isNews || acknowledgedBy === undefined ? {} : { acknowledgedBy },
        members: { ...group.members, [id]: { ...alert, startsAt } }
      }
    })
  }

  async resolve (alert: Pick<Alert, 'check' | 'subject'>): Promise<void> {
    await this.#change(alert, group => {
      const id = memberId(alert)
      const known = group.members[id]
      if (known === undefined || known.endsAt !== undefined) return undefined
      return {
        ...group,
        members: { ...group.members, [id]: { ...known, endsAt: new Date(this.#nowMs()).toISOString() } }
      }
    })
  }

  /** Takes over what another agent told of under the same keys, so that this one can resolve it. */
  async assume (open: ReadonlyArray<Pick<Alert, 'check' | 'subject'>>): Promise<void> {
    for (const alert of open) {
      await this.#change(alert, group => {
        if (group.members[memberId(alert)] !== undefined) return undefined
        const told = Object.fromEntries(
          this.#options.destinations.map(({ name }) => [name, { version: group.version + 1, isOpen: true }])
        )
        const member = {
          ...alert,
          severity: 'info' as const,
          summary: `${alert.subject}: ${alert.check}`,
          startsAt: new Date(this.#nowMs()).toISOString()
        }
        return {
          ...group,
          told: { ...told, ...group.told },
          members: { ...group.members, [memberId(alert)]: member }
        }
      })
    }
  }

  /** Somebody sees to everything in the groups of `subject`. */
  async acknowledge (subject: string, by: string): Promise<void> {
    for (const group of this.groups.filter(each => firing(each).some(member => member.subject === subject))) {
      await this.#change(
        { check: '', subject },
        found => found.acknowledgedBy === undefined ? { ...found, acknowledgedBy: by } : undefined,
        group.key
      )
    }
  }

  /** Resolves what is open for `subject` and not in `checks`. */
  async resolveOthers (subject: string, checks: ReadonlySet<string>): Promise<void> {
    for (const member of this.groups.flatMap(firing)) {
      if (member.subject === subject && !checks.has(member.check)) await this.resolve(member)
    }
  }

  /** What is not told yet stays on disk for the next start. */
  async close (): Promise<void> {
    this.#closing.abort(new Error('the alerts were closed'))
    for (const wake of this.#wake.values()) wake()
    await this.#sending
    await this.#line
  }

  async #change (
    alert: Pick<Alert, 'check' | 'subject'>,
    change: (group: Group) => Group | undefined,
    ofKey?: string
  ): Promise<void> {
    const { project, groupBy, store, destinations } = this.#options
    const labels = groupLabels(alert, groupBy)
    const key = ofKey ?? dedupKey(project, labels)
    await this.#inLine(async () => {
      const before = this.#groups.get(key)
      const group = change(
        before ?? { key, labels, members: {}, version: 0, changedAtMs: this.#nowMs(), told: {} }
      )
      if (group === undefined) return
      // The wait for company begins with the first change that nobody was told of.
      const isFresh = before === undefined ||
        destinations.every(({ name }) => before.told[name]?.version === before.version)
      const next = {
        ...group,
        version: group.version + 1,
        changedAtMs: isFresh ? this.#nowMs() : group.changedAtMs
      }
      await store.put(next)
      this.#groups.set(key, next)
    })
    for (const wake of this.#wake.values()) wake()
  }

  async #serve (destination: Destination): Promise<void> {
    const { signal } = this.#closing
    let failures = 0
    while (!signal.aborted) {
      const { group, waitMs } = this.#next(destination)
      if (group === undefined) {
        await this.#sleep(destination.name, waitMs)
        continue
      }
      try {
        await this.#tell(destination, group)
        failures = 0
      } catch (error) {
        if (signal.aborted) return
        this.#problems.set(destination.name, error instanceof Error ? error.message : String(error))
        failures++
        await delay(this.#pauseMs(failures, error), undefined, { signal }).catch(() => {})
      }
    }
  }

  /** The group to be told next, or how long there is none. */
  #next (destination: Destination): { group?: Group, waitMs: number } {
    const nowMs = this.#nowMs()
    let waitMs = 60_000
    for (const group of this.#groups.values()) {
      const told = group.told[destination.name]
      if (told?.version === group.version) continue
      const dueMs = group.changedAtMs + this.#options.groupMs - nowMs
      if (dueMs > 0) waitMs = Math.min(waitMs, dueMs)
      else if (
        statusOf(group) === 'resolve' ||
        !isQuiet(this.#options.quietHours, worstSeverity(firing(group)), nowMs)
      ) return { group, waitMs: 0 }
    }
    return { waitMs }
  }

  async #tell (destination: Destination, group: Group): Promise<void> {
    const status = statusOf(group)
    const told = group.told[destination.name]
    const isOpen = status !== 'resolve'
    // Nothing to say where it was never heard of, or where there is no such word.
    const isSilent = (status === 'resolve' && told?.isOpen !== true) || !destination.statuses.includes(status)
    let refused: string | undefined
    if (!isSilent) {
      // On disk before it is sent: should the answer get lost, or this process die, it still has to be
      // resolved one day.
      if (isOpen && told?.isOpen !== true) {
        await this.#inLine(async () => {
          await this.#record(destination.name, { ...group, version: told?.version ?? -1 }, { isOpen: true })
        })
      }
      try {
        await destination.send(group, this.#closing.signal)
        this.#problems.delete(destination.name)
      } catch (error) {
        if (!(error instanceof DeliveryError && error.isPermanent)) throw error
        // It will never be taken like this; others wait behind it. It stays on record, and is tried again
        // when it changes.
        refused = error.message
        this.#problems.set(destination.name, refused)
      }
    }
    await this.#inLine(async () => {
      await this.#record(destination.name, group, {
        isOpen: isSilent && isOpen ? told?.isOpen ?? false : isOpen,
        ...refused === undefined ? {} : { refused }
      })
    })
  }

  async #record (name: string, sent: Group, told: { isOpen: boolean, refused?: string }): Promise<void> {
    const { store, destinations } = this.#options
    const newest = this.#groups.get(sent.key)
    if (newest === undefined) return
    const next: Group = { ...newest, told: { ...newest.told, [name]: { version: sent.version, ...told } } }
    const isToldToAll = destinations.every(each => next.told[each.name]?.version === next.version)
    if (isToldToAll && firing(next).length === 0) {
      await store.remove(next.key)
      this.#groups.delete(next.key)
      return
    }
    if (isToldToAll) {
      next.members = Object.fromEntries(
        Object.entries(next.members).filter(([, { endsAt }]) => endsAt === undefined)
      )
    }
    await store.put(next)
    this.#groups.set(next.key, next)
  }

  #pauseMs (failures: number, error: unknown): number {
    const [least, most] = this.#options.retryMs ?? [1000, 300_000]
    const random = this.#options.random ?? Math.random
    const asked = error instanceof DeliveryError ? error.retryAfterMs ?? 0 : 0
    return Math.max(asked, Math.min(most, least * 2 ** Math.min(failures - 1, 20)) * (0.5 + random() / 2))
  }

  async #sleep (name: string, ms: number): Promise<void> {
    if (this.#closing.signal.aborted) return
    await new Promise<void>(resolve => {
      const timer = setTimeout(resolve, ms).unref()
      this.#wake.set(name, () => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  async #inLine (work: () => Promise<void>): Promise<void> {
    const done = this.#line.then(work)
    this.#line = done.catch(() => {})
    await done
  }
}
