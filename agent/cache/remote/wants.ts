import type { ServerAccess } from './server-access.js'
import type { Throughput } from './throughput.js'
import { SoonerMade, Want, lateAnswer, leastWorkMs } from './want.js'
import type { Promised } from './want.js'

/** How often it is looked whether something comes: times in which this process could take it. */
const tickMs = 5
/** A processor that had nothing to do for so long, while nothing came, makes something. */
const idleMs = 20
/** Once it had to, the line is known to be slower than that. */
const idleAgainMs = 10
/** After so long without anything, this process makes as much at once as without a server. */
const silentMs = 35
/** What has begun to come is given up where no more of it came for so long. */
const stalledMs = 100
/** Less in all that time is as good as nothing. */
const leastProgress = 32_000
/** So many sets are made at once while nothing comes: one of them always waits for a thread or the disk. */
const mostMakers = 3
/** What this process takes, compares and writes in a millisecond: 80 MB/s beside other work. */
const takenPerMs = 80_000
/** Rates and costs are measured among others: what is about the same is fetched. */
const clearly = 1.25
const clearlyMs = 10
/** So much is chosen to be made ahead of the work: what is measured later may say otherwise. */
const madeAheadMs = 250
/** With fewer there is soon nothing to do, whatever costs said. What was chosen begins in so long. */
const fewMakers = 2
const beginsMs = 10
/** What is on its way at once, as long as nothing is known of the line. */
const firstWindow = 4_000_000
const leastWindow = 64_000
const mostWindow = 64_000_000
/** How much the line should have to do beyond the time of an answer. */
const aheadMs = 50
/** So long bytes wait for answers that would else come behind them. */
const answersFirstMs = 50

/**
 * All that a run wants of a server. What saves most for its bytes is fetched first, and what would come last
 * is made as soon as that is sooner: the line begins at the front and the processor at the back, until they
 * meet.
 */
export class Wants {
  /** How much longer each result is worth waiting for. */
  worthMs = 0
  readonly #now: () => number
  readonly #line: Throughput
  readonly #server: Pick<ServerAccess, 'answerMs' | 'isSilent'>
  /** In the order of the run. */
  readonly #asked = new Set<Want>()
  /** Answered; those that are coming are the first. */
  readonly #promised: Want[] = []
  /** What is made by each set, or by an action of its own. */
  readonly #makers = new Map<string, number>()
  /** Until then there is enough to make. */
  #busyUntil = 0
  /** When something was chosen to be made last. */
  #chosenAt = 0
  #hasWaited = false
  #tick: NodeJS.Timeout | undefined
  /** How long this process could have taken something, and what it took. */
  #quietMs = 0
  #bytes = 0
  /** By then something is made. */
  #nextMs = idleMs
  #answersFirst: NodeJS.Timeout | undefined

  constructor (now: () => number, line: Throughput, server: Pick<ServerAccess, 'answerMs' | 'isSilent'>) {
    this.#now = now
    this.#line = line
    this.#server = server
  }

