import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'
const maxFrameBytes = 16 * 1024 * 1024
const passwordBytes = 16

/**
 * Cuts a server's byte stream into answers, each with its length in front, and refuses what cannot be
 * ZooKeeper.
 */
export class FrameReader {
  #rest: Buffer = Buffer.alloc(0)
  #chunks: Buffer[] = []
  #missingBytes = 0

  reset (): void {
    this.#rest = Buffer.alloc(0)
    this.#chunks = []
    this.#missingBytes = 0
  }

  *read (chunk: Buffer): Generator<Buffer> {
    this.#chunks.push(chunk)
    this.#missingBytes -= chunk.length
    // A large answer arrives in many chunks: they are joined once, when it is whole.
    if (this.#missingBytes > 0) return
    this.#rest = Buffer.concat([this.#rest, ...this.#chunks])
    this.#chunks = []
    while (this.#rest.length >= 4) {
      const size = this.#rest.readInt32BE(0)
      if (size < 16 || size > maxFrameBytes) {
        throw new ReasonError(phrase('zk.otherAnswer', { size, start: printable(this.#rest) }))
      }
      if (this.#rest.length < size + 4) break
      const frame = this.#rest.subarray(0, size + 4)
      this.#rest = this.#rest.subarray(size + 4)
      yield frame
    }
    this.#missingBytes = this.#rest.length < 4 ? 0 : this.#rest.readInt32BE(0) + 4 - this.#rest.length
  }

  /** Protocol version, timeout, session, password, and from newer servers whether it is read-only. */
  checkHandshake (frame: Buffer): void {
    const isHandshake = (frame.length === 40 || frame.length === 41) && frame.readInt32BE(4) === 0 &&
      frame.readInt32BE(20) === passwordBytes
    if (!isHandshake) {
      throw new ReasonError(phrase('zk.otherHandshake', { start: printable(frame) }))
    }
  }

  header (frame: Buffer): { xid: number, err: number } {
    return { xid: frame.readInt32BE(4), err: frame.readInt32BE(16) }
  }
}

function printable (bytes: Buffer): string {
  return JSON.stringify(bytes.subarray(0, 24).toString('latin1').replace(/[^\x20-\x7e]/g, '.'))
}
