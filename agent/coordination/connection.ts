import type { Socket } from 'node:net'
import zookeeper, { type Client, type Packet } from 'node-zookeeper-client'
import { Dialler, type Failure } from './dialler.js'
import { FrameReader } from './frame-reader.js'
import type { Server } from './server-list.js'
import type { Clock } from './system-clock.js'
import type { ZooKeeperOptions } from './zookeeper-types.js'
import { ReasonError, errorText } from '../error-text.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface ConnectionOptions extends Pick<ZooKeeperOptions, 'auth' | 'tls'> {
  servers: Server[]
  sessionTimeoutMs: number
  clock: Clock
}

export interface ConnectionListener {
  usable: () => void
  unusable: (reason: Wording) => void
  ended: (how: 'expired' | 'auth-failed') => void
}

/** What a callback gets for a request that no server can have seen. */
export const notSent = Object.assign(new ReasonError(phrase('zk.before')), {
  code: zookeeper.Exception.CONNECTION_LOSS,
  getCode: () => zookeeper.Exception.CONNECTION_LOSS
})

const states = { connecting: 1, connected: 2, closed: -2 }
const authenticationXid = -4
const notificationXid = -1
const maxXid = 2 ** 31 - 1

/** How often to look at the time. The servers may grant a much shorter timeout than was asked for. */
export function tickMs (sessionTimeoutMs: number): number {
  return Math.min(200, Math.max(10, sessionTimeoutMs / 20))
}

/**
 * One client of the library, so one ZooKeeper session, with the cures that have to sit at its socket:
 * dialling, framing, silence, xids, and errors thrown while an answer is read. It ends with its session;
 * ZooKeeperSession then makes the next one.
 */
export class Connection {
  readonly #options: ConnectionOptions
  readonly #listener: ConnectionListener
  readonly #client: Client
  readonly #reader = new FrameReader()
  readonly #dialler: Dialler
  #watchdog: NodeJS.Timeout | undefined
  #lastHeardMs = 0
  #isUsable = false
  #isDestroyed = false
  lastFailure: Failure | undefined

