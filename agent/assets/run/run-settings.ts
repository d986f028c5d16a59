import type { BuildProfile, ProjectFile } from '../../config/project-schema.js'
import type { ActionCache } from '../../cache/action-cache.js'
import type { ContentStore } from '../../cache/content-store.js'
import type { SharedCache } from '../../cache/remote/shared-cache.js'
import type { Limiter } from '../../licence/lease.js'
import type { checkOutputs } from '../outputs/intact-outputs.js'
import type { ProjectPictures } from '../atlas/project-pictures.js'
import type { OpenProject, ParameterSource } from '../sources/project-scan.js'
import type { ScannedBy } from '../sources/read-source.js'
import type { RunEvent } from '../actions/run-events.js'
import type { RunMemory } from './run-memory.js'
import type { RunPhases } from './run-phases.js'
import type { RunState, RunStateStore } from './run-state.js'
import type { ScanResult } from '../sources/scan.js'
import type { FileSystemSpeed } from '../../files/file-system-speed.js'

export type FrozenLayouts = 'all' | 'tracked' | 'none'

export interface BuildSettings {
  /** Folder that holds the project file. */
  folder: string
  /** In place of the project file in the folder. */
  inline?: ProjectFile
  /** PACKLINE_HOME. */
  home: string
  /** Build this rule only; the outputs of the others stay as they are. */
  only?: string
  /** Wins over the project file's. */
  profile?: BuildProfile
  /** Of the parameters that options of rules have. */
  parameters?: ParameterSource
  isDryRun: boolean
  /** Builds for others: what is cached here goes to the shared cache too, and nothing is fetched from it. */
  isShard?: boolean
  /** Reads no file again that its scan has read. */
  isLookOnly?: boolean
  keepGoing: boolean
  /** Which layout files must stay as they are: all, those that version control knows, or none. */
  frozenLayouts?: FrozenLayouts
  /** For those who wait for this run. */
  command: string
  limiter: () => Promise<Limiter>
  /** The cache of several machines, asked for when a result is missing on this one. */
  sharedCache?: (local: LocalCache, project: string) => Promise<SharedCache | undefined>
  environment: Readonly<Record<string, string | undefined>>
  /** What earlier runs of this process knew. */
  memory?: RunMemory
  signal: AbortSignal
  emit: (event: RunEvent) => void
  /** How fast the project's file system is with small files, for external tools; measured when left out. */
  classifyFileSystem?: (project: string) => Promise<FileSystemSpeed>
  /** Milliseconds since 1970. */
  now: () => number
  /** What this process has worked so far; left out, results cost the time that has passed. */
  processorMs?: () => number
}

/** What this machine keeps of results. */
export interface LocalCache {
  store: ContentStore
  cache: ActionCache
}

/** What a run works on after its scan. */
export interface ScannedRun {
  project: OpenProject
  local: LocalCache
  state: RunState | undefined
  scanned: ScanResult
  scannedBy: ScannedBy
  profile: BuildProfile
  states: RunStateStore
  /** The state's stamp before the scan. */
  stamp: string
  phases: RunPhases
  startedAt: number
  /** Pictures that are measured since the files were looked at, where nothing was built before. */
  pictures?: ProjectPictures
  /** The look at the outputs that began with the scan. */
  outputs: ReturnType<typeof checkOutputs>
}
