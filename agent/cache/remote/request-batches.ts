interface BatchSettings<Item, Answer> {
  most: { items: number, bytes: number }
  sizeOf: (item: Item) => number
  /** One answer for each item, in their order. */
  send: (items: Item[], signal: AbortSignal) => Promise<Answer[]>
}

interface Asked<Item, Answer> {
  item: Item
  signal: AbortSignal
  resolve: (answer: Answer) => void
  reject: (reason: unknown) => void
}

/** Joins what is asked for in one turn of the event loop into few requests. */
export class RequestBatches<Item, Answer> {
  readonly #settings: BatchSettings<Item, Answer>
  #waiting: Array<Asked<Item, Answer>> = []

  constructor (settings: BatchSettings<Item, Answer>) {
    this.#settings = settings
  }

  async ask (item: Item, signal: AbortSignal): Promise<Answer> {
    return await new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => this.#flush())
      this.#waiting.push({ item, signal, resolve, reject })
    })
  }

  #flush (): void {
    const { most, sizeOf } = this.#settings
    const waiting = this.#waiting
    this.#waiting = []
    let batch: typeof waiting = []
    let bytes = 0
    for (const each of waiting) {
      const size = sizeOf(each.item)
      if (batch.length === most.items || batch.length > 0 && bytes + size > most.bytes) {
        this.#send(batch)
        batch = []
        bytes = 0
      }
      batch.push(each)
      bytes += size
    }
    if (batch.length > 0) this.#send(batch)
  }

  #send (batch: Array<Asked<Item, Answer>>): void {
    const signal = whenAllAre(batch.map(each => each.signal))
    this.#settings.send(batch.map(({ item }) => item), signal).then(
      answers => {
        for (const [index, { resolve, reject }] of batch.entries()) {
          const answer = answers[index]
          if (answer === undefined) reject(new Error('no answer for one of several blobs'))
          else resolve(answer)
        }
      },
      (error: unknown) => {
        for (const { reject } of batch) reject(error)
      }
    )
  }
}

/** Whoever no longer waits takes nothing from the others of a batch. */
function whenAllAre (signals: readonly AbortSignal[]): AbortSignal {
  const all = new AbortController()
  let left = signals.length
  for (const signal of signals) {
    const end = (): void => {
      if (--left === 0) all.abort(signal.reason)
    }
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  }
  return all.signal
}
