/**
 * Wakes one waiter. A ring while nobody waits is remembered, so that none is missed between a look and the
 * wait.
 */
export class Bell {
  #isRung = false
  #answer: (() => void) | undefined

  ring (): void {
    this.#isRung = true
    this.#answer?.()
  }

  async heard (): Promise<void> {
    if (!this.#isRung) {
      await new Promise<void>(_resolve => {
        this.#answer = _resolve
      })
    }
    this.#answer = undefined
    this.#isRung = false
  }
}
