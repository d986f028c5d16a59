import type { Client } from 'node-zookeeper-client'
import { PacklineError } from '../errors.js'
import type { Clock } from './system-clock.js'
import { notSent, type Connection } from './connection.js'
import { codeOf, codes, zooKeeperError } from './zookeeper-errors.js'
import type { CallOptions } from './zookeeper-types.js'
import { phrase } from '../messages/phrase.js'

type Callback<T> = (error: Error | null | undefined, result?: T) => void

export interface Operation<T> {
  name: string
  path: string
  /** May be sent again when the answer got lost: reads, and nothing else. */
  isRepeatable: boolean
  issue: (client: Client, callback: Callback<T>) => void
}

export interface PendingOptions {
  clock: Clock
  defaultTimeoutMs: number
  /** The error for an operation that found no usable connection in `waitedMs`. */
  unavailable: (waitedMs: number) => PacklineError
}

interface Pending {
  generation: number | undefined
  attempt: (connection: Connection) => void
  fail: (error: unknown) => void
}

/**
 * Operations under way. Each waits for a connection that is up and authenticated, ends by its deadline
 * whatever the library does, and is sent again only when that cannot do harm.
 */
export class PendingOperations {
  readonly #options: PendingOptions
  readonly #waiting = new Set<Pending>()
  readonly #all = new Set<Pending>()
  #connection: Connection | undefined
  #generation = 0
  #end: Error | undefined

  constructor (options: PendingOptions) {
    this.#options = options
  }

  get defaultTimeoutMs (): number {
    return this.#options.defaultTimeoutMs
  }

  resume (connection: Connection, generation: number): void {
    this.#connection = connection
    this.#generation = generation
    for (const pending of this.#all) {
      if (pending.generation !== undefined && pending.generation !== generation) {
        pending.fail(sessionLost(pending.generation))
      }
    }
    for (const pending of [...this.#waiting]) pending.attempt(connection)
  }

  pause (): void {
    this.#connection = undefined
  }

  /** Everything under way and everything to come fails with `error`. */
  end (error: Error): void {
    this.#end ??= error
    for (const pending of [...this.#all]) pending.fail(error)
  }

  async run<T> (operation: Operation<T>, options: CallOptions = {}): Promise<T> {
    const { clock, defaultTimeoutMs, unavailable } = this.#options
    const { signal, generation, timeoutMs = defaultTimeoutMs } = options
    signal?.throwIfAborted()
    if (this.#end !== undefined) throw this.#end
    if (generation !== undefined && generation !== this.#generation) throw sessionLost(generation)
    return await new Promise<T>((resolve, reject) => {
      const startedMs = clock.monotonicMs()
      let attempts = 0
      let isSent = false
      const finish = (): void => {
        clearTimeout(timer)
        signal?.removeEventListener('abort', onAbort)
        this.#waiting.delete(pending)
        this.#all.delete(pending)
      }
      const fail = (error: unknown): void => {
        finish()
        reject(error instanceof Error ? error : new Error(String(error)))
      }
      const attempt = (connection: Connection): void => {
        this.#waiting.delete(pending)
        const number = ++attempts
        const onAnswer: Callback<T> = (error, result) => {
          if (number !== attempts || !this.#all.has(pending)) return
          isSent = false
          if (!error) {
            finish()
            resolve(result as T)
          } else if (mayRepeat(error, operation)) this.#waiting.add(pending)
          else fail(zooKeeperError(error, operation.name, operation.path))
        }
        isSent = true
        try {
          connection.issue(client => {
            operation.issue(client, onAnswer)
          })
        } catch (error) {
          fail(zooKeeperError(error, operation.name, operation.path))
        }
      }
      const onAbort = (): void => {
        fail(signal?.reason)
      }
      const timer = setTimeout(() => {
        const waitedMs = clock.monotonicMs() - startedMs
        fail(isSent ? noAnswer(operation, waitedMs) : unavailable(waitedMs))
      }, timeoutMs)
      const pending: Pending = { generation, attempt, fail }
      this.#all.add(pending)
      signal?.addEventListener('abort', onAbort, { once: true })
      if (this.#connection?.isUsable === true) attempt(this.#connection)
      else this.#waiting.add(pending)
    })
  }
}

/** A server that says "expired" or "moved" did nothing; a lost answer says nothing about what was done. */
function mayRepeat (error: Error, { isRepeatable }: { isRepeatable: boolean }): boolean {
  const code = codeOf(error)
  return error === notSent || code === codes.sessionExpired || code === codes.sessionMoved ||
    (code === codes.connectionLoss && isRepeatable)
}

function noAnswer ({ name, path }: Operation<unknown>, waitedMs: number): PacklineError {
  const reason = phrase('late.within', { ms: Math.round(waitedMs) })
  return new PacklineError('ZOOKEEPER_CONNECTION_LOSS', { operation: name, path, reason })
}

function sessionLost (generation: number): PacklineError {
  return new PacklineError('ZOOKEEPER_SESSION_LOST', { generation })
}
