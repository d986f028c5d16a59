import { randomBytes } from 'node:crypto'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../../../agent/coordination/system-clock.js'
import { ZooKeeperSession } from '../../../agent/coordination/zookeeper-session.js'
import { SeatLimiter } from '../../../agent/licence/limiter.js'
import type { LicenceSettings } from '../../../agent/licence/limiter.js'
import { LocalStore } from '../../../agent/licence/local-store.js'
import type { Terms } from '../../../agent/licence/terms.js'
import { ZooKeeperStore } from '../../../agent/licence/zookeeper-store.js'

export const terms: Terms = { seats: 2, mode: 'floating', devices: [], jobsPerDevice: 3, graceMs: 15_000 }
const defaults: LicenceSettings = { lingerMs: 60_000, holdMs: 30_000, maxWaitMs: 3_600_000 }
export const never = new AbortController().signal

export function localLimiter (settings: Partial<LicenceSettings>): SeatLimiter {
  const home = mkdtempSync(join(tmpdir(), 'packline-bench-'))
  return new SeatLimiter(
    new LocalStore({ home, device: 'here', terms: { tool: terms }, now: systemClock.monotonicMs }),
    {
      tool: { ...defaults, ...settings }
    }
  )
}

/** Devices of one farm of their own. */
export function farm (
  servers: string,
  settings: Partial<LicenceSettings>
): { device: (name: string) => SeatLimiter, chroot: string } {
  const chroot = `/bench-${randomBytes(4).toString('hex')}`
  return {
    chroot,
    device: device => {
      const session = new ZooKeeperSession({ servers, chroot, sessionTimeoutMs: 15_000 })
      return new SeatLimiter(new ZooKeeperStore({ session, device, terms: { tool: terms } }), {
        tool: { ...defaults, ...settings }
      })
    }
  }
}

/** Leases taken and given back, one after the other, a second. */
export async function leasesPerSecond (limiter: SeatLimiter, forMs: number): Promise<number> {
  await limiter.withLease('tool', async () => {}, { signal: never })
  const started = performance.now()
  let leases = 0
  for (; performance.now() - started < forMs; leases++) {
    await limiter.withLease('tool', async () => {}, { signal: never })
  }
  return leases / (performance.now() - started) * 1000
}
