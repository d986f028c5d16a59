import type { RunItem, WorkItem } from './machine-work.js'

/** What the farm asks of this agent's jobs. */
export interface OwnJobs {
  counts: () => { waiting: number, running: number }
  work: () => Promise<WorkItem[]>
  runs: () => RunItem[]
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
  pause: () => () => {},
  whenIdle: async () => {},
  handBack: async () => {}
}
