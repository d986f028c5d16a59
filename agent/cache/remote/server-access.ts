import { errorText } from '../../error-text.js'
import { hasCode } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import { Refused } from './cache-server.js'
import { CircuitBreaker } from './circuit-breaker.js'
import { Patience, waitListening } from './patience.js'
import type { RemoteState } from './remote-state.js'
import { WrongBytes } from './shared-record.js'

const deadlineMs = 10_000
/** A server that fails so often is left alone. */
const attempts = 3
/** A server that is near says in this time that it is there. */
const soonMs = 10
/** Slower than 100 KB/s is no connection. */
const slowestBytesPerMs = 100

interface Answer<T> {
  value?: T
  /** Whether the server gave any. */
  isAnswer: boolean
  refusal?: Wording
}

interface Flow {
  bytes: number
  withdrawn: AbortSignal
  /** How many of them are here. */
  come: () => number
  arrivalMs: () => number
}

/** Asks a server that may be slow, dead or lying, and hands on none of that. */
export class ServerAccess {
  late = 0
  wrong = 0
  readonly #now: () => number
  readonly #breaker: CircuitBreaker
  readonly #patience: Patience
  readonly #closing = new AbortController()
  readonly #greeting: (signal: AbortSignal) => Promise<unknown>
  readonly #limitOf: (ms: number) => AbortSignal
  /** While one goes on. */
  #greeted: Promise<void> | undefined
  #isLateToGreet = false
  #giveUp = (): void => {}
  #lastWrong: RemoteState['wrong']

  /**
   * @param greeting what may be asked of the server at any time
   * @param limitOf the end of a time that nobody waits longer than
   */
  constructor (
    now: () => number,
    { breaker, patience, wrong }: RemoteState,
    greeting: (signal: AbortSignal) => Promise<unknown>,
    limitOf = AbortSignal.timeout
  ) {
    this.#now = now
    this.#limitOf = limitOf
    this.#greeting = greeting
    this.#breaker = new CircuitBreaker(now, breaker)
    this.#patience = new Patience(patience)
    this.#lastWrong = wrong
  }

  /** Why the server was left alone in this run. */
  get problem (): Wording | undefined {
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

  /** Whether it has ever answered, or has been given up. */
  get #isKnown (): boolean {
    return this.#patience.state !== undefined || this.#breaker.state !== undefined
  }

  /** What goes on has failed, and nobody minds. */
  abort (): void {
    this.#closing.abort()
  }

  /** At the end of a run: a server that has said nothing in all of it, nor now, is left alone. */
  async settle (limitMs: number): Promise<void> {
    if (this.#greeted !== undefined && await waitListening(limitMs, this.#greeted)) this.#giveUp()
    await this.#greeted
  }

  /**
   * Finds out whether a server answers of which nothing is known, or that was left alone. Nobody waits for
   * one that failed before.
   */
  greet (): void {
    if (this.#greeted !== undefined || this.#breaker.state === undefined && this.#isKnown) return
    this.#greeted = this.#greet().finally(() => {
      this.#greeted = undefined
    })
  }

