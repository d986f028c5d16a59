import { join } from 'node:path'
import { OutboxStore } from '../alert/outbox-store.js'
import type { LoopOptions } from '../alert/delivery-loop.js'
import type { NoticesConfig } from '../config/notices-schema.js'
import type { Documents } from '../coordination/documents.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import type { ReleaseStore } from '../release/release-store.js'
import { configuredReceivers } from './configured-receivers.js'
import type { Notice } from './notice.js'
import { NoticeBox } from './notice-box.js'
import { NoticeDelivery } from './notice-delivery.js'
import { NoticeWatch } from './notice-watch.js'
import { isFor } from './receiver.js'

interface NoticesOptions extends LoopOptions {
  config: NoticesConfig
  publicUrl: string | undefined
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  home: string
  documents: Documents
  storeOf: (project: string) => ReleaseStore
  nowMs: () => number
  onProblem: (error: unknown) => void
}

export interface ReceiverStanding {
  name: string
  service: string
  events: readonly string[]
  waiting: number
  problem: Wording | null
}

/** What this agent tells teams: from the histories of projects through a box on disk to each receiver. */
export class Notices {
  readonly #box: NoticeBox
  readonly #store: OutboxStore<Notice>
  readonly #deliveries: readonly NoticeDelivery[]
  readonly #watch: NoticeWatch

  private constructor (
    store: OutboxStore<Notice>,
    box: NoticeBox,
    deliveries: readonly NoticeDelivery[],
    options: NoticesOptions
  ) {
    this.#store = store
    this.#box = box
    this.#deliveries = deliveries
    this.#watch = new NoticeWatch({
      ...options,
      box,
      receivers: deliveries.map(({ receiver }) => receiver),
      onNews: () => {
        this.wake()
      }
    })
  }

  static async open (options: NoticesOptions): Promise<Notices> {
    const { config, publicUrl, home, nowMs, retryMs, random } = options
    const receivers = await configuredReceivers(config, options)
    const store = await OutboxStore.open<Notice>(join(home, 'notices'), nowMs())
    const box = await NoticeBox.open(store)
    const settings = {
      collectMs: config.collectMs,
      publicUrl,
      nowMs,
      ...retryMs !== undefined && { retryMs },
      ...random !== undefined && { random }
    }
    const deliveries = receivers.map(receiver => new NoticeDelivery(receiver, box, settings))
    const notices = new Notices(store, box, deliveries, options)
    notices.#watch.start()
    return notices
  }

  receiversOf (project: string): ReceiverStanding[] {
    return this
      .#deliveries
      .filter(({ receiver }) => isFor(receiver, project))
      .map(({ receiver: { name, service, events }, problem }) => ({
        name,
        service,
        events,
        waiting: this.#box.waiting(name).filter(each => each.project === project).length,
        problem: problem ?? null
      }))
  }

  /** The newest first. */
  of (project: string): Notice[] {
    return this.#box.all.filter(each => each.project === project && each.state !== 'claimed').reverse()
  }

  /**
   * Tries again what a receiver refused, and what was given up. Throws NOTICE_RECEIVER_UNKNOWN for one that
   * is not told of the project.
   */
  async again (project: string, name: string): Promise<void> {
    const deliveries = this.#deliveries.filter(({ receiver }) => isFor(receiver, project))
    const delivery = deliveries.find(({ receiver }) => receiver.name === name)
    if (delivery === undefined) {
      const known = deliveries.map(({ receiver }) => receiver.name).join(', ') || phrase('list.none')
      throw new PacklineError('NOTICE_RECEIVER_UNKNOWN', { name, known })
    }
    await this.#box.takeUp(name, project)
    delivery.again()
  }

  /** Why receivers could not be reached, or refused, the last time. */
  get problems (): ReadonlyMap<string, Wording> {
    return new Map(
      this.#deliveries.flatMap(({ receiver: { name }, problem }): Array<[string, Wording]> =>
        problem === undefined ? [] : [[name, problem]]
      )
    )
  }

  /** Looks at once for what is due. */
  wake (): void {
    for (const delivery of this.#deliveries) delivery.wake()
  }

  async close (): Promise<void> {
    await this.#watch.close()
    await Promise.all(this.#deliveries.map(async delivery => {
      await delivery.close()
    }))
    await this.#store.close()
  }
}
