import { once } from 'node:events'

/** Work that nobody waits for where it is begun. What goes wrong in it is told, and holds nothing else up. */
export class BackgroundWork {
  readonly #onError: (error: unknown) => void
  readonly #running = new Set<Promise<void>>()

  constructor (onError: (error: unknown) => void) {
    this.#onError = onError
  }

  get size (): number {
    return this.#running.size
  }

  add (work: Promise<unknown>): void {
    const settled: Promise<void> = work.then(() => {}, this.#onError).then(() => {
      this.#running.delete(settled)
    })
    this.#running.add(settled)
  }

  /** Resolves when what is under way now has ended. */
  async settled (): Promise<void> {
    await Promise.all(this.#running)
  }
}

export async function whenAborted (signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, 'abort')
}
