import type { BuildProfile, ProcessorName, Rule } from '../../config/project-schema.js'
import type { BlobReference } from '../../cache/content-store.js'
import type { Limiter } from '../../licence/lease.js'
import type { Runner } from './action-runner.js'
import type { ByteBudget } from './byte-budget.js'
import type { FileReferences } from '../references/file-references.js'
import type { Picture } from '../pictures/picture.js'
import type { RunStateStore } from '../run/run-state.js'
import type { SourceFile } from '../sources/source-file.js'
import type { ToolWorkspace } from './tool-workspace.js'

/** Inputs that belong together: the files of a folder, or all files that a rule's file patterns name. */
export interface Group {
  /** Rule and folder, unique in a run. */
  id: string
  rule: Rule
  /** The project-relative folder that names are relative to. */
  base: string
  /** What {dir} stands for. */
  dir: string
  files: SourceFile[]
}

/** An output, relative to assets.output: bytes of the store, or a source as it is. */
export type PlannedOutput = ({ path: string, blob: BlobReference } | { path: string, source: SourceFile }) & {
  /** A sheet whose frame names could not be known before it was made. */
  frames?: { source: string, scale: number, names: readonly string[] }
}

export interface BuildContext {
  /** Real path of the project. */
  project: string
  profile: BuildProfile
  runner: Runner
  /** Where external tools work. */
  tools: Pick<ToolWorkspace, 'use'>
  /** The file indices of what inputs name by themselves. */
  namedFiles: Pick<RunStateStore, 'readNamed' | 'writeNamed'>
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
  /** A picture that was decoded during the scan, once. */
  takeDecoded?: (file: SourceFile) => Promise<Picture> | undefined
  /** The bytes of a source as they were scanned. Throws SCAN_FILE_CHANGED when it changed since. */
  readSource: (file: SourceFile) => Promise<Buffer>
  /**
   * Bytes of the layout file `path` (project-relative) as scanned, undefined when there is none; and what it
   * shall hold after the run.
   */
  readLock: (path: string) => Buffer | undefined
  writeLock: (path: string, bytes: Buffer) => void
  /** Checked right before publishing: a licence seat that was lost means that nothing is published. */
  guardPublish: (assertValid: () => Promise<void>) => void
  warn: (message: string) => void
  /** Frames of each sheet that this run makes, by its path: what references are checked against. */
  sheets: Map<string, readonly string[]>
  /** What the csd files of this run name. */
  references: FileReferences[]
}

/** Turns the groups of a rule into outputs. In a dry run it plans as far as the cache reaches. */
export interface Processor {
  name: ProcessorName
  /** Which files of a folder it takes when a pattern names the folder. */
  accepts: (path: string) => boolean
  /** Errors that need no work to be seen, over all groups of the project. */
  check?: (groups: readonly Group[]) => Error[]
  build: (group: Group, context: BuildContext) => Promise<PlannedOutput[]>
}
