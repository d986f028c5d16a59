import pLimit from 'p-limit'
import type { LimitFunction } from 'p-limit'
import { PacklineError } from '../errors.js'
import { Guard } from './guard.js'
import type { Lease, LeaseOptions, Limiter } from './limiter.js'
import { waitTimeout } from './wait-timeout.js'

export interface InProcessLicence { jobsPerDevice: number, maxWaitMs: number }

export interface InProcessLimiterOptions {
  device: string
  licences: Readonly<Record<string, InProcessLicence>>
  now: () => number
}

/** Limits jobs within this process only: one device, one process, one seat that nobody else wants. */
export class InProcessLimiter implements Limiter {
  readonly #options: InProcessLimiterOptions
  readonly #limits = new Map<string, LimitFunction>()
  readonly #closed = new AbortController()
  readonly #guard = new Guard({ now: () => performance.now(), validUntil: () => Infinity })

  constructor (options: InProcessLimiterOptions) {
    this.#options = options
  }

  async withLease<T> (licence: string, use: (lease: Lease) => Promise<T>, options: LeaseOptions): Promise<T> {
    const config = Object.hasOwn(this.#options.licences, licence) ? this.#options.licences[licence] : undefined
    if (config === undefined) throw new PacklineError('LICENCE_UNKNOWN', { licence, known: Object.keys(this.#options.licences) })
    const limit = this.#limits.get(licence) ?? pLimit(config.jobsPerDevice)
    this.#limits.set(licence, limit)
    const release = await this.#take(licence, limit, config, options)
    try {
      return await use(this.#lease(licence))
    } finally {
      release()
    }
  }

  async close (): Promise<void> {
    this.#closed.abort()
    await this.#guard.close()
  }

  /** Resolves with the function that gives the place back. A wait given up passes its place on as soon as it comes. */
  async #take (licence: string, limit: LimitFunction, config: InProcessLicence, options: LeaseOptions): Promise<() => void> {
    const { device, now } = this.#options
    const started = now()
    const status = () => ({ licence, waitedMs: now() - started, position, holders: [{ seat: 0, device, since: started, jobs: limit.activeCount, state: 'held' as const }] })
    const position = limit.pendingCount + 1
    const waits = limit.activeCount + limit.pendingCount >= config.jobsPerDevice
    if (waits) options.onWait?.(status())
    return await new Promise((resolve, reject) => {
      let isOver = false
      const giveUp = (error: PacklineError): void => {
        isOver = true
        settle()
        reject(error)
      }
      const interrupt = (): void => { giveUp(new PacklineError('INTERRUPTED')) }
      const maxWaitMs = options.maxWaitMs ?? config.maxWaitMs
      const timer = setTimeout(() => { giveUp(waitTimeout(status())) }, maxWaitMs)
      const settle = (): void => {
        clearTimeout(timer)
        options.signal.removeEventListener('abort', interrupt)
      }
      if (options.signal.aborted) { interrupt(); return }
      options.signal.addEventListener('abort', interrupt)
      limit(async () => {
        if (isOver) return
        settle()
        await new Promise<void>(_resolve => { resolve(_resolve) })
      }).catch(reject)
    })
  }

  #lease (licence: string): Lease {
    const { signal } = this.#closed
    return {
      licence,
      device: this.#options.device,
      seat: 0,
      epoch: 1,
      signal,
      assertValid: async () => { if (signal.aborted) throw new PacklineError('LICENCE_LOST', { licence, seat: 0, reason: 'the limiter was closed' }) },
      spawn: async (file, args, options) => await this.#guard.spawn(file, args, options)
    }
  }
}
