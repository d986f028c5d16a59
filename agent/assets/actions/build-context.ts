import type { ByteBudget } from '../../byte-budget.js'
import type { BuildProfile } from '../../config/project-schema.js'
import type { Limiter } from '../../licence/lease.js'
import type { MeasuredPictures } from '../pictures/measuring/measured-pictures.js'
import type { NamedFileTables } from '../sources/named-inputs.js'
import type { SourceFile } from '../sources/source-file.js'
import type { Runner } from './runner.js'
import type { SharedResources } from './shared-resources.js'
import type { ToolWorkspace } from './tool-workspace.js'
import type { Warn } from './run-events.js'

/** What a run gives its processors to work with. */
export interface BuildContext {
  /** Real path of the project. */
  project: string
  profile: BuildProfile
  runner: Runner
  /** Where external tools work. */
  tools: Pick<ToolWorkspace, 'use'>
  /** The file indices of what inputs name by themselves. */
  namedFiles: NamedFileTables
  /** What the last run knew of atlas sets. */
  setRecords: SetRecords
  /** All that is wrong is to be told, not only what is found first. */
  keepsGoing?: boolean
  /** How many files were read besides those of the scan. */
  noteHashed: (count: number) => void
  /** Milliseconds since 1970. */
  now: () => number
  /** Asked for only by what needs a licensed tool. */
  limiter: () => Promise<Limiter>
  signal: AbortSignal
  environment: Readonly<Record<string, string | undefined>>
  /** Pages and other large pictures in flight, and sprites that are kept, over all groups. */
  pixels: ByteBudget
  /** Sprites that are being decoded, over all groups. */
  decoding: ByteBudget
  /** Pictures of sets, which are measured since they were scanned. */
  measuredAhead?: MeasuredPictures
  /** The bytes of a source that the scan has read, once. */
  takeScanned?: (file: SourceFile) => Buffer | undefined
  /** The bytes of a source as they were scanned. Throws SCAN_FILE_CHANGED when it changed since. */
  readSource: (file: SourceFile) => Promise<Buffer>
  /** The same where they are asked for once: those of 50,000 pictures are not held till the run has ended. */
  takeSource: (file: SourceFile) => Promise<Buffer>
  keptFiles: KeptFiles
  shared: SharedResources
  /** What it throws right before publishing means that nothing is published. */
  beforePublish: (check: () => Promise<void>) => void
  warn: Warn
  /** Whether a layout file must stay as it is in this run. */
  isLayoutFrozen: (file: string) => Promise<boolean>
  tellLayout: (layout: LayoutReport) => void
}

/** Bytes that a run leaves for the next one, by the output of a set; all of it only saves time. */
export interface SetRecords {
  read: (set: string) => Buffer | undefined
  write: (set: string, bytes: Buffer) => void
}

/** What became of a set whose layout is kept, for the report of a run. */
export interface LayoutReport {
  set: string
  /** The layout file, relative to the project. */
  file: string
  sprites: number
  /** Frames that lie elsewhere than before. */
  moved: number
  repacked: boolean
  /** The share of the pages that is used. */
  efficiency: number
}

/**
 * Project-relative files that a processor keeps beside the sources, for people to commit: read as they were
 * before the run, written when it has published.
 */
export interface KeptFiles {
  read: (path: string) => Buffer | undefined
  /** `owner` is for the error when two want the same file. */
  write: (path: string, bytes: Buffer, owner: string) => void
}
