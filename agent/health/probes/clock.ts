import type { Probe } from '../probe.js'
import { phrase } from '../../messages/phrase.js'

/** A clock to compare with: the moment that it showed, and how exactly that is known. */
export interface ClockSample {
  name: string
  theirMs: number
  ownMs: number
  uncertaintyMs: number
}

/**
 * How far this machine's clock is off ZooKeeper's or Jenkins's. What could be the way of the answer or a
 * rounded second is not counted.
 */
export function clockProbe (
  sources: ReadonlyArray<(signal: AbortSignal) => Promise<ClockSample | undefined>>
): Probe {
  return {
    id: 'clock',
    everyMs: 60_000,
    deadlineMs: 10_000,
    whenBroken: 'warn',
    measure: async signal => {
      // A clock that cannot be reached is the finding of the service's own check.
      const samples = await Promise.all(
        sources.map(async source => await source(signal).catch(() => undefined))
      )
      return samples.filter(sample => sample !== undefined).map(sample => {
        const offsetMs = sample.ownMs - sample.theirMs
        const value = Math.max(0, Math.abs(offsetMs) - sample.uncertaintyMs)
        return {
          kind: 'clock',
          name: sample.name,
          value,
          ...value === 0
            ? {}
            : {
              problem: phrase(offsetMs > 0 ? 'clock.ahead' : 'clock.behind', {
                ms: Math.round(Math.abs(offsetMs))
              })
            }
        }
      })
    }
  }
}

/** The clock behind an HTTP server's Date header, which shows whole seconds. */
export function httpClock (
  name: string,
  url: string,
  nowMs: () => number,
  fetchHead: typeof fetch = fetch
): (signal: AbortSignal) => Promise<ClockSample | undefined> {
  return async signal => {
    const sentMs = nowMs()
    const response = await fetchHead(url, { method: 'HEAD', redirect: 'manual', signal })
    const receivedMs = nowMs()
    const shown = Date.parse(response.headers.get('date') ?? '')
    if (Number.isNaN(shown)) return undefined
    return {
      name,
      theirMs: shown + 500,
      ownMs: (sentMs + receivedMs) / 2,
      uncertaintyMs: 500 + (receivedMs - sentMs) / 2
    }
  }
}
