import type { RunReport } from './run-report.js'
import type { RunEvent } from '../actions/run-events.js'

type Phase = 'scan' | 'plan' | 'execute' | 'publish'

/** Measures the phases of a run and tells of each as it begins. */
export class RunPhases {
  readonly timings: RunReport['timings'] = { scanMs: 0, planMs: 0, executeMs: 0, publishMs: 0 }
  readonly #emit: (event: RunEvent) => void

  constructor (emit: (event: RunEvent) => void) {
    this.#emit = emit
  }

  /** By `hrtime`: the clock of `performance` takes a millisecond to load. */
  async during<T> (phase: Phase, work: () => T | Promise<T>): Promise<T> {
    this.#emit({ type: 'phase', phase })
    const startedNs = process.hrtime.bigint()
    try {
      return await work()
    } finally {
      this.timings[`${phase}Ms`] += Math.round(Number(process.hrtime.bigint() - startedNs) / 1e6)
    }
  }
}
