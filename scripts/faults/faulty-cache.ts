import { once } from 'node:events'
import { createServer } from 'node:http'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Random } from './random.js'

const faults = ['500', 'drop', 'half', 'stall', 'flip', 'mix', 'full', 'login', 'evict'] as const
type Fault = typeof faults[number]

/** Bazel's HTTP layout in memory, as nginx serves it: it takes everything and checks nothing. */
export class FaultyCache {
  /** How many of the requests meet a fault. */
  share = 0
  readonly met: Partial<Record<Fault, number>> = {}
  /** Blobs. */
  evicted = 0
  readonly #kept = new Map<string, Buffer>()
  readonly #random: Random
  readonly #server: Server
  #onPut: (() => void) | undefined

  private constructor (random: Random) {
    this.#random = random
    this.#server = createServer((request, response) => {
      this.#answer(request, response)
    })
  }

  static async start (random: Random): Promise<FaultyCache> {
    const cache = new FaultyCache(random)
    cache.#server.listen(0, '127.0.0.1')
    await once(cache.#server, 'listening')
    return cache
  }

  get url (): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** When so many more uploads have begun; the bytes of the last are on their way. */
  async puts (count: number): Promise<void> {
    await new Promise<void>(resolve => {
      let left = count
      this.#onPut = () => {
        if (--left === 0) resolve()
      }
    })
  }

  /** Drops some of the blobs, as a server does that is full: results go on naming them. */
  evict (share: number): void {
    for (const name of [...this.#kept.keys()]) {
      if (!name.startsWith('/cas/') || !this.#random.chance(share)) continue
      this.#kept.delete(name)
      this.evicted++
    }
  }

  async close (): Promise<void> {
    this.#server.closeAllConnections()
    await new Promise(resolve => this.#server.close(resolve))
  }

  #answer (request: IncomingMessage, response: ServerResponse): void {
    const fault = this.#random.chance(this.share) ? this.#random.pick(faults) : undefined
    if (fault !== undefined) this.met[fault] = (this.met[fault] ?? 0) + 1
    if (fault === 'evict') this.evict(0.3)
    if (request.method === 'PUT') this.#onPut?.()
    if (fault === 'stall') return
    if (fault === 'drop') {
      request.socket.destroy()
      return
    }
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).once('end', () => {
      if (request.method === 'PUT') this.#take(request.url ?? '', Buffer.concat(chunks), fault, response)
      else this.#give(request.url ?? '', fault, response)
    })
  }

  #take (name: string, bytes: Buffer, fault: Fault | undefined, response: ServerResponse): void {
    if (fault === '500' || fault === 'full') response.writeHead(fault === 'full' ? 507 : 500).end()
    else {
      // What arrives torn is kept as it arrived, and said to be there.
      this.#kept.set(
        name,
        fault === 'half' ? bytes.subarray(0, bytes.length >> 1) : this.#spoil(bytes, fault)
      )
      response.writeHead(201).end()
    }
  }

  #give (name: string, fault: Fault | undefined, response: ServerResponse): void {
    const kept = this.#kept.get(name)
    if (fault === '500' || fault === 'full') response.writeHead(500).end('full')
    else if (fault === 'login') response.end('<html>Sign in</html>')
    else if (kept === undefined) response.writeHead(404).end('no')
    else if (fault === 'half') {
      response.writeHead(200, { 'content-length': kept.length })
      response.write(kept.subarray(0, kept.length >> 1), () => response.destroy())
    } else response.end(this.#spoil(kept, fault))
  }

  #spoil (bytes: Buffer, fault: Fault | undefined): Buffer {
    if (fault === 'mix') return this.#random.pick([...this.#kept.values(), bytes])
    if (fault !== 'flip' || bytes.length === 0) return bytes
    const spoilt = Buffer.from(bytes)
    const at = this.#random.integer(0, bytes.length - 1)
    spoilt[at] = (spoilt[at] ?? 0) ^ 1 << this.#random.integer(0, 7)
    return spoilt
  }
}
