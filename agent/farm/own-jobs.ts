import type { BusySpan } from './busy-day.js'
import type { RunItem, WorkItem } from './machine-work.js'

/** What the farm asks of this agent's jobs. */
export interface OwnJobs {
  counts: () => { waiting: number, running: number }
  work: () => Promise<WorkItem[]>
  runs: () => RunItem[]
  /** When jobs ran since then, and how many of each kind may run at once. */
  busySince: (fromMs: number) => { spans: BusySpan[], places: ReadonlyMap<string, number> }
  /** Nothing new is taken until what it returns is called. */
  pause: () => () => void
  /** Resolves when nothing runs any more; rejects when `signal` aborts. */
  whenIdle: (signal: AbortSignal) => Promise<void>
  /** Ends what still runs or waits, so that whoever wanted it goes elsewhere. */
  handBack: () => Promise<void>
}

/** Of an agent that takes none. */
export const noJobs: OwnJobs = {
  counts: () => ({ running: 0, waiting: 0 }),
  work: async () => [],
  runs: () => [],
  busySince: () => ({ spans: [], places: new Map() }),
  pause: () => () => {},
  whenIdle: async () => {},
  handBack: async () => {}
}
