import type { BlobContent } from '../../files/blob-content.js'
import type { BlobReference } from '../../cache/content-store.js'
import type { Action, ActionResult, Runner } from './runner.js'

/** Runs every action, and keeps only what it makes, where it is told: for one atlas outside any project. */
export class DirectRunner implements Runner {
  readonly isDryRun = false
  readonly #put: (content: BlobContent) => Promise<BlobReference>

  constructor (put: (content: BlobContent) => Promise<BlobReference>) {
    this.#put = put
  }

  async run<Value> (action: Action<Value>): Promise<ActionResult<Value>> {
    return await this.decide(action)
  }

  async decide<Value> (action: Action<Value>): Promise<ActionResult<Value>> {
    const { value = null, blobs = {} } = await action.run()
    const kept = Object.entries(blobs).map(async ([name, bytes]) => [name, await this.#put(bytes)] as const)
    return { value: value as Value, blobs: Object.fromEntries(await Promise.all(kept)) }
  }

  remember (): void {}

  done (): undefined {}

  recall (): false {
    return false
  }

  hadBefore (): false {
    return false
  }

  previous (): undefined {}

  read (): undefined {}

  async find (): Promise<undefined> {}

  async share (): Promise<void> {}
}
