import { causeText } from '../error-text.js'
import { SpansNotTaken, sendSpans } from './send-spans.js'
import type { SpanReceiver } from './send-spans.js'
import type { Span } from './span.js'

interface SpanExporterOptions {
  receiver: SpanReceiver
  log: { warn: (fields: Record<string, unknown>, message: string) => void }
  /** How many spans may wait; of more the oldest go. */
  capacity?: number
  /** From the first span to its request, and after a request that failed at most so long. */
  pauseMs?: readonly [first: number, longest: number]
  /** For what waits when it closes. */
  lastWordsMs?: number
}

const batchSize = 256
const answerMs = 10_000

/** Sends spans in the background, in batches. Nothing waits for it, and what cannot be sent is dropped. */
export class SpanExporter {
  readonly #options: SpanExporterOptions
  readonly #waiting: Span[] = []
  readonly #closing = new AbortController()
  #timer: NodeJS.Timeout | undefined
  #sending: Promise<void> | undefined
  #failures = 0

  constructor (options: SpanExporterOptions) {
    this.#options = options
  }

  add (spans: readonly Span[]): void {
    const { capacity = 4096 } = this.#options
    this.#waiting.push(...spans.filter(({ place }) => place.isSampled))
    const over = this.#waiting.length - capacity
    if (over > 0) this.#drop(this.#waiting.splice(0, over), 'the receiver is too slow')
    this.#schedule()
  }

  /** Sends what waits, for a moment at most. */
  async close (): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#closing.signal.aborted) return
    const deadline = setTimeout(() => {
      this.#closing.abort()
    }, this.#options.lastWordsMs ?? 2000)
    await this.#sending
    do await this.#sendBatch()
    while (this.#waiting.length > 0 && this.#failures === 0)
    if (this.#waiting.length > 0) this.#drop(this.#waiting.splice(0), 'the agent ends')
    clearTimeout(deadline)
    this.#closing.abort()
  }

  #schedule (): void {
    if (this.#timer !== undefined || this.#sending !== undefined || this.#closing.signal.aborted) return
    if (this.#waiting.length === 0) return
    const [first, longest] = this.#options.pauseMs ?? [2000, 60_000]
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      this.#sending = this.#sendBatch().finally(() => {
        this.#sending = undefined
        this.#schedule()
      })
    }, Math.min(longest, first * 2 ** Math.min(this.#failures, 16)))
      .unref()
  }

  async #sendBatch (): Promise<void> {
    const batch = this.#waiting.splice(0, batchSize)
    if (batch.length === 0) return
    const { signal } = this.#closing
    try {
      await sendSpans(
        batch,
        this.#options.receiver,
        AbortSignal.any([signal, AbortSignal.timeout(answerMs)])
      )
      this.#failures = 0
    } catch (error) {
      this.#failures++
      if (error instanceof SpansNotTaken && error.isPassing && !signal.aborted) {
        this.#waiting.unshift(...batch)
      } else this.#drop(batch, String(causeText(error)))
    }
  }

  #drop (spans: readonly Span[], reason: string): void {
    this.#options.log.warn({ spans: spans.length, reason }, 'spans were dropped')
  }
}
