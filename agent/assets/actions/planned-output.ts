import type { BlobReference } from '../../cache/content-store.js'
import type { Group } from '../sources/group.js'
import type { SourceFile } from '../sources/source-file.js'
import type { Reference, Serializer } from './reference.js'

/** An output, relative to assets.output: bytes of the store, or a source as it is. */
export type PlannedOutput =
  & ({ path: string, blob: BlobReference } | { path: string, source: SourceFile })
  & OutputFacts

/** What a processor tells of an output to those who look at all of them. */
interface OutputFacts {
  /** Of a sheet: its frames; and where they come from, when they were not known before it was made. */
  sheet?: { frames: readonly string[], unplanned?: { source: string, scale: number } }
  /** Of a UI layout: what its file names, with paths relative to `root`. */
  references?: FileReferences
  /** Other outputs that the game loads with this one, when the rule wants them reported. */
  needs?: readonly string[]
}

export interface FileReferences {
  file: SourceFile
  /** The output folder that the paths in the csd start from. */
  root: string
  references: readonly Reference[]
  /** How nested csd are published; as csb when nothing is said. */
  serializer?: Serializer
}

/** An output, and whose it is. */
export interface BuiltOutput {
  group: Group
  output: PlannedOutput
}
