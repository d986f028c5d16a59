import { readRemoteState } from '../../cache/remote/remote-state.js'
import { phrase } from '../../messages/phrase.js'
import type { Probe } from '../probe.js'

/** For so long wrong bytes and late ones are told: somebody has to look at the server. */
const toldForMs = 24 * 3_600_000
/** A server that was left alone is tried by the next run, which may be far away. */
const leftAloneForMs = 3_600_000

/** What the runs of this machine met at the cache that it shares with others. */
export function sharedCacheProbe (home: string, place: string, nowMs: () => number): Probe {
  return {
    id: 'sharedCache',
    everyMs: 0,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () => {
      const { breaker, wrong, slow } = readRemoteState(home, place)
      const reading = { kind: 'sharedCache', value: place, subject: place } as const
      const isTold = (at: number, forMs: number): boolean => {
        const agoMs = nowMs() - at
        // Of a time that is far from now, a wrong clock has told.
        return agoMs < forMs && agoMs >= -forMs
      }
      const problem = wrong !== undefined && isTold(wrong.at, toldForMs)
        ? wrong.reason
        : breaker !== undefined && isTold(breaker.openUntil, leftAloneForMs)
        ? breaker.reason
        : slow !== undefined && isTold(slow.at, toldForMs)
        ? phrase('sharedCache.slow', { late: slow.late, asked: slow.asked })
        : undefined
      return [{ ...reading, ...problem !== undefined && { state: 'warn', problem } }]
    }
  }
}
