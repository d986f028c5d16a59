import { EventEmitter } from 'node:events'
import { errorText } from '../error-text.js'
import { PacklineError, toPacklineError } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import { loginFailed, placeOf, prepareChroot, type Place } from './chroot.js'
import { systemClock, type Clock } from './system-clock.js'
import { Connection, tickMs } from './connection.js'
import { Heartbeat } from './heartbeat.js'
import { NodeOperations } from './node-operations.js'
import { PendingOperations } from './pending-operations.js'
import { parseServers, type Server } from './server-list.js'
import { Validity } from './validity.js'
import { WatchRegistry } from './watch-registry.js'
import { unavailable } from './zookeeper-errors.js'
import type { CallOptions, LossReason, SessionEvents, ZooKeeperOptions } from './zookeeper-types.js'

const defaultSessionTimeoutMs = 15_000
const closeTimeoutMs = 2000

export type SessionState = 'new' | 'connecting' | 'connected' | 'failed' | 'closed'

/**
 * A ZooKeeper session that can be trusted: it lasts as long as this object, over as many sessions of the
 * servers as that takes. Each of those is a generation; what a generation owned (ephemeral nodes) ends with
 * it, which the event `lost` tells. `nodes` reads and writes.
 */
export class ZooKeeperSession extends EventEmitter<SessionEvents> {
  readonly nodes: NodeOperations
  readonly clock: Clock
  readonly #options: ZooKeeperOptions
  readonly #servers: Server[]
  readonly #place: Place
  readonly #sessionTimeoutMs: number
  readonly #validity: Validity
  readonly #heartbeat: Heartbeat
  readonly #pending: PendingOperations
  readonly #watches: WatchRegistry
  #connection: Connection | undefined
  #timer: NodeJS.Timeout | undefined
  #state: SessionState = 'new'
  #generation = 0
  #isPrepared = false
  #unusableSinceMs = 0
  #closing: Promise<void> | undefined

