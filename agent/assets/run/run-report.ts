import { posix } from 'node:path'
import type { ParameterValues } from '../../config/option-parameters.js'
import type { SharedCacheSummary } from '../../cache/remote/shared-cache.js'
import type { Wording } from '../../messages/phrase.js'
import type { ActionOutcome } from '../actions/action-runner.js'
import type { LayoutReport } from '../actions/build-context.js'
import type { StagingSummary } from '../actions/tool-workspace.js'
import type { OutputDependencies } from './dependency-report.js'

/** What a run did, as `--json` prints it. Paths are relative to the project. */
export interface RunReport {
  project: string
  status: 'done' | 'failed' | 'planned'
  startedAt: string
  durationMs: number
  /** Files that rules take, and how many of them had to be read. */
  scanned: number
  hashed: number
  actions: { total: number, cached: number, executed: number, failed: number }
  /** What the cached results took when they were made. */
  savedMs: number
  outputCount: number
  outputs: Array<{ path: string, size: number, sha256: string, md5: string }>
  removed: string[]
  /** Outputs that this run wrote. */
  written: string[]
  bytesWritten: number
  /** Whether each rule's tree changed in one step; on a mount its files change one after another. */
  isAtomic: boolean
  timings: { scanMs: number, planMs: number, executeMs: number, publishMs: number }
  /** For each action that was not cached: why. */
  why: Array<{ action: string, rule: string, durationMs: number, reasons: Wording[] }>
  /** For each set with layout "stable" that this run looked at: what its layout file did to it. */
  layouts: LayoutReport[]
  /** For rules with reportDependencies: what each csb needs. */
  dependencies?: OutputDependencies[]
  /** The values that options of rules had of parameters, where there are such. */
  parameters?: ParameterValues
  /** Where external tools worked, when any ran, and what that saved. */
  staging?: StagingSummary
  /** What the cache of several machines did, when it was asked. */
  sharedCache?: SharedCacheSummary
  /** The run's page on its agent, where `alerts.externalUrl` names the farm's pages. */
  page?: string
  warnings: string[]
  errors: Array<Record<string, unknown>>
}

/** A report in which nothing was done yet, for a run to say what it did. */
export function emptyReport (project: string, startedAt: number, now: number): RunReport {
  return {
    project,
    status: 'done',
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(now - startedAt),
    scanned: 0,
    hashed: 0,
    actions: { total: 0, cached: 0, executed: 0, failed: 0 },
    savedMs: 0,
    outputCount: 0,
    outputs: [],
    removed: [],
    written: [],
    bytesWritten: 0,
    isAtomic: true,
    timings: { scanMs: 0, planMs: 0, executeMs: 0, publishMs: 0 },
    why: [],
    layouts: [],
    warnings: [],
    errors: []
  }
}

/** An output's path as the report has it: relative to the project. */
export function inProject (output: string, path: string): string {
  return posix.join(output, path)
}

export function countActions (outcomes: readonly ActionOutcome[]): RunReport['actions'] {
  const count = (state: ActionOutcome['state']) => outcomes.filter(outcome => outcome.state === state).length
  return {
    total: outcomes.length,
    cached: count('cached'),
    executed: count('executed') + count('missing'),
    failed: count('failed')
  }
}

/** What the results took to make, beside each other as they were made. */
export function costOf (outcomes: readonly ActionOutcome[]): number {
  return outcomes.reduce((sum, { costMs }) => sum + costMs, 0)
}

export function reasonsOf (outcomes: readonly ActionOutcome[]): RunReport['why'] {
  return outcomes
    .filter(outcome => outcome.state !== 'cached')
    .map(({ id, rule, durationMs, reasons }) => ({
      action: id,
      rule,
      durationMs,
      // Found out when somebody asks: people get the number of actions only.
      get reasons () {
        return reasons()
      }
    }))
    .sort((a, b) => a.action < b.action ? -1 : 1)
}
