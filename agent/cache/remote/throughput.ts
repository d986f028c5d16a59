import { waitListening } from './patience.js'

/** Bytes per millisecond of everything that comes at once. */
export class Throughput {
  readonly #now: () => number
  #rate: number | undefined
  #activeBytes = 0
  #active = 0
  #sinceMs = 0
  #bytes = 0
  /** The first that comes over a line of which nothing is known. */
  #first: Promise<void> | undefined
  #hasCome = false

  constructor (now: () => number, rate: number | undefined) {
    this.#now = now
    this.#rate = rate
  }

  get rate (): number | undefined {
    return this.#rate
  }

  /** What these bytes alone take of the line; 0 as long as nothing is known. */
  shareMs (bytes: number): number {
    return this.#rate === undefined ? 0 : bytes / this.#rate
  }

  /** When they will be here beside all that is coming. */
  arrivalMs (bytes: number): number {
    return (this.#activeBytes + bytes) / (this.#rate ?? assumedRate)
  }

  /**
   * Lets the first of several go alone, for a moment at most: what of the others is worth fetching is known
   * then. A line over which it is still coming is no faster than that.
   */
  async inTurn<T> (work: () => Promise<T>): Promise<T> {
    while (this.#first !== undefined) await this.#first
    if (this.#rate !== undefined || this.#hasCome) return await work()
    const begunAt = this.#now()
    const ended = work()
    this.#first = waitListening(momentMs, ended).then(isComing => {
      this.#first = undefined
      this.#hasCome = true
      // What came sooner tells of answers, and not yet of the line.
      this.#rate = isComing && this.#activeBytes >= leastSample
        ? this.#activeBytes / Math.max(1, this.#now() - begunAt)
        : undefined
    })
    return await ended
  }

  begin (bytes: number): (isWhole: boolean) => void {
    if (this.#active++ === 0) {
      this.#sinceMs = this.#now()
      this.#bytes = 0
    }
    this.#activeBytes += bytes
    return isWhole => {
      this.#active--
      this.#activeBytes -= bytes
      if (isWhole) this.#bytes += bytes
      if (this.#bytes >= sampleBytes || this.#active === 0) this.#sample()
    }
  }

  #sample (): void {
    const ms = Math.max(1, this.#now() - this.#sinceMs)
    // Small ones tell of answers, not of the line.
    if (this.#bytes >= leastSample) {
      const rate = this.#bytes / ms
      this.#rate = this.#rate === undefined ? rate : this.#rate + (rate - this.#rate) / 4
    }
    this.#sinceMs = this.#now()
    this.#bytes = 0
  }
}

/** 10 MB/s. */
const assumedRate = 10_000
const sampleBytes = 4_000_000
const momentMs = 100
const leastSample = 200_000
