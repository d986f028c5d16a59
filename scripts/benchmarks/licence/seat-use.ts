import type { SeatLimiter } from '../../../agent/licence/limiter.js'
import { Random } from '../../faults/random.js'
import { never, terms } from './limiters.js'

export interface SeatUse {
  jobs: number
  busyShare: number
}

/**
 * Jobs that come again as soon as they are done, so many that `waiting` always wait, spread over the devices.
 */
export async function seatUse (
  devices: SeatLimiter[],
  { waiting, shortestJobMs, longestJobMs, forMs }: {
    waiting: number
    shortestJobMs: number
    longestJobMs: number
    forMs: number
  }
): Promise<SeatUse> {
  const random = new Random(1)
  const slots = terms.seats * terms.jobsPerDevice
  let [from, until] = [Infinity, Infinity]
  let [busyMs, jobs] = [0, 0]
  const again = async (limiter: SeatLimiter): Promise<void> => {
    while (performance.now() < until) {
      await limiter.withLease('tool', async () => {
        const started = performance.now()
        if (from === Infinity) [from, until] = [started, started + forMs]
        await new Promise(resolve => {
          setTimeout(resolve, random.integer(shortestJobMs, longestJobMs))
        })
        busyMs += Math.max(0, Math.min(performance.now(), until) - Math.max(started, from))
        jobs++
      }, { signal: never })
    }
  }
  await Promise.all(Array.from({ length: waiting + slots }, async (_, index) => {
    await again(devices[index % devices.length]!)
  }))
  return { jobs, busyShare: busyMs / (slots * forMs) }
}
