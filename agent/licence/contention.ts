/** Which of a device's own jobs still get its slots, while somebody else waits. */
export interface Admission {
  upTo: number
  priority: number
}

/**
 * Somebody else waits for the seat. For a while the device goes on as before; then only jobs that were there
 * already still get slots.
 */
export class Contention {
  #timer: NodeJS.Timeout | undefined
  #admission: Admission | undefined

  get isOn (): boolean {
    return this.#timer !== undefined
  }
  get isClosed (): boolean {
    return this.#admission !== undefined
  }
  get admission (): Partial<Admission> {
    return this.#admission ?? {}
  }

  /** After `holdMs` new jobs get no slots any more; `close` says which ones are not new. */
  begin (holdMs: number, close: () => Admission): void {
    this.#timer ??= setTimeout(() => {
      this.#admission = close()
    }, holdMs)
      .unref()
  }

  end (): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#admission = undefined
  }
}
