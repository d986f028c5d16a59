import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { ReasonError, errorText } from '../error-text.js'
import type { TlsOptions } from './zookeeper-types.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface DialOptions {
  sessionTimeoutMs: number
  tls?: TlsOptions
}

/** The last thing that went wrong on the way to a server. */
export interface Failure {
  server: string
  kind: 'network' | 'tls' | 'protocol'
  reason: Wording
}

/** Dials one server after the other, each for a limited time, until one has shaken hands. */
export class Dialler {
  readonly #options: DialOptions
  #next = 0
  #timer: NodeJS.Timeout | undefined
  #server = ''

  constructor (options: DialOptions) {
    this.#options = options
  }

  /** The one that was dialled last, as `host:port`. */
  get server (): string {
    return this.#server
  }
  /** The event of a socket that is connected. */
  get connectedEvent (): 'connect' | 'secureConnect' {
    return this.#options.tls === undefined ? 'connect' : 'secureConnect'
  }

  /** Calls `dial`: at once, or after a pause where each of the servers has had its turn. */
  schedule (serverCount: number, dial: () => void): void {
    const { sessionTimeoutMs } = this.#options
    const isRoundDone = this.#next > 0 && this.#next % serverCount === 0
    const delayMs = isRoundDone ? (0.5 + Math.random() / 2) * Math.min(1000, sessionTimeoutMs / 10) : 0
    this.#timer = setTimeout(dial, delayMs)
  }

  /** A socket to the next server. Without `stop` by then, `late` is told the time that it was given. */
  dial (servers: ReadonlyArray<{ host: string, port: string | number }>, late: (ms: number) => void): Socket {
    const { sessionTimeoutMs, tls } = this.#options
    const server = servers[this.#next++ % servers.length]
    if (server === undefined) throw new ReasonError(phrase('zk.noServer'))
    const { host, port } = server
    this.#server = `${host}:${port}`
    const socket = tls === undefined
      ? connectTcp({ host, port: Number(port) })
      : connectSecurely(tls, host, Number(port))
    socket.setNoDelay()
    const timeoutMs = Math.max(250, sessionTimeoutMs / Math.max(2, servers.length))
    this.#timer = setTimeout(() => {
      late(timeoutMs)
    }, timeoutMs)
    return socket
  }

  stop (): void {
    clearTimeout(this.#timer)
  }

  failure (kind: Failure['kind'], reason: Wording): Failure {
    return { server: this.#server, kind, reason }
  }

  /** What a socket's error says about the way to the server. */
  failureOf (error: NodeJS.ErrnoException): Failure {
    const isTls = this.#options.tls !== undefined && /CERT|SSL|TLS|UNABLE_TO/.test(error.code ?? '')
    return this.failure(isTls ? 'tls' : 'network', errorText(error))
  }
}

function connectSecurely (tls: TlsOptions, host: string, port: number): Socket {
  return connectTls({
    ...tls,
    host,
    port,
    minVersion: 'TLSv1.2',
    ...(isIP(host) === 0 && { servername: host })
  })
}