  constructor (options: ConnectionOptions, listener: ConnectionListener) {
    this.#options = options
    this.#listener = listener
    this.#dialler = new Dialler(options)
    this.#client = zookeeper.createClient(
      options.servers.map(({ host, port }) => `${host}:${port}`).join(','),
      { sessionTimeout: options.sessionTimeoutMs }
    )
    if (options.auth !== undefined) {
      const { user, password } = options.auth
      this.#client.addAuthInfo('digest', Buffer.from(`${user}:${password}`))
    }
    const manager = this.#client.connectionManager
    // The library's own dials plain TCP only, has no timeout for the handshake, and cannot be called off.
    manager.connect = () => {
      this.#connect()
    }
    this.#client.on('state', (state: unknown) => {
      this.#onState(state)
    })
  }

  get isUsable (): boolean {
    return this.#isUsable
  }
  get sessionId (): string {
    return this.#client.connectionManager.sessionId.toString('hex')
  }
  get timeoutMs (): number {
    return this.#client.connectionManager.sessionTimeout
  }

  open (): void {
    this.#client.connect()
    this.#watchdog = setInterval(() => {
      this.#checkSilence()
    }, tickMs(this.#options.sessionTimeoutMs))
  }

  /**
   * Hands the library's client to `issue`. Only for a usable connection: what is queued earlier overtakes the
   * authentication.
   */
  issue (issue: (client: Client) => void): void {
    const manager = this.#client.connectionManager
    if (manager.xid > maxXid - 1000) manager.xid = 0
    issue(this.#client)
  }

  /** Gives this connection up for the next; the session stays. */
  drop (reason: Wording): void {
    this.#drop('network', reason)
  }

  /** Ends the session on the server, so that its ephemeral nodes go at once; gives up after `timeoutMs`. */
  async close (timeoutMs: number): Promise<void> {
    const socket = this.#client.connectionManager.socket
    if (this.#isDestroyed) return
    if (this.#isUsable && socket !== undefined) {
      this.#isUsable = false
      const closed = new Promise(resolve => {
        socket.once('close', resolve)
      })
      const timer = setTimeout(() => socket.destroy(), timeoutMs)
      this.#client.close()
      await closed
      clearTimeout(timer)
    }
    this.destroy()
  }

  /**
   * Leaves without a word; the server expires the session by itself. Callbacks that wait get CONNECTION_LOSS.
   */
  destroy (): void {
    if (this.#isDestroyed) return
    this.#isDestroyed = true
    this.#isUsable = false
    this.#dialler.stop()
    clearInterval(this.#watchdog)
    this.#client.removeAllListeners()
    const manager = this.#client.connectionManager
    manager.state = states.closed
    manager.socket?.destroy()
    manager.cleanupPendingQueue(zookeeper.Exception.CONNECTION_LOSS)
    this.#dropUnsent()
  }

  #connect (): void {
    if (this.#isDestroyed) return
    this.#client.connectionManager.setState(states.connecting)
    this.#dialler.schedule(this.#options.servers.length, () => {
      this.#dial()
    })
  }

  #dial (): void {
    const manager = this.#client.connectionManager
    // The library queues a login per dial and keeps it when the handshake fails.
    this.#dropUnsent()
    const socket = this.#dialler.dial(manager.servers, timeoutMs => {
      this.#drop('network', phrase('zk.noHandshake', { ms: Math.round(timeoutMs) }))
    })
    manager.socket = socket
    this.#reader.reset()
    socket.on(this.#dialler.connectedEvent, () => {
      manager.xid = 0
      manager.onSocketConnected()
    })
    socket.on('data', chunk => {
      this.#onData(chunk)
    })
    socket.on('drain', () => {
      manager.onSocketDrain()
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      this.lastFailure = this.#dialler.failureOf(error)
    })
    socket.on('close', hasError => {
      this.#onClose(socket, hasError)
    })
  }

  #onClose (socket: Socket, hasError: boolean): void {
    this.#dialler.stop()
    const manager = this.#client.connectionManager
    if (this.#isDestroyed || socket !== manager.socket) return
    if (!hasError && manager.state === states.connecting) {
      this.lastFailure ??= this.#dialler.failure('network', phrase('zk.closed'))
    }
    manager.onSocketClosed(hasError)
  }

  #onData (chunk: Buffer): void {
    this.#lastHeardMs = this.#options.clock.monotonicMs()
    try {
      for (const frame of this.#reader.read(chunk)) {
        if (this.#isDestroyed || this.#client.connectionManager.socket?.destroyed === true) return
        this.#deliver(frame)
      }
    } catch (error) {
      this.#drop('protocol', errorText(error))
    }
  }

  /**
   * One whole answer. What the library would throw out of the socket handler ends at the request it belongs
   * to.
   */
  #deliver (frame: Buffer): void {
    const manager = this.#client.connectionManager
    if (manager.state === states.connecting) {
      this.#reader.checkHandshake(frame)
      this.#dialler.stop()
      manager.onSocketData(frame)
      if (this.#options.auth === undefined) this.#becomeUsable()
      return
    }
    const { xid, err } = this.#reader.header(frame)
    if (xid === authenticationXid) {
      if (err === 0) this.#becomeUsable()
      else this.#end('auth-failed')
      return
    }
    const packet = xid >= 0 ? manager.pendingQueue[0] : undefined
    // The library would shift the request, and then forget its callback.
    if (xid >= 0 && packet?.request.header?.xid !== xid) {
      throw new ReasonError(phrase('zk.order', { xid, due: packet?.request.header?.xid ?? 'none' }))
    }
    try {
      manager.onSocketData(frame)
    } catch (error) {
      failPacket(packet, err)
      if (err === 0 || xid === notificationXid) throw error
    }
  }

  #becomeUsable (): void {
    if (this.#isDestroyed || this.#isUsable || this.#client.connectionManager.state !== states.connected) {
      return
    }
    this.#isUsable = true
    this.lastFailure = undefined
    this.#listener.usable()
  }

  #onState (state: unknown): void {
    if (state === zookeeper.State.EXPIRED) this.#end('expired')
    else if (state === zookeeper.State.AUTH_FAILED) this.#end('auth-failed')
    else if (state === zookeeper.State.DISCONNECTED) {
      this.#isUsable = false
      this.#dropUnsent()
      // Watches are set again one by one on the next connection (watch-registry.ts); the library's way needs
      // one request for all.
      Object.assign(this.#client.connectionManager.watcherManager, {
        dataWatchers: {},
        childWatchers: {},
        existenceWatchers: {}
      })
      this.#listener.unusable(this.lastFailure?.reason ?? phrase('zookeeper.hangup'))
    }
  }

  #end (how: 'expired' | 'auth-failed'): void {
    this.destroy()
    this.#listener.ended(how)
  }

  #checkSilence (): void {
    if (this.#client.connectionManager.state !== states.connected) return
    const silentMs = this.#options.clock.monotonicMs() - this.#lastHeardMs
    if (silentMs > this.timeoutMs * 2 / 3) {
      this.#drop('network', phrase('zk.silent', { ms: Math.round(silentMs) }))
    }
  }

  #drop (kind: Failure['kind'], reason: Wording): void {
    this.lastFailure = this.#dialler.failure(kind, reason)
    this.#client.connectionManager.socket?.destroy()
  }

  #dropUnsent (): void {
    const { queue } = this.#client.connectionManager.packetQueue
    for (const packet of queue.splice(0)) {
      packet.callback?.(notSent, { header: { err: notSent.code }, payload: null })
    }
  }
}

function failPacket (packet: Packet | undefined, err: number): void {
  const code = err === 0 ? zookeeper.Exception.CONNECTION_LOSS : err
  packet?.callback?.(
    Object.assign(new ReasonError(phrase('zk.error', { code })), { code, getCode: () => code }),
    {
      header: { err: code },
      payload: null
    }
  )
}
