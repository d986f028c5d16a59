import { errorText } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'
import { Refused } from './cache-server.js'
import { CircuitBreaker } from './circuit-breaker.js'
import { Patience, waitListening } from './patience.js'
import type { RemoteState } from './remote-state.js'
import { WrongBytes } from './shared-record.js'

const deadlineMs = 10_000
/** Slower than 100 KB/s is no connection. */
const slowestBytesPerMs = 100

interface Answer<T> {
  value?: T
  /** Whether the server gave any. */
  isAnswer: boolean
  refusal?: string
}

/** Asks a server that may be slow, dead or lying, and hands on none of that. */
export class ServerAccess {
  late = 0
  wrong = 0
  readonly #now: () => number
  readonly #breaker: CircuitBreaker
  readonly #patience: Patience
  readonly #closing = new AbortController()
  #lastWrong: RemoteState['wrong']

  constructor (now: () => number, { breaker, patience, wrong }: RemoteState) {
    this.#now = now
    this.#breaker = new CircuitBreaker(now, breaker)
    this.#patience = new Patience(patience)
    this.#lastWrong = wrong
  }

  /** Why the server was left alone in this run. */
  get problem (): string | undefined {
    return this.#breaker.reason
  }

  get state (): Pick<RemoteState, 'breaker' | 'patience' | 'wrong'> {
    const { state: breaker } = this.#breaker
    const { state: patience } = this.#patience
    return {
      ...breaker !== undefined && { breaker },
      ...patience !== undefined && { patience },
      ...this.#lastWrong !== undefined && { wrong: this.#lastWrong }
    }
  }

  /** What goes on has failed, and nobody minds. */
  abort (): void {
    this.#closing.abort()
  }

  /** What the server gives as fast as it answers, and `arrivalMs` more for the bytes of the answer. */
  async inTime<T> (
    ask: (signal: AbortSignal) => Promise<T>,
    bytes = 0,
    arrivalMs = 0
  ): Promise<T | undefined> {
    if (!this.#breaker.allows()) return undefined
    const patienceMs = this.#patience.ms + arrivalMs
    const startedAt = this.#now()
    let given: T | undefined
    // What comes too late still tells how fast the server is.
    const ended = this.#asked(ask, bytes).then(({ value, isAnswer }) => {
      given = value
      if (bytes === 0 && isAnswer) this.#patience.learn(this.#now() - startedAt)
    })
    if (await waitListening(patienceMs, ended)) {
      this.late++
      const reason = phrase('late.within', { ms: Math.round(patienceMs) })
      // An answer that comes later closes the breaker again, and the next one gets its time.
      if (this.#patience.state === undefined) this.#breaker.open(reason)
      else this.#breaker.fail(reason)
    }
    return given
  }

  /** The same for work that nobody waits for. */
  async inBackground<T> (ask: (signal: AbortSignal) => Promise<T>, bytes: number): Promise<Answer<T>> {
    return this.#breaker.allows() ? await this.#asked(ask, bytes) : { isAnswer: false }
  }

  async #asked<T> (ask: (signal: AbortSignal) => Promise<T>, bytes: number): Promise<Answer<T>> {
    const limit = AbortSignal.timeout(deadlineMs + Math.ceil(bytes / slowestBytesPerMs))
    try {
      const value = await ask(AbortSignal.any([this.#closing.signal, limit]))
      this.#breaker.succeed()
      return { value, isAnswer: true }
    } catch (error) {
      if (error instanceof WrongBytes) this.#noteWrong(error)
      else if (error instanceof Refused) return { isAnswer: true, refusal: error.message }
      else if (!this.#closing.signal.aborted) this.#breaker.fail(errorText(error))
      return { isAnswer: false }
    }
  }

  #noteWrong ({ message }: WrongBytes): void {
    this.wrong++
    this.#lastWrong = { at: this.#now(), reason: message }
    this.#breaker.wrong(message)
  }
}
