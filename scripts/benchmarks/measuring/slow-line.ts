import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

export interface Line {
  megabitsPerSecond: number
  roundTripMs: number
}

const packetBytes = 1460
/** Packets that arrive within so long are handed on together. */
const pieceMs = 2
/** What one connection may have on its way, as the window of TCP bounds it. */
const windowBytes = 256 * 1024

/**
 * A line to a server on this machine: all connections share its rate, each way, and whatever is sent arrives
 * half a round trip after it has gone out. A new connection takes a round trip more.
 */
export async function startSlowLine (
  target: number,
  line: Line
): Promise<{ port: number, close: () => void }> {
  const ways = [new OneWay(line), new OneWay(line)] as const
  const open = new Set<Socket>()
  const server = createServer({ noDelay: true }, near => {
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true })
    const opensAt = performance.now() + line.roundTripMs
    for (const [from, to, way] of [[near, far, ways[0]], [far, near, ways[1]]] as const) {
      open.add(from)
      let onItsWay = 0
      from.on('data', (bytes: Buffer) => {
        onItsWay += bytes.length
        if (onItsWay > windowBytes) from.pause()
        for (let at = 0; at < bytes.length; at += way.pieceBytes) {
          const piece = bytes.subarray(at, at + way.pieceBytes)
          way.carry(piece.length, opensAt, () => {
            onItsWay -= piece.length
            if (onItsWay <= windowBytes) from.resume()
            if (!to.destroyed) to.write(piece)
          })
        }
      })
      from.once('end', () => {
        way.carry(0, opensAt, () => to.end())
      })
      from.on('error', () => to.destroy()).once('close', () => {
        open.delete(from)
        way.carry(0, opensAt, () => to.destroy())
      })
    }
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of open) socket.destroy()
      server.close()
    }
  }
}

/** One direction: what is carried comes out in the order in which it went in. */
class OneWay {
  /** It arrives at once: a packet on a slow line, many on a fast one. */
  readonly pieceBytes: number
  readonly #bytesPerMs: number
  readonly #latencyMs: number
  readonly #waiting: Array<{ at: number, arrive: () => void }> = []
  #freeAt = 0
  #isAwaited = false

  constructor ({ megabitsPerSecond, roundTripMs }: Line) {
    this.#bytesPerMs = megabitsPerSecond * 125
    this.#latencyMs = roundTripMs / 2
    this.pieceBytes = Math.max(packetBytes, Math.round(this.#bytesPerMs * pieceMs))
  }

  carry (bytes: number, notBefore: number, arrive: () => void): void {
    this.#freeAt = Math.max(this.#freeAt, notBefore, performance.now()) + bytes / this.#bytesPerMs
    this.#waiting.push({ at: this.#freeAt + this.#latencyMs, arrive })
    this.#awaitNext()
  }

  #awaitNext (): void {
    const [next] = this.#waiting
    if (next === undefined || this.#isAwaited) return
    this.#isAwaited = true
    setTimeout(this.#deliver, Math.max(0, next.at - performance.now()))
  }

  readonly #deliver = (): void => {
    const now = performance.now()
    while (this.#waiting[0] !== undefined && this.#waiting[0].at <= now + 0.5) this.#waiting.shift()!.arrive()
    this.#isAwaited = false
    this.#awaitNext()
  }
}
