import { once } from 'node:events'
import { createServer, request } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from './random.js'

/** `errors`: a third of the answers are 500, half of them after the server did what it was asked. */
export type ProxyMode = 'pass' | 'errors' | 'refuse'

/** A proxy before an HTTP server on this machine, with faults that are switched while it runs. */
export class FaultProxy {
  readonly #target: number
  readonly #random: Random
  readonly #server: Server
  #port = 0
  #mode: ProxyMode = 'pass'

  private constructor (target: number, random: Random) {
    this.#target = target
    this.#random = random
    this.#server = createServer((asked, answer) => {
      this.#hand(asked, answer)
    })
  }

  static async start (target: number, random: Random): Promise<FaultProxy> {
    const proxy = new FaultProxy(target, random)
    await proxy.#listen()
    return proxy
  }

  get url (): string {
    return `http://127.0.0.1:${this.#port}`
  }

  async set (mode: ProxyMode): Promise<void> {
    this.#mode = mode
    if (mode !== 'refuse') {
      if (!this.#server.listening) await this.#listen()
      return
    }
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #listen (): Promise<void> {
    this.#server.listen(this.#port, '127.0.0.1')
    await once(this.#server, 'listening')
    this.#port = (this.#server.address() as AddressInfo).port
  }

  #hand (asked: IncomingMessage, answer: ServerResponse): void {
    const isFailing = this.#mode === 'errors' && this.#random.chance(0.33)
    const isDone = !isFailing || this.#random.chance(0.5)
    const fail = (): void => {
      if (!answer.headersSent) answer.writeHead(500)
      answer.end()
    }
    if (!isDone) {
      asked.resume().once('end', fail)
      return
    }
    const { method, url, rawHeaders } = asked
    const onward = request({ host: '127.0.0.1', port: this.#target, method, path: url, headers: rawHeaders })
    onward.once('error', fail)
    onward.once('response', response => {
      if (isFailing) {
        response.resume().once('end', fail)
        return
      }
      answer.writeHead(response.statusCode ?? 502, response.rawHeaders)
      response.pipe(answer)
    })
    // A body of no length would go on as one in chunks, which nginx refuses for COPY.
    if (asked.headers['content-length'] === undefined) onward.end()
    else asked.pipe(onward)
  }
}
