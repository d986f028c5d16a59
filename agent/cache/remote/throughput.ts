export interface Transfer {
  come: (bytes: number) => void
  /** Whether or not it is whole. */
  end: () => void
}

/** 10 MB/s. */
const assumedRate = 10_000
/** Less tells of answers, not of the line. */
const leastSample = 8_000
const leastSampleMs = 20
const longSampleMs = 100

/** Bytes per millisecond of everything that comes at once. */
export class Throughput {
  readonly #now: () => number
  readonly #afterEvents: (work: () => void) => unknown
  #rate: number | undefined
  #activeBytes = 0
  #active = 0
  /** Since when the line has something to do, and what has come since. */
  #sinceMs = 0
  #bytes = 0
  #hasBegun = false
  #isDue = false

  constructor (
    now: () => number,
    rate: number | undefined,
    afterEvents: (work: () => void) => unknown = work => setImmediate(work)
  ) {
    this.#now = now
    this.#rate = rate
    this.#afterEvents = afterEvents
  }

  get rate (): number | undefined {
    return this.#rate
  }

  /** When so many bytes will be here beside all that is coming. */
  arrivalMs (bytes: number): number {
    return (this.#activeBytes + bytes) / (this.#rate ?? assumedRate)
  }

  begin (bytes: number): Transfer {
    if (this.#active++ === 0) {
      this.#sinceMs = this.#now()
      this.#bytes = 0
      this.#hasBegun = false
    }
    this.#activeBytes += bytes
    let left = bytes
    const take = (count: number): void => {
      this.#activeBytes -= Math.min(left, count)
      left -= Math.min(left, count)
    }
    return {
      come: count => {
        take(count)
        // Until something comes, it is the answer that takes time; a whole blob at once tells of both.
        if (!this.#hasBegun && left > 0) this.#sinceMs = this.#now()
        else this.#bytes += count
        this.#hasBegun = true
        if (!this.#isDue) this.#afterEvents(this.#sampleIfDue)
        this.#isDue = true
      },
      end: () => {
        this.#active--
        take(left)
        if (this.#active === 0 && this.#bytes >= leastSample) this.#sample(this.#now() - this.#sinceMs)
      }
    }
  }

  /** All that has come while this process did something else is taken before its time is told. */
  readonly #sampleIfDue = (): void => {
    this.#isDue = false
    const ms = this.#now() - this.#sinceMs
    if (this.#bytes >= leastSample && ms >= leastSampleMs || ms >= longSampleMs) this.#sample(ms)
  }

  #sample (ms: number): void {
    const rate = this.#bytes / Math.max(1, ms)
    this.#rate = this.#rate === undefined ? rate : this.#rate + (rate - this.#rate) / 4
    this.#sinceMs = this.#now()
    this.#bytes = 0
  }
}
