import { firing, type Group } from './alert.js'
import type { OutboxStore } from './outbox-store.js'

export interface AlertGroupsOptions {
  store: Pick<OutboxStore<Group>, 'load' | 'put' | 'remove'>
  /** Names of everybody who is told. */
  destinations: readonly string[]
  nowMs: () => number
}

/** What a destination knows of a group. */
export type Told = Omit<Group['told'][string], 'version'>

/**
 * The groups of alerts, each change on disk before anybody hears of it. One change at a time; a group that is
 * over and told to everybody is forgotten.
 */
export class AlertGroups {
  readonly #options: AlertGroupsOptions
  readonly #groups: Map<string, Group>
  #line: Promise<unknown> = Promise.resolve()

  private constructor (options: AlertGroupsOptions, groups: readonly Group[]) {
    this.#options = options
    this.#groups = new Map(groups.map(group => [group.key, group]))
  }

  static async open (options: AlertGroupsOptions): Promise<AlertGroups> {
    return new AlertGroups(options, await options.store.load())
  }

  get all (): Group[] {
    return [...this.#groups.values()]
  }

  /** Puts what `change` returns in the group's place; undefined changes nothing, one without alerts goes. */
  async change (
    key: string,
    labels: Record<string, string>,
    change: (group: Group) => Group | undefined
  ): Promise<void> {
    const { destinations, nowMs } = this.#options
    await this.#inLine(async () => {
      const before = this.#groups.get(key)
      const group = change(before ?? { key, labels, members: {}, version: 0, changedAtMs: nowMs(), told: {} })
      if (group === undefined) return
      if (Object.keys(group.members).length === 0) {
        await this.#remove(key)
        return
      }
      // The wait for company begins with the first change that nobody was told of.
      const isFresh = before === undefined ||
        destinations.every(name => before.told[name]?.version === before.version)
      const changedAtMs = isFresh ? nowMs() : group.changedAtMs
      await this.#put({ ...group, version: group.version + 1, changedAtMs })
    })
  }

  /** Writes down that destination `name` knows the group as it was at `version`. */
  async told (name: string, { key }: Pick<Group, 'key'>, version: number, told: Told): Promise<void> {
    await this.#inLine(async () => {
      const newest = this.#groups.get(key)
      if (newest === undefined) return
      const next = { ...newest, told: { ...newest.told, [name]: { version, ...told } } }
      const { destinations } = this.#options
      if (!destinations.every(each => next.told[each]?.version === next.version)) await this.#put(next)
      else if (firing(next).length > 0) await this.#put(withoutPast(next))
      else await this.#remove(key)
    })
  }

  async close (): Promise<void> {
    await this.#line
  }

  async #put (group: Group): Promise<void> {
    await this.#options.store.put(group)
    this.#groups.set(group.key, group)
  }

  async #remove (key: string): Promise<void> {
    await this.#options.store.remove(key)
    this.#groups.delete(key)
  }

  async #inLine (work: () => Promise<void>): Promise<void> {
    const done = this.#line.then(work)
    this.#line = done.catch(() => {})
    await done
  }
}

/** What is over, and everybody was told so. */
function withoutPast (group: Group): Group {
  const members = Object.entries(group.members).filter(([, { endsAt }]) => endsAt === undefined)
  return { ...group, members: Object.fromEntries(members) }
}