  /**
   * The answer to a question, with what it promises; undefined where there is none, or where that does not
   * come.
   * @param promisedBy undefined where nothing has to be fetched
   */
  async get<T extends object> (
    ask: () => Promise<T | undefined>,
    promisedBy: (answer: T) => Promised | undefined
  ): Promise<T | SoonerMade | undefined> {
    const want = new Want(this.#now())
    this.#asked.add(want)
    this.#listen()
    try {
      const asked = ask()
      const answer = await want.orWithdrawn(asked)
      if (want.withdrawn.signal.aborted) return lateAnswer(asked)
      this.#asked.delete(want)
      const promised = answer && promisedBy(answer)
      if (promised === undefined) return answer
      const hasCome = await want.orWithdrawn(this.#fetch(want, promised))
      if (want.withdrawn.signal.aborted) return new SoonerMade(true)
      return hasCome === true ? answer : undefined
    } finally {
      this.#asked.delete(want)
      this.#leave(want)
      this.#goOn()
    }
  }

  /** Something is made; whoever does says when it has been. */
  beginMaking (maker: string): () => void {
    this.#makers.set(maker, (this.#makers.get(maker) ?? 0) + 1)
    return () => {
      const left = this.#makers.get(maker)! - 1
      if (left > 0) this.#makers.set(maker, left)
      else this.#makers.delete(maker)
      this.#goOn()
    }
  }

  close (): void {
    clearTimeout(this.#tick)
    clearTimeout(this.#answersFirst)
  }

  async #fetch (want: Want, { bytes, costMs, fetch }: Promised): Promise<boolean> {
    want.bytes = bytes
    want.costMs = costMs
    const hasCome = new Promise<boolean>((resolve, reject) => {
      want.begin = () => {
        want.begin = undefined
        fetch(want.withdrawn.signal, count => {
          want.come += count
          this.#bytes += count
          if (this.#bytes >= leastProgress) this.#endQuiet()
          this.#goOn()
        })
          .then(resolve, reject)
      }
    })
    const at = this.#promised.findIndex(other => other.begin !== undefined && other.worth < want.worth)
    // The first answer tells that there is a server; the others are small.
    if (this.#promised.length === 0) this.#endQuiet()
    this.#promised.splice(at < 0 ? this.#promised.length : at, 0, want)
    this.#goOn()
    return await hasCome
  }

  #leave (want: Want): void {
    const at = this.#promised.indexOf(want)
    if (at >= 0) this.#promised.splice(at, 1)
  }

  /** Something has come or has been made. */
  #goOn (): void {
    this.#makeFromTheBack()
    this.#fetchFromTheFront()
  }

  #fetchFromTheFront (): void {
    const now = this.#now()
    const { rate } = this.#line
    const window = rate === undefined
      ? firstWindow
      : Math.min(mostWindow, Math.max(leastWindow, rate * (this.#server.answerMs + aheadMs)))
    let coming = 0
    for (const want of [...this.#promised]) {
      if (want.begin === undefined) coming += want.left
      else if (coming === 0 || coming + want.bytes <= window) {
        const waitMs = this.#answersMs(now)
        if (waitMs > 0) {
          this.#answersFirst ??= setTimeout(() => {
            this.#answersFirst = undefined
            this.#goOn()
          }, waitMs)
          return
        }
        coming += want.bytes
        want.begin()
      } else return
    }
  }

  /** How long what is to be fetched waits for answers. */
  #answersMs (now: number): number {
    let ms = 0
    for (const { askedAt } of this.#asked) ms = Math.max(ms, answersFirstMs - Math.max(0, now - askedAt))
    return ms
  }

  #makeFromTheBack (): void {
    const { rate } = this.#line
    const now = this.#now()
    // What is answered in a moment may come sooner, or save more.
    if (rate === undefined || this.#promised.length === 0 || this.#answersMs(now) > 0) return
    let bytes = this.#promised.reduce((sum, { left }) => sum + left, 0)
    const isIdleSoon = this.#makers.size < fewMakers && now - this.#chosenAt > beginsMs
    let busyMs = isIdleSoon ? 0 : Math.max(0, this.#busyUntil - now)
    const allMadeMs = busyMs +
      this.#promised.reduce((sum, { costMs }) => sum + costMs + leastWorkMs, this.worthMs)
    for (const want of [...this.#promised].reverse()) {
      if (want.begin === undefined && want.left === 0) continue
      // Even alone on the line, it would come when everything is made.
      const isHopeless = want.left / rate > clearly * allMadeMs + clearlyMs
      const madeMs = busyMs + bytes / takenPerMs + want.costMs + leastWorkMs + this.worthMs
      const isSooner = bytes / rate > clearly * madeMs + clearlyMs && busyMs <= madeAheadMs
      bytes -= want.left
      if (!isHopeless && !isSooner) continue
      busyMs += want.costMs + leastWorkMs
      this.#busyUntil = now + busyMs
      this.#make(want)
    }
  }

  #make (want: Want): void {
    this.#chosenAt = this.#now()
    this.#leave(want)
    this.#asked.delete(want)
    want.withdrawn.abort()
  }

  #endQuiet (): void {
    this.#quietMs = 0
    this.#bytes = 0
    this.#nextMs = this.#hasWaited ? idleAgainMs : idleMs
  }

  /** Makes something if nothing comes in a moment: a server may hang, or be far away. */
  #listen (): void {
    if (this.#tick !== undefined || this.worthMs > 0) return
    this.#endQuiet()
    const tick = (): void => {
      this.#tick = setTimeout(() => {
        // After the timers come the sockets: what has arrived is taken first.
        setImmediate(() => {
          this.#tick = undefined
          this.#quietMs += tickMs
          const last = this.#last
          if (last === undefined) return
          if (this.#isQuietFor(last)) this.#makeWhileIdle(last)
          tick()
        })
      }, tickMs)
    }
    tick()
  }

  #isQuietFor (last: Want): boolean {
    const quietMs = this.#quietMs
    if (last.come > 0) return quietMs >= stalledMs
    if (quietMs >= silentMs) return true
    // It was asked while the files were looked at.
    const nextMs = this.#server.isSilent ? tickMs : this.#nextMs
    return this.#makers.size < mostMakers && quietMs >= nextMs
  }

  #makeWhileIdle (last: Want): void {
    this.#hasWaited = true
    if (this.#makers.size === 0) this.#busyUntil = this.#now()
    this.#nextMs = this.#quietMs + idleAgainMs
    this.#make(last)
    // All at once, as without a server: that takes less time than one after the other.
    if (this.#server.isSilent) { for (const want of this.#asked) this.#make(want) }
  }

  /** What would come last, as far as is known; of those that are coming, one that has not begun to. */
  get #last (): Want | undefined {
    return [...this.#asked].at(-1) ?? this.#promised.findLast(({ come }) => come === 0) ??
      this.#promised.at(-1)
  }
}
