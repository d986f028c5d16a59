import type { OutboxStore } from '../alert/outbox-store.js'
import type { Wording } from '../messages/phrase.js'
import type { Notice } from './notice.js'

/** Notices of before that pages show, by receiver. */
const keptPerReceiver = 50

/** The notices of this agent's receivers, each change on disk before anything follows from it. */
export class NoticeBox {
  readonly #store: OutboxStore<Notice>
  readonly #notices: Map<string, Notice>

  private constructor (store: OutboxStore<Notice>, notices: readonly Notice[]) {
    this.#store = store
    this.#notices = new Map(notices.map(notice => [notice.key, notice]))
  }

  static async open (store: OutboxStore<Notice>): Promise<NoticeBox> {
    return new NoticeBox(store, await store.load())
  }

  /** In the order in which they came. */
  get all (): Notice[] {
    return [...this.#notices.values()].sort((a, b) =>
      a.createdAtMs - b.createdAtMs || a.revision - b.revision
    )
  }

  waiting (receiver: string): Notice[] {
    return this.all.filter(each => each.receiver === receiver && each.state === 'waiting')
  }

  async put (notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return
    await this.#store.put(...notices)
    for (const notice of notices) this.#notices.set(notice.key, notice)
  }

  /** Nobody else tells of what was put under `claim`. */
  async confirm (claim: string): Promise<void> {
    await this.put(
      this.all.filter(each => each.claim === claim && each.state === 'claimed').map(each => ({
        ...each,
        state: 'waiting'
      }))
    )
  }

  /** Somebody else does. */
  async drop (claim: string): Promise<void> {
    await this.#remove(this.all.filter(each => each.claim === claim && each.state === 'claimed'))
  }

  async end (
    notices: readonly Notice[],
    state: 'sent' | 'given-up',
    endedAtMs: number,
    problem?: Wording
  ): Promise<void> {
    await this.put(
      notices.map(each => ({ ...each, state, endedAtMs, ...problem !== undefined && { problem } }))
    )
    const names = new Set(notices.map(({ receiver }) => receiver))
    for (const name of names) {
      const ended = this.all.filter(each => each.receiver === name && each.endedAtMs !== undefined)
      await this.#remove(ended.slice(0, Math.max(0, ended.length - keptPerReceiver)))
    }
  }

  /** Of a project, those that were given up: they wait once more. */
  async takeUp (receiver: string, project: string): Promise<void> {
    const given = this.all.filter(each =>
      each.receiver === receiver && each.project === project && each.state === 'given-up'
    )
    await this.put(given.map(({ endedAtMs: _ended, problem: _problem, ...each }) => ({
      ...each,
      state: 'waiting'
    })))
  }

  async #remove (notices: readonly Notice[]): Promise<void> {
    if (notices.length === 0) return
    await this.#store.remove(...notices.map(({ key }) => key))
    for (const { key } of notices) this.#notices.delete(key)
  }
}
