import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { Server, Socket } from 'node:net'

const ping = 11

/** A wire to a ZooKeeper server that counts the requests on it. */
export class CountingRelay {
  readonly #listener: Server
  readonly #sockets = new Set<Socket>()
  operations = 0
  pings = 0

  private constructor (targetPort: number) {
    this.#listener = createServer(client => {
      const server = connect(targetPort, '127.0.0.1')
      const count = requestCounter(type => {
        if (type === ping) this.pings++
        else this.operations++
      })
      client.on('data', count)
      client.pipe(server).pipe(client)
      for (const socket of [client, server]) {
        socket.setNoDelay()
        socket.on('error', () => {
          client.destroy()
          server.destroy()
        })
        socket.on('close', () => this.#sockets.delete(socket))
        this.#sockets.add(socket)
      }
    })
  }

  static async start (targetPort: number): Promise<CountingRelay> {
    const relay = new CountingRelay(targetPort)
    relay.#listener.listen(0, '127.0.0.1', 2048)
    await once(relay.#listener, 'listening')
    return relay
  }

  get address (): string {
    const address = this.#listener.address()
    return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`
  }

  close (): void {
    this.#listener.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}

/**
 * Takes a stream of frames apart as far as the request's type; the first frame is the handshake, which has
 * none.
 */
export function requestCounter (count: (type: number) => void): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0)
  let isHandshake = true
  return chunk => {
    rest = Buffer.concat([rest, chunk])
    while (rest.length >= 4 && rest.length >= 4 + rest.readInt32BE()) {
      if (!isHandshake) count(rest.readInt32BE(8))
      isHandshake = false
      rest = rest.subarray(4 + rest.readInt32BE())
    }
  }
}
