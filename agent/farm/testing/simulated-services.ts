import type { ReportReason } from '../farm-machine.js'

type Name = 'jenkins' | 'zookeeper'

interface Service {
  name: Name
  /** Of several servers some are down: machines miss connections, and the coordinator is there all the same. */
  isLame: boolean
  isDown: boolean
  sinceMs: number
  /** Looks for which machines go on to tell of it, as checks recover late. */
  missedFor: number
  /** Somebody could see this outage. */
  wasSeen: boolean
}

const recoverAfter = 3
/** Between two outages, so that they are two. */
const quietLooks = 3

/** Services that all machines of a simulated farm need, and that die and come back. */
export class SimulatedServices {
  /** By service: outages that should have been told. */
  readonly told = new Map<Name, number>()
  readonly #services = (['jenkins', 'zookeeper'] as const).map((name): Service => ({
    name,
    isLame: false,
    isDown: false,
    sinceMs: 0,
    missedFor: -quietLooks,
    wasSeen: false
  }))

  get outages (): number {
    return [...this.told.values()].reduce((sum, count) => sum + count, 0)
  }

  /** Since when the coordinator is gone. */
  get blindSinceMs (): number | undefined {
    return this.#services.find(({ name, isDown }) => name === 'zookeeper' && isDown)?.sinceMs
  }

  /** What each machine tells of them. */
  get reasons (): ReportReason[] {
    return this.#services.filter(({ missedFor }) => missedFor > 0).map(({ name }) => ({
      id: `service.${name}`,
      state: 'warn',
      since: '2026-01-01T00:00:00.000Z',
      hint: null
    }))
  }

  get isTold (): boolean {
    return this.#services.some(({ missedFor }) => missedFor > -quietLooks)
  }

  isDown (name: Name): boolean {
    return this.#services.some(service => service.name === name && service.isDown)
  }

  /** Returns whether one went or came back. */
  step (happens: (chance: number) => boolean, nowMs: number): boolean {
    let isNews = false
    for (const service of this.#services) {
      const { name, isDown, isLame, missedFor } = service
      if (isDown || isLame) {
        if (happens(0.7)) continue
        Object.assign(service, { isDown: false, isLame: false, missedFor: recoverAfter })
        isNews = true
      } else if (missedFor === -quietLooks && happens(0.06)) {
        const isOnlyLame = name === 'zookeeper' && happens(0.3)
        Object.assign(service, {
          isLame: isOnlyLame,
          isDown: !isOnlyLame,
          sinceMs: nowMs,
          missedFor: recoverAfter,
          wasSeen: false
        })
        isNews = true
      } else service.missedFor = Math.max(-quietLooks, missedFor - 1)
    }
    return isNews
  }

  /** Everybody has looked: a warden where there is one, and each by itself after a while where there is none. */
  seen (wasToldByWarden: boolean, silentAfterMs: number, nowMs: number): void {
    const { blindSinceMs } = this
    for (const service of this.#services) {
      if (service.wasSeen || service.missedFor <= 0) continue
      const isSeen = wasToldByWarden ||
        (service.name === 'zookeeper' && blindSinceMs !== undefined && nowMs - blindSinceMs >= silentAfterMs)
      if (!isSeen) continue
      service.wasSeen = true
      this.told.set(service.name, (this.told.get(service.name) ?? 0) + 1)
    }
  }
}
