import { DeliveryLoop, type LoopOptions } from '../alert/delivery-loop.js'
import { DeliveryError } from '../alert/http-post.js'
import { isQuiet } from '../alert/quiet-hours.js'
import type { Wording } from '../messages/phrase.js'
import type { Notice } from './notice.js'
import { isUrgent } from './notice.js'
import type { NoticeBox } from './notice-box.js'
import { messageOf } from './notice-message.js'
import type { Receiver } from './receiver.js'

interface NoticeDeliveryOptions extends LoopOptions {
  collectMs: number
  publicUrl: string | undefined
  nowMs: () => number
}

/** What could not be delivered for so long is old news. */
const givenUpAfterMs = 48 * 3_600_000
const lookAgainMs = 60_000
/** More are told as a number. */
const mostAtOnce = 30

/** Tells one receiver of what waits for it: everything that is due as one message. */
export class NoticeDelivery {
  readonly receiver: Receiver
  readonly #box: NoticeBox
  readonly #options: NoticeDeliveryOptions
  readonly #loop: DeliveryLoop<Notice[]>
  #lastAtMs = -Infinity

  constructor (receiver: Receiver, box: NoticeBox, options: NoticeDeliveryOptions) {
    this.receiver = receiver
    this.#box = box
    this.#options = options
    this.#loop = new DeliveryLoop({
      ...options,
      next: () => this.#next(),
      tell: async (notices, signal) => {
        await this.#tell(notices, signal)
      }
    })
  }

  get problem (): Wording | undefined {
    return this.#loop.problem
  }

  wake (): void {
    this.#loop.wake()
  }

  /** Sends at once what waits, although it was refused a moment ago. */
  again (): void {
    this.#loop.again()
  }

  async close (): Promise<void> {
    await this.#loop.close()
  }

  #next (): { item?: Notice[], waitMs: number } {
    const { name, quietHours, spacingMs } = this.receiver
    const { collectMs } = this.#options
    const nowMs = this.#options.nowMs()
    const due = this.#box.waiting(name).filter(notice =>
      !isQuiet(quietHours, isUrgent(notice) ? 'error' : 'info', nowMs)
    )
    const [first] = due
    if (first === undefined) return { waitMs: lookAgainMs }
    const waitMs = Math.max(first.createdAtMs + collectMs, this.#lastAtMs + spacingMs) - nowMs
    return waitMs > 0 ? { waitMs } : { item: due, waitMs: 0 }
  }

  async #tell (notices: readonly Notice[], signal: AbortSignal): Promise<void> {
    const { locale } = this.receiver
    const { publicUrl, nowMs } = this.#options
    const message = messageOf(notices, locale, publicUrl, mostAtOnce)
    try {
      this.#lastAtMs = nowMs()
      await this.receiver.send(message, signal)
    } catch (error) {
      if (!signal.aborted && error instanceof DeliveryError) await this.#giveUpOld(notices, error.message)
      throw error
    }
    this.#loop.problem = undefined
    await this.#box.end(notices, 'sent', nowMs())
  }

  /** A robot that is set up wrongly is mended, and then everybody wants to know what it did not say. */
  async #giveUpOld (notices: readonly Notice[], problem: Wording): Promise<void> {
    const nowMs = this.#options.nowMs()
    const old = notices.filter(({ createdAtMs }) => createdAtMs + givenUpAfterMs < nowMs)
    await this.#box.end(old, 'given-up', nowMs, problem)
  }
}
