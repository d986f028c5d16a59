import type { PageFacts } from '../checking/page-facts.js'
import type { MeasuredRun } from './measured-run.js'
import type { Program } from './run-program.js'

/** One row of a table: a program that is run once a round. */
export interface Entry {
  name: string
  /** Why it cannot run here. It is a row all the same. */
  unavailable?: string
  /** Once, before the first round; not timed. */
  setUp?: () => Promise<void>
  /** Before each round; not timed. */
  before?: (round: number) => Promise<void>
  program: Program
  /** After each round; what it returns is shown in the last column. */
  after?: (round: number, stdout: string) => Promise<string | undefined>
  /** Where it writes pages; they are checked after the last round. */
  output?: string
  /** For programs of minutes: at most so many rounds. */
  mostRounds?: number
  /** Stopped after this time: the row then says so. */
  timeoutMs?: number
}

/** Rows that are measured side by side: each round runs every one of them. */
export interface Section {
  id: string
  title: string
  /** The sprites' folders, when the rows write pages; sprites of different folders share no page. */
  sprites?: string[]
  entries: Entry[]
}

export type Sample = Pick<MeasuredRun, 'durationMs' | 'peakMemoryBytes' | 'processorMs'>

export interface EntryResult {
  name: string
  /** Why there are no figures. */
  failure?: string
  samples: Sample[]
  note?: string
  pages?: PageFacts
}

export interface SectionResult {
  id: string
  title: string
  entries: EntryResult[]
}
