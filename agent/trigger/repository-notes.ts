import { errorText } from '../error-text.js'
import type { PacklineError } from '../errors.js'
import { shortened } from '../messages/phrase.js'
import type { LaneStore, RepositoryRecord } from './lane-store.js'

/** What is written down of one repository: when something of it changes, and not at every look. */
export class RepositoryNotes {
  readonly #store: LaneStore
  readonly #name: string
  readonly #now: () => number
  #record: RepositoryRecord = { firstSeenAt: null, problem: null, refused: [] }

  constructor (store: LaneStore, name: string, now: () => number) {
    this.#store = store
    this.#name = name
    this.#now = now
  }

  async open (): Promise<void> {
    this.#record = await this.#store.repository(this.#name) ?? this.#record
  }

  /** Whether its branches were looked at before. */
  get wasSeen (): boolean {
    return this.#record.firstSeenAt !== null
  }

  /** The branches were looked at; `refused` have names that are not safe. */
  async noteSeen (refused: string[]): Promise<void> {
    if (this.wasSeen && JSON.stringify(this.#record.refused) === JSON.stringify(refused)) return
    await this.#write({ ...this.#record, firstSeenAt: this.#record.firstSeenAt ?? this.#now(), refused })
  }

  /** A look has ended. An address that cannot be reached is polled for days. */
  async noteLook (error: PacklineError | null): Promise<void> {
    const now = this.#now()
    const before = this.#record
    // The first look at a repository without branches leaves nothing else behind.
    const firstSeenAt = before.firstSeenAt ?? (error === null ? now : null)
    if ((before.problem?.code ?? null) === (error?.code ?? null) && firstSeenAt === before.firstSeenAt) return
    const problem = error === null
      ? null
      : { code: error.code, message: shortened(errorText(error), 500), since: now }
    await this.#write({ ...before, firstSeenAt, problem })
  }

  async #write (record: RepositoryRecord): Promise<void> {
    await this.#store.writeRepository(this.#name, record)
    this.#record = record
  }
}
