import type { PipelineConfig } from '../config/repository-schema.js'
import type { Choice } from './batch-choice.js'
import type { Handle, Result, Run } from './lane.js'

/** A run with everything that its build gets to know. */
export interface Batch {
  repository: string
  branch: string
  pipelineName: string
  pipeline: PipelineConfig
  run: Run
  choice: Choice
  /**
   * What people call the commit that is built, the one that the paths are compared with, and those between.
   */
  commit: string
  base: string
  commits: string[]
  /** A working copy of it may be made here; one per lane. */
  workFolder: string
}

/** What runs batches: a Jenkins job, or this machine. */
export interface BatchRunner {
  /** Where the build of a run with this name is, when there is one. */
  find: (batch: Batch, signal: AbortSignal) => Promise<Handle | undefined>
  /** Asks for a build. Called again for the same run only after `find` found none. */
  start: (batch: Batch, signal: AbortSignal) => Promise<Handle>
  /** Waits for the end. `onMove`: the build has a number or an address now. */
  follow: (
    run: Run,
    pipeline: PipelineConfig,
    onMove: (handle: Handle) => void,
    signal: AbortSignal
  ) => Promise<Result>
}
