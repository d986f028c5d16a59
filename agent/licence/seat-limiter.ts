import { setMaxListeners } from 'node:events'
import { PacklineError } from '../errors.js'
import type { RunningProgram } from '../processes/process-group.js'
import { Guard } from './guard.js'
import type { Lease, LeaseOptions, Limiter } from './limiter.js'
import { SeatKeeper } from './seat-keeper.js'
import type { GrantedSlot, KeeperSettings } from './seat-keeper.js'
import type { SeatStore } from './seat-store.js'
import { waitTimeout } from './wait-timeout.js'

export interface LicenceSettings extends KeeperSettings {
  maxWaitMs: number
}

/** Leases on the seats of a store, this machine's or the farm's. */
export class SeatLimiter implements Limiter {
  readonly store: SeatStore
  readonly guard: Guard
  readonly #settings: Readonly<Record<string, LicenceSettings>>
  readonly #keepers = new Map<string, SeatKeeper>()
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
    const settings = Object.hasOwn(this.#settings, licence) ? this.#settings[licence] : undefined
    if (settings === undefined) {
      throw new PacklineError('LICENCE_UNKNOWN', {
        licence,
        known: Object.keys(this.#settings).join(', ') || 'none'
      })
    }
    const keeper = this.#keepers.get(licence) ?? new SeatKeeper(licence, this.store, settings)
    this.#keepers.set(licence, keeper)
    const slot = await this.#acquire(keeper, options.maxWaitMs ?? settings.maxWaitMs, options)
    const tools = new Set<RunningProgram>()
    const killTools = (): void => {
      for (const tool of tools) tool.signal('SIGKILL')
    }
    slot.lost.signal.addEventListener('abort', killTools)
    try {
      return await use(this.#lease(licence, slot, tools))
    } finally {
      killTools()
      await Promise.all([...tools].map(async tool => await tool.exited))
      await keeper.release(slot)
    }
  }

  async close (): Promise<void> {
    this.#closed.abort()
    await Promise.all([...this.#keepers.values()].map(async keeper => {
      await keeper.close()
    }))
    await this.guard.close()
    await this.store.close()
  }

  async #acquire (keeper: SeatKeeper, maxWaitMs: number, options: LeaseOptions): Promise<GrantedSlot> {
    const { signal, onWait, priority = 0 } = options
    if (signal.aborted || this.#closed.signal.aborted) throw new PacklineError('INTERRUPTED')
    return await new Promise<GrantedSlot>((_resolve, _reject) => {
      const settle = (): void => {
        clearTimeout(timer)
        signal.removeEventListener('abort', interrupt)
      }
      const applicant = {
        priority: Math.min(9, Math.max(0, Math.trunc(priority))),
        startedMs: this.store.now(),
        onWait,
        granted: (slot: GrantedSlot): void => {
          settle()
          _resolve(slot)
        },
        refused: (error: PacklineError): void => {
          settle()
          _reject(error)
        }
      }
      const giveUp = (error: PacklineError): void => {
        keeper.withdraw(applicant)
        applicant.refused(error)
      }
      const interrupt = (): void => {
        giveUp(new PacklineError('INTERRUPTED'))
      }
      const timer = setTimeout(() => {
        giveUp(
          this.store.problem(this.store.now() - applicant.startedMs) ??
            waitTimeout(keeper.statusFor(applicant))
        )
      }, Math.min(maxWaitMs, 2 ** 31 - 1))
      // One signal serves all the jobs of a run.
      setMaxListeners(0, signal)
      signal.addEventListener('abort', interrupt)
      keeper.apply(applicant)
    })
  }

  #lease (licence: string, slot: GrantedSlot, tools: Set<RunningProgram>): Lease {
    const { signal } = slot.lost
    const lost = (reason: string): PacklineError =>
      new PacklineError('LICENCE_LOST', { licence, seat: slot.seat, epoch: slot.epoch, reason })
    const check = (): void => {
      if (signal.aborted) throw lost(String(signal.reason))
      if (this.store.now() >= this.store.validUntil()) throw lost('the seat could not be renewed in time')
    }
    return {
      licence,
      device: this.store.device,
      seat: slot.seat,
      epoch: slot.epoch,
      signal,
      assertValid: async () => {
        check()
        const isHeld = await this.store.verify(licence, slot).catch((cause: unknown) => {
          throw Object.assign(lost('it could not be checked'), { cause })
        })
        check()
        if (!isHeld) throw lost('the seat was given to another holder')
      },
      spawn: async (file, args, options) => {
        check()
        const tool = await this.guard.spawn(file, args, options)
        tools.add(tool)
        tool.exited.finally(() => {
          tools.delete(tool)
        })
        // Lost while it was being started, before it was listed.
        if (signal.aborted) tool.signal('SIGKILL')
        return tool
      }
    }
  }
}
