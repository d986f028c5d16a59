import { referenceTo } from '../../cache/content-store.js'
import type { BlobReference } from '../../cache/content-store.js'
import type { Action, ActionResult, Runner } from './action-runner.js'

/** Bytes in memory; their digests are made when somebody asks for them. */
class MemoryBlob implements BlobReference {
  readonly bytes: Uint8Array
  #reference: BlobReference | undefined

  constructor (bytes: Uint8Array) {
    this.bytes = bytes
  }

  get size (): number {
    return this.bytes.byteLength
  }
  get sha256 (): string {
    return this.#digests().sha256
  }
  get md5 (): string {
    return this.#digests().md5
  }

  #digests (): BlobReference {
    this.#reference ??= referenceTo(this.bytes)
    return this.#reference
  }
}

/** Runs every action and keeps the bytes in memory: for one atlas outside any project. */
export class DirectRunner implements Runner {
  readonly isDryRun = false

  async run<Value> (action: Action<Value>): Promise<ActionResult<Value>> {
    return await this.decide(action)
  }

  async decide<Value> (action: Action<Value>): Promise<ActionResult<Value>> {
    const { value = null, blobs = {} } = await action.run()
    return {
      value: value as Value,
      blobs: Object.fromEntries(Object.entries(blobs).map(([name, bytes]) => [name, new MemoryBlob(bytes)]))
    }
  }

  /** The bytes of a result of this runner. */
  bytesOf (reference: BlobReference): Uint8Array {
    if (!(reference instanceof MemoryBlob)) throw new Error(`${reference.sha256} is of another runner`)
    return reference.bytes
  }

  remember (): void {}

  done (): undefined {}

  recall (): false {
    return false
  }

  previous (): undefined {}

  read (): undefined {}
}
