import { readRemoteState } from '../../cache/remote/remote-state.js'
import type { Probe } from '../probe.js'

/** For so long wrong bytes are told: somebody has to look at the server. */
const wrongForMs = 24 * 3_600_000

/** What the runs of this machine met at the cache that it shares with others. */
export function sharedCacheProbe (home: string, place: string, nowMs: () => number): Probe {
  return {
    id: 'sharedCache',
    everyMs: 0,
    deadlineMs: 5000,
    whenBroken: 'warn',
    measure: async () => {
      const { breaker, wrong } = readRemoteState(home, place)
      const reading = { kind: 'sharedCache', value: place, subject: place } as const
      const isRecent = wrong !== undefined && nowMs() - wrong.at < wrongForMs
      const problem = isRecent ? wrong.reason : breaker?.reason
      return [{ ...reading, ...problem !== undefined && { state: 'warn', problem } }]
    }
  }
}
