/** Bytes per millisecond of everything that comes at once. */
export class Throughput {
  readonly #now: () => number
  #rate: number | undefined
  #activeBytes = 0
  #active = 0
  #sinceMs = 0
  #bytes = 0

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
const leastSample = 200_000
