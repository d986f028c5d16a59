import { referenceTo } from '../cache/content-store.js'
import type { Action, ActionResult, Runner } from './action-runner.js'

/** Runs every action and keeps the bytes in memory: for one atlas outside any project. */
export class DirectRunner implements Runner {
  readonly isDryRun = false
  readonly #blobs = new Map<string, Uint8Array>()

  async run (action: Action): Promise<ActionResult> {
    const { value = null, blobs = {} } = await action.run()
    return {
      value,
      blobs: Object.fromEntries(Object.entries(blobs).map(([name, bytes]) => {
        const reference = referenceTo(bytes)
        this.#blobs.set(reference.sha256, bytes)
        return [name, reference]
      }))
    }
  }

  bytesOf (sha256: string): Uint8Array {
    return this.#blobs.get(sha256)!
  }

  remember (): void {}

  previous (): undefined {}
}
