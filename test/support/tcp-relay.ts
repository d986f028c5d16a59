import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/**
 * pass: as a wire; blackHole: bytes vanish both ways, connections stay; dropAnswers: only what the server
 * says vanishes; refuse: new connections are refused.
 */
export type RelayMode = 'pass' | 'blackHole' | 'dropAnswers' | 'refuse'

interface Pair {
  client: Socket
  server: Socket
  hello?: Buffer
}

/** A TCP relay on loopback whose faults are switched while connections are open. */
export class TcpRelay {
  #listener: Server | undefined
  #port = 0
  #mode: RelayMode = 'pass'
  #delayMs = 0
  readonly #targetPort: number
  readonly #pairs = new Set<Pair>()

  private constructor (targetPort: number) {
    this.#targetPort = targetPort
  }

  static async start (targetPort: number): Promise<TcpRelay> {
    const relay = new TcpRelay(targetPort)
    await relay.#listen()
    return relay
  }

  get address (): string {
    return `127.0.0.1:${this.#port}`
  }
  get port (): number {
    return this.#port
  }
  get mode (): RelayMode {
    return this.#mode
  }
  get connections (): number {
    return this.#pairs.size
  }
  /** What the server said first on each open connection. */
  get hellos (): Buffer[] {
    return [...this.#pairs].flatMap(({ hello }) => hello ?? [])
  }
  get targetPort (): number {
    return this.#targetPort
  }

  /** Bytes that get through from now on take this much longer. */
  delay (delayMs: number): void {
    this.#delayMs = delayMs
  }

  async set (mode: RelayMode): Promise<void> {
    this.#mode = mode
    if (mode === 'refuse') {
      const listener = this.#listener
      this.#listener = undefined
      listener?.close()
    } else if (this.#listener === undefined) await this.#listen()
  }

  /** Sends bytes to every client as if the server had. */
  inject (bytes: Buffer): void {
    for (const { client } of this.#pairs) client.write(bytes)
  }

  /** Resets every open connection (RST). */
  reset (): void {
    for (const { client, server } of this.#pairs) {
      client.resetAndDestroy()
      server.resetAndDestroy()
    }
  }

  async close (): Promise<void> {
    await this.set('refuse')
    for (const { client, server } of this.#pairs) {
      client.destroy()
      server.destroy()
    }
  }

  async #listen (): Promise<void> {
    const listener = createServer({ pauseOnConnect: false }, client => {
      this.#onConnection(client)
    })
    this.#listener = listener
    listener.listen(this.#port, '127.0.0.1')
    await once(listener, 'listening')
    const address = listener.address()
    if (typeof address === 'object' && address !== null) this.#port = address.port
  }

  #onConnection (client: Socket): void {
    const server = connect(this.#targetPort, '127.0.0.1')
    const pair: Pair = { client, server }
    server.once('data', hello => {
      pair.hello = hello
    })
    this.#pairs.add(pair)
    this.#join(client, server, false)
    this.#join(server, client, true)
    for (const socket of [client, server]) {
      socket.setNoDelay()
      socket.on('error', () => {})
      socket.on('close', () => {
        this.#pairs.delete(pair)
        // Through a black hole no end is heard of either.
        if (this.#mode === 'blackHole') return
        client.destroy()
        server.destroy()
      })
    }
  }

  #join (from: Socket, to: Socket, isAnswer: boolean): void {
    from.on('data', chunk => {
      if (this.#mode === 'blackHole' || (this.#mode === 'dropAnswers' && isAnswer)) return
      if (this.#delayMs === 0) to.write(chunk)
      else {setTimeout(() => {
          if (!to.destroyed && this.#mode !== 'blackHole') to.write(chunk)
        }, this.#delayMs)}
    })
  }
}
