import { setMaxListeners } from 'node:events'
import { hostname } from 'node:os'
import type { AgentConfig } from '../config/agent-schema.js'
import { deviceIdentity } from '../config/device.js'
import { systemClock } from '../coordination/system-clock.js'
import { PacklineError } from '../errors.js'
import { DeviceSeat } from './device-seat.js'
import type { SeatSettings } from './device-seat.js'
import { Guard } from './guard.js'
import type { GrantedSlot } from './held-seat.js'
import { JobLease } from './lease.js'
import type { Lease, LeaseOptions, Limiter } from './lease.js'
import { LocalStore } from './local-store.js'
import type { SeatStore } from './seat-store.js'
import { knownLicence, termsOf } from './terms.js'
import { waitTimeout } from './waiting-jobs.js'
import type { WaitingJob } from './waiting-jobs.js'

/*
 * The way of a lease through this folder, each piece resting on the one before:
 *
 *   terms           what all machines agreed on; administration changes it, and forces seats free
 *   licence-state   what is recorded, and what can be said about it; record-check reads it from JSON
 *   model           what an event makes of that state: the whole decision, pure
 *   seat-store      where the state is kept: local-store (files of one machine), or zookeeper-store
 *                   with -layout (paths and bytes), -nodes (reads) and -write (one step, one transaction)
 *   device-seat     this device's seat: waiting-jobs want slots of it, seat-wait gets them, held-seat has
 *                   them, seat-return gives them back
 *   lease           one job on one slot
 *   guard           kills the job's processes when the lease is over, from a process of its own
 *   limiter         all of it, for who asks for a lease
 */

export interface LicenceSettings extends SeatSettings {
  maxWaitMs: number
}

export interface LimiterOptions {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  /** PACKLINE_HOME. */
  home: string
  /** What relative paths of the configuration's secrets start from. */
  cwd: string
}

const longestTimerMs = 2 ** 31 - 1

/** Leases on the seats of a store, this machine's or the farm's. */
export class SeatLimiter implements Limiter {
  readonly store: SeatStore
  readonly guard: Guard
  readonly #settings: Readonly<Record<string, LicenceSettings>>
  readonly #seats = new Map<string, DeviceSeat>()
  readonly #closed = new AbortController()

  constructor (store: SeatStore, settings: Readonly<Record<string, LicenceSettings>>) {
    this.store = store
    this.#settings = settings
    this.guard = new Guard({
      now: store.now,
      validUntil: () => store.validUntil(),
      inheritedFd: () => store.inheritedFd
    })
  }

  async withLease<T> (licence: string, use: (lease: Lease) => Promise<T>, options: LeaseOptions): Promise<T> {
    const settings = knownLicence(this.#settings, licence)
    const seat = this.#seats.get(licence) ?? new DeviceSeat(licence, this.store, settings)
    this.#seats.set(licence, seat)
    const slot = await this.#acquire(seat, options.maxWaitMs ?? settings.maxWaitMs, options)
    const lease = new JobLease(licence, slot, this.store, this.guard)
    try {
      // Interrupted in the moment of the grant.
      if (options.signal.aborted) throw new PacklineError('INTERRUPTED')
      return await use(lease)
    } finally {
      try {
        await lease.end()
      } finally {
        await seat.release(slot)
      }
    }
  }

  async close (): Promise<void> {
    this.#closed.abort()
    await Promise.all([...this.#seats.values()].map(async seat => {
      await seat.close()
    }))
    await this.guard.close()
    await this.store.close()
  }

  async #acquire (seat: DeviceSeat, maxWaitMs: number, options: LeaseOptions): Promise<GrantedSlot> {
    const { signal, onWait, priority = 0 } = options
    if (signal.aborted || this.#closed.signal.aborted) throw new PacklineError('INTERRUPTED')
    return await new Promise<GrantedSlot>((resolve, reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', interrupt)
      }
      const job: WaitingJob = {
        priority: Math.min(9, Math.max(0, Math.trunc(priority))),
        startedMs: this.store.now(),
        onWait,
        granted: slot => {
          settle()
          resolve(slot)
        },
        refused: error => {
          settle()
          reject(error)
        }
      }
      const giveUp = (error: PacklineError): void => {
        seat.withdraw(job)
        job.refused(error)
      }
      const interrupt = (): void => {
        giveUp(new PacklineError('INTERRUPTED'))
      }
      const timer = setTimeout(() => {
        const problem = this.store.problem(this.store.now() - job.startedMs)
        giveUp(problem ?? waitTimeout(seat.statusFor(job)))
      }, Math.min(maxWaitMs, longestTimerMs))
      // One signal serves all the jobs of a run.
      setMaxListeners(0, signal)
      signal.addEventListener('abort', interrupt)
      seat.apply(job)
    })
  }
}

/** The limiter that the configuration asks for. Nothing is opened before the first lease is asked for. */
export async function openLimiter (options: LimiterOptions): Promise<SeatLimiter> {
  return new SeatLimiter(await openSeatStore(options), options.config.licences)
}

export async function openSeatStore ({ config, environment, home, cwd }: LimiterOptions): Promise<SeatStore> {
  const terms = Object.fromEntries(
    Object.entries(config.licences).map(([name, licence]) => [name, termsOf(licence)])
  )
  const isPinned = Object.values(terms).some(each => each.mode === 'pinned')
  // Alone, a machine needs a name only where a licence names machines.
  const device = await deviceIdentity(environment, config.device).catch((error: unknown) => {
    if (isPinned || config.zookeeper !== undefined) throw error
    return hostname()
  })
  if (config.zookeeper !== undefined) {
    const [{ ZooKeeperStore }, { configuredSession }] = await Promise.all([
      import('./zookeeper-store.js'),
      import('../coordination/configured-session.js')
    ])
    return new ZooKeeperStore({
      session: await configuredSession(config.zookeeper, environment, cwd),
      device,
      terms
    })
  }
  return new LocalStore({ home, device, terms, now: systemClock.monotonicMs })
}
