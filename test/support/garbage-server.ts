import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'

/** A server that answers each connection with bytes that are not what the client expects. */
export class GarbageServer {
  readonly #listener: Server
  readonly #sockets = new Set<Socket>()

  private constructor (listener: Server) {
    this.#listener = listener
  }

  /**
   * `answer` gets what came in and how many chunks came before; what it returns is sent; undefined sends
   * nothing, null closes.
   */
  static async start (
    answer: (chunk: Buffer, count: number) => Buffer | string | null | undefined
  ): Promise<GarbageServer> {
    const listener = createServer(socket => {
      garbage.#sockets.add(socket)
      let count = 0
      socket.on('error', () => {})
      socket.on('close', () => garbage.#sockets.delete(socket))
      socket.on('data', chunk => {
        const bytes = answer(chunk, count++)
        if (bytes === null) socket.destroy()
        else if (bytes !== undefined) socket.write(bytes)
      })
    })
    const garbage = new GarbageServer(listener)
    listener.listen(0, '127.0.0.1')
    await once(listener, 'listening')
    return garbage
  }

  get address (): string {
    const address = this.#listener.address()
    return typeof address === 'object' && address !== null ? `127.0.0.1:${address.port}` : ''
  }

  close (): void {
    this.#listener.close()
    for (const socket of this.#sockets) socket.destroy()
  }
}