  constructor (options: ZooKeeperOptions) {
    super()
    this.#options = options
    this.#servers = parseServers(options.servers)
    this.#place = placeOf(options)
    this.#sessionTimeoutMs = options.sessionTimeoutMs ?? defaultSessionTimeoutMs
    this.clock = options.clock ?? systemClock
    this.#validity = new Validity(this.clock)
    this.#heartbeat = new Heartbeat({
      clock: this.clock,
      validity: this.#validity,
      place: this.#place,
      isCurrent: connection => connection === this.#connection,
      lost: reason => {
        this.#replace(reason)
      }
    })
    this.#pending = new PendingOperations({
      clock: this.clock,
      defaultTimeoutMs: options.operationTimeoutMs ?? this.#sessionTimeoutMs,
      unavailable: waitedMs => this.problem(waitedMs)
    })
    this.nodes = new NodeOperations(this.#pending, {
      ...this.#place,
      sessionId: () => this.sessionId,
      clock: this.clock,
      generation: () => this.#generation,
      confirmed: (generation, sentAtMs) => {
        if (!this.#isPrepared || generation !== this.#generation) return
        this.#heartbeat.confirm(sentAtMs, this.timeoutMs)
      }
    })
    this.#watches = new WatchRegistry((kind, path, fire) => this.nodes.arm(kind, path, fire))
  }

  get state (): SessionState {
    return this.#state
  }
  /**
   * Counts the server sessions; 0 before the first. Pass it to operations that make sense within one only.
   */
  get generation (): number {
    return this.#generation
  }
  /** As in `Stat.ephemeralOwner`. */
  get sessionId (): string {
    return this.#connection?.sessionId ?? ''
  }
  /** The session timeout T that the servers granted. */
  get timeoutMs (): number {
    return this.#connection?.timeoutMs ?? this.#sessionTimeoutMs
  }
  /** How long before T this process stops trusting a session that it hears nothing of. */
  get marginMs (): number {
    return this.#validity.marginMs
  }
  get watchCount (): number {
    return this.#watches.size
  }

  /**
   * Until when this generation is alive for certain, in `clock.monotonicMs()` terms: send time of the last
   * heartbeat that a quorum confirmed + T − margin. Past that moment nothing may act on what the session
   * holds. -Infinity when there is nothing to trust.
   */
  validUntil (): number {
    return this.#validity.validUntil()
  }

  isValid (): boolean {
    return this.clock.monotonicMs() < this.validUntil()
  }

  /**
   * Has heartbeats confirmed by the quorum sent until the returned function is called. Without them
   * `validUntil` moves on only with each transaction, and the session is kept alive by the library's pings,
   * which cost the ensemble no agreement.
   */
  keepValid (): () => void {
    const { isFirst, end } = this.#heartbeat.keep()
    if (isFirst) this.#tick()
    return end
  }

  /** Why no server could be used, for somebody who waited `waitedMs` for one. */
  problem (waitedMs: number): PacklineError {
    return unavailable(this.#options.servers, waitedMs, this.#connection?.lastFailure)
  }

  /** Starts connecting, and goes on trying until `close`. */
  start (): this {
    if (this.#state !== 'new') return this
    this.#open()
    this.#timer = setInterval(() => {
      this.#tick()
    }, tickMs(this.#sessionTimeoutMs))
    return this
  }

  /** The generation, once it is connected and a heartbeat was confirmed. */
  async ready (options: CallOptions = {}): Promise<number> {
    await this.#pending.run<void>({
      name: 'connect',
      path: '/',
      isRepeatable: true,
      issue: (_client, callback) => {
        callback(null)
      }
    }, options)
    return this.#generation
  }

  /**
   * Calls `listener` when the watch stands, after each change of the node (made, changed, removed) and after
   * each reconnection.
   */
  watch (path: string, listener: () => void): () => void {
    return this.#watches.watch('node', path, listener)
  }

  /** As `watch`, for the names of the node's children. The node need not exist yet. */
  watchChildren (path: string, listener: () => void): () => void {
    return this.#watches.watch('children', path, listener)
  }

  /** Ends the session on the servers too, so that its ephemeral nodes go at once. */
  async close (): Promise<void> {
    this.#closing ??= this.#close()
    await this.#closing
  }

  async #close (): Promise<void> {
    const connection = this.#connection
    this.#finish('closed', new PacklineError('ZOOKEEPER_CLOSED'))
    await connection?.close(Math.min(closeTimeoutMs, this.timeoutMs))
  }

  #open (): void {
    if (this.#state === 'failed' || this.#state === 'closed') return
    this.#isPrepared = false
    this.#unusableSinceMs = this.clock.monotonicMs()
    this.#state = 'connecting'
    const { auth, tls } = this.#options
    const connection = new Connection({
      servers: this.#servers,
      sessionTimeoutMs: this.#sessionTimeoutMs,
      clock: this.clock,
      ...(auth && { auth }),
      ...(tls && { tls })
    }, {
      usable: () => {
        if (connection === this.#connection) this.#failIfThrown(this.#onUsable(connection))
      },
      unusable: reason => {
        if (connection === this.#connection) this.#onUnusable(reason)
      },
      ended: how => {
        if (connection !== this.#connection) return
        if (how === 'expired') this.#replace('expired')
        else this.#fail(loginFailed(this.#place))
      }
    })
    this.#connection = connection
    connection.open()
  }

  async #onUsable (connection: Connection): Promise<void> {
    if (this.#isPrepared) await this.#heartbeat.beat(connection)
    else if (!await this.#prepare(connection)) return
    if (connection !== this.#connection || !connection.isUsable) return
    this.#state = 'connected'
    this.#pending.resume(connection, this.#generation)
    this.#watches.resume()
    this.emit('connected', this.#generation)
  }

  /** What each new session does before anything else may use it. */
  async #prepare (connection: Connection): Promise<boolean> {
    this.#validity.begin(connection.timeoutMs)
    const sentAtMs = this.#heartbeat.begin()
    try {
      await prepareChroot(connection, this.#place)
    } catch (error) {
      if (connection !== this.#connection) return false
      if (error instanceof PacklineError) this.#fail(error)
      else connection.drop(errorText(error))
      return false
    }
    if (connection !== this.#connection) return false
    // It ends with a transaction, so it is a heartbeat as well.
    this.#validity.confirm(sentAtMs)
    this.#isPrepared = true
    this.#generation++
    return true
  }

  #onUnusable (reason: Wording): void {
    if (this.#state === 'connected') this.#state = 'connecting'
    this.#unusableSinceMs = this.clock.monotonicMs()
    this.#pending.pause()
    this.#watches.suspend()
    this.emit('disconnected', reason)
  }

  #tick (): void {
    const connection = this.#connection
    if (connection === undefined || !this.#isPrepared) return
    if (this.#validity.hasJumped()) this.#replace('clock-jump')
    else if (!connection.isUsable) {
      const unusableMs = this.clock.monotonicMs() - this.#unusableSinceMs
      if (unusableMs > 2 * this.timeoutMs) this.#replace('unreachable')
    } else if (this.#heartbeat.isDue(connection)) this.#failIfThrown(this.#heartbeat.beat(connection))
  }

  /** Only a listener of ours can have thrown; what it knows of the session is not what is. */
  #failIfThrown (work: Promise<void>): void {
    work.catch((error: unknown) => {
      this.#fail(toPacklineError(error))
    })
  }

  /** Leaves the session to the servers, which expire it when its time is over, and starts the next. */
  #replace (reason: LossReason): void {
    this.#leave(reason)
    this.#open()
  }

  #leave (reason: LossReason): void {
    const wasPrepared = this.#isPrepared
    this.#isPrepared = false
    this.#validity.end()
    this.#pending.pause()
    this.#watches.suspend()
    const connection = this.#connection
    this.#connection = undefined
    if (reason !== 'closed') connection?.destroy()
    if (wasPrepared) this.emit('lost', this.#generation, reason)
  }

  #fail (error: PacklineError): void {
    if (this.#state === 'failed' || this.#state === 'closed') return
    this.#finish('failed', error)
    this.emit('failed', error)
  }

  #finish (state: 'failed' | 'closed', error: PacklineError): void {
    this.#state = state
    clearInterval(this.#timer)
    this.#leave(state)
    this.#pending.end(error)
    this.#watches.clear()
  }
}
