import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { isJsonObject } from '../json-object.js'
import type { Wording } from '../messages/phrase.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'
import { workersFolder } from './worker-place.js'

/** A build that was left to a warm worker, and is no job of the agent, for its pages. */
export interface WorkerRun {
  id: string
  workspace: string
  project: string
  state: 'done' | 'failed' | 'cancelled'
  startedAt: string
  durationMs: number
  total: number
  cached: number
  savedMs: number
  why: Array<{ action: string, durationMs: number, reasons: Wording[] }>
  written: string[]
  removed: string[]
  error?: string
}

/** What of a run's report the pages show. */
type ShownReport = Omit<WorkerRun, 'id' | 'workspace' | 'state' | 'total' | 'cached' | 'error'> & {
  status: string
  actions: { total: number, cached: number }
  errors: ReadonlyArray<Record<string, unknown>>
}

/** Of each list as much as a page shows. */
const mostShown = 200
const largestFile = 1_000_000
const interrupted = 130

/** Keeps a run for the pages: nothing depends on it. */
export function noteWorkerRun (
  home: string,
  workspace: string,
  report: ShownReport,
  exitStatus: number
): void {
  if (report.status === 'planned') return
  const { project, startedAt, durationMs, actions: { total, cached }, savedMs } = report
  const message = report.errors[0]?.message
  const run: WorkerRun = {
    id: `w${Date.parse(startedAt).toString(36)}${randomBytes(6).toString('hex')}`,
    workspace,
    project,
    state: exitStatus === 0 ? 'done' : exitStatus === interrupted ? 'cancelled' : 'failed',
    startedAt,
    durationMs,
    total,
    cached,
    savedMs,
    why: report.why.slice(0, mostShown),
    written: report.written.slice(0, mostShown),
    removed: report.removed.slice(0, mostShown),
    ...typeof message === 'string' && { error: message }
  }
  const file = fileOf(home)
  try {
    if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > largestFile) shorten(file)
    appendFileSync(file, `${jsonOf(run)}\n`, { mode: 0o600 })
  } catch {
    // A disk that takes nothing is the next run's to tell.
  }
}

/** What is noted meanwhile by another worker is lost. */
function shorten (file: string): void {
  const lines = readFileSync(file, 'utf8').split('\n')
  writeFileSync(`${file}.new`, lines.slice(lines.length >> 1).join('\n'), { mode: 0o600 })
  renameSync(`${file}.new`, file)
}

/** The last ones, the newest first. */
export function workerRuns (home: string): WorkerRun[] {
  let text: string
  try {
    text = readFileSync(fileOf(home), 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap(runIn).toReversed()
}

function runIn (line: string): WorkerRun[] {
  try {
    const run = fromJson(line)
    return isJsonObject(run) && Array.isArray(run.why) ? [run as unknown as WorkerRun] : []
  } catch {
    return []
  }
}

function fileOf (home: string): string {
  return join(workersFolder(home), 'runs.jsonl')
}
