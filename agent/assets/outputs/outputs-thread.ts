import type { Worker } from 'node:worker_threads'
import { startThread } from '../../processes/start-thread.js'

export interface OutputsRequest {
  id: number
  /** The file with the record of what was published in the folder `output`. */
  record: string
  output: string
}

/** A thread that looks at what is published while another looks at inputs; it remembers the record of it. */
export class OutputsThread {
  readonly #stays: boolean
  readonly #answers = new Map<number, (count: number) => void>()
  #worker: Worker | undefined
  #requests = 0

  /** @param stays it waits for further requests, and keeps no process meanwhile */
  constructor ({ stays }: { stays: boolean }) {
    this.#stays = stays
  }

  /** How many files are published, when all are as they were written; else -1, also where the thread ends. */
  look (record: string, output: string): Promise<number> {
    const worker = this.#worker ?? this.#start()
    const id = this.#requests++
    const count = new Promise<number>(resolve => {
      this.#answers.set(id, resolve)
    })
    worker.ref()
    worker.postMessage({ id, record, output } satisfies OutputsRequest)
    return count
  }

  async close (): Promise<void> {
    if (!this.#stays) await this.#worker?.terminate()
  }

  #start (): Worker {
    const worker = startThread(import.meta.url, 'intact-outputs-worker')
    worker.on('message', ({ id, count }: { id: number, count: number }) => {
      this.#answer(id, count)
    })
    // The run that hears of none looks itself, and meets what is wrong.
    worker.on('error', () => {})
    worker.once('exit', () => {
      this.#worker = undefined
      for (const id of this.#answers.keys()) this.#answer(id, -1)
    })
    this.#worker = worker
    return worker
  }

  #answer (id: number, count: number): void {
    const answer = this.#answers.get(id)
    this.#answers.delete(id)
    answer?.(count)
    if (this.#stays && this.#answers.size === 0) this.#worker?.unref()
  }
}