  async #greet (): Promise<void> {
    const ask = async (): Promise<void> => {
      let isAnswer = false
      for (let left = attempts; left > 0 && !isAnswer && this.#breaker.allows(); left--) {
        const startedAt = this.#now()
        isAnswer = (await this.#asked(this.#greeting, 0)).isAnswer
        if (isAnswer) this.#patience.learn(this.#now() - startedAt)
      }
    }
    const begunAt = this.#now()
    const givenUp = new Promise<void>(resolve => {
      this.#giveUp = resolve
    })
    await waitListening(this.#patience.ms, Promise.race([ask(), givenUp]))
    if (this.#isKnown || this.#closing.signal.aborted) return
    this.late++
    // An answer that comes later closes the breaker again.
    this.#breaker.open(phrase('late.within', { ms: Math.round(this.#now() - begunAt) }))
  }

  /** Whether it answers, as far as it says so in a moment. */
  async answersSoon (): Promise<boolean> {
    if (!this.#isKnown && this.#greeted !== undefined) {
      this.#isLateToGreet = await waitListening(soonMs, this.#greeted)
    }
    return this.#isKnown && !this.#breaker.isOpen
  }

  /** Whether it was asked so long ago that nobody should count on an answer. */
  get isSilent (): boolean {
    return this.#isLateToGreet && !this.#isKnown
  }

  async #isUp (): Promise<boolean> {
    this.greet()
    if (!this.#isKnown) await this.#greeted
    return this.#breaker.state === undefined
  }

  /** What an answer takes, as far as is known. */
  get answerMs (): number {
    return this.#patience.state?.meanMs ?? 0
  }

  /** What the server gives as fast as it answers, or so much later. */
  async inTime<T> (ask: (signal: AbortSignal) => Promise<T>, laterMs = 0): Promise<T | undefined> {
    if (!await this.#isUp()) return undefined
    const startedAt = this.#now()
    const learn = (): void => {
      this.#patience.learn(this.#now() - startedAt)
    }
    return await this.#unlessLate(this.#asked(ask, 0), () => laterMs, () => 0, learn)
  }

  /**
   * The same for bytes: as long as some of them come, they are not late.
   * @param arrivalMs when those will be here that have not come yet
   * @param withdrawn by which nobody waits for them any more, and the server is not to blame
   */
  async inFlow<T> (
    ask: (signal: AbortSignal) => Promise<T>,
    { bytes, withdrawn, come, arrivalMs }: Flow
  ): Promise<T | undefined> {
    if (!await this.#isUp()) return undefined
    return await this.#unlessLate(this.#asked(ask, bytes, withdrawn), arrivalMs, come)
  }

  async #unlessLate<T> (
    asked: Promise<Answer<T>>,
    laterMs: () => number,
    come: () => number,
    learn = (): void => {}
  ): Promise<T | undefined> {
    let given: T | undefined
    // What comes too late still tells how fast the server is.
    const ended = asked.then(({ value, isAnswer }) => {
      given = value
      if (isAnswer) learn()
    })
    let before = -1
    let patienceMs = 0
    while (before < come()) {
      before = come()
      patienceMs = this.#patience.ms + laterMs()
      if (!await waitListening(patienceMs, ended)) return given
    }
    this.late++
    this.#breaker.fail(phrase('late.within', { ms: Math.round(patienceMs) }))
    return undefined
  }

  /** Whether there is no use in preparing what is asked in the background. */
  async isLeftAlone (): Promise<boolean> {
    // One that may hang is asked once, not by everybody.
    await this.#greeted
    return this.#breaker.isOpen
  }

  /** The same for work that nobody waits for. */
  async inBackground<T> (ask: (signal: AbortSignal) => Promise<T>, bytes: number): Promise<Answer<T>> {
    await this.#greeted
    return this.#breaker.allows() ? await this.#asked(ask, bytes) : { isAnswer: false }
  }

  /** However slow it is, and though it was left alone: without this, there is nothing else to do. */
  async insistently<T> (ask: (signal: AbortSignal) => Promise<T>, bytes: number): Promise<Answer<T>> {
    let answer: Answer<T> = { isAnswer: false }
    for (let left = attempts; left > 0 && !answer.isAnswer; left--) answer = await this.#asked(ask, bytes)
    return answer
  }

  async #asked<T> (
    ask: (signal: AbortSignal) => Promise<T>,
    bytes: number,
    withdrawn?: AbortSignal
  ): Promise<Answer<T>> {
    const limit = this.#limitOf(deadlineMs + Math.ceil(bytes / slowestBytesPerMs))
    const ends = [this.#closing.signal, limit, ...withdrawn === undefined ? [] : [withdrawn]]
    try {
      const value = await ask(AbortSignal.any(ends))
      this.#breaker.succeed()
      return { value, isAnswer: true }
    } catch (error) {
      if (error instanceof WrongBytes) this.#noteWrong(error)
      else if (error instanceof Refused) return { isAnswer: true, refusal: error.reason }
      else if (hasCode(error, 'ECONNREFUSED')) this.#breaker.open(errorText(error))
      else if (!this.#closing.signal.aborted && withdrawn?.aborted !== true) {
        this.#breaker.fail(errorText(error))
      }
      return { isAnswer: false }
    }
  }

  #noteWrong ({ reason }: WrongBytes): void {
    this.wrong++
    this.#lastWrong = { at: this.#now(), reason }
    this.#breaker.wrong(reason)
  }
}
