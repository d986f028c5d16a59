import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Probe } from '../probe.js'

/** Jobs that wait at this agent. */
export function queueProbe (waiting: () => number): Probe {
  return {
    id: 'queue',
    everyMs: 0,
    deadlineMs: 1000,
    whenBroken: 'warn',
    measure: async () => [{ kind: 'queue', value: waiting() }]
  }
}

/** The longest time since the last round for which the agent did not get to anything. */
export function lagProbe (): Probe & { close: () => void } {
  const histogram = monitorEventLoopDelay({ resolution: 20 })
  histogram.enable()
  return {
    id: 'lag',
    everyMs: 0,
    deadlineMs: 1000,
    whenBroken: 'warn',
    measure: async () => {
      const worstMs = histogram.max / 1e6
      histogram.reset()
      return [{ kind: 'lag', value: Number.isFinite(worstMs) ? worstMs : 0 }]
    },
    close: () => {
      histogram.disable()
    }
  }
}
