import { realpath } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { readSheet } from '../assets/atlas/sheets/read-sheet.js'
import type { RunReport } from '../assets/run/run-report.js'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { fromJson } from '../messages/words-beside.js'
import { workerRuns } from '../resident/worker-runs.js'
import type { RunPageView } from '../ui/run-page.js'
import type { RunSheet } from '../ui/sheet-figure.js'
import type { RunAction } from '../ui/timeline.js'

const maxReportBytes = 20_000_000

/** The report of an asset run, if the job was one and left one. */
export function runReport (jobs: JobQueue, job: Job): RunReport | undefined {
  if (job.kind !== 'assets') return undefined
  try {
    const text = jobs.report(job.id)
    if (text === undefined || text.length > maxReportBytes) return undefined
    const report = fromJson(text) as Partial<RunReport>
    return report.actions === undefined || !Array.isArray(report.why) ? undefined : report as RunReport
  } catch {
    return undefined
  }
}

/** The page of a build that was left to a warm worker; undefined for what is none. */
export function workerRunView (home: string, id: string): RunPageView | undefined {
  const runs = workerRuns(home)
  const run = runs.find(each => each.id === id)
  if (run === undefined) return undefined
  const { workspace, written, removed, error, ...shown } = run
  const than = runs.find(each => each.workspace === workspace && each.startedAt < run.startedAt)
  return {
    ...shown,
    kind: 'assets',
    actions: [],
    sheets: [],
    difference: {
      added: [],
      changed: written,
      removed,
      ...than !== undefined && { thanId: than.id }
    },
    error
  }
}

const maxSheets = 24
const maxEventBytes = 20_000_000

/** Everything that the page of one job shows. */
export async function runView (jobs: JobQueue, id: string, signal: AbortSignal): Promise<RunPageView> {
  const job = jobs.get(id)
  const report = runReport(jobs, job)
  const before = jobs.list({ kind: 'assets', limit: 200, before: id }).find(each =>
    each.workspace === job.workspace && each.state === 'done'
  )
  const previous = before === undefined ? undefined : runReport(jobs, before)
  const message = job.error?.message
  return {
    id,
    kind: job.kind,
    project: report?.project ?? job.workspace,
    state: job.state,
    startedAt: job.startedAt ?? job.createdAt,
    durationMs: report?.durationMs ?? null,
    total: report?.actions.total ?? 0,
    cached: report?.actions.cached ?? 0,
    actions: await actionsOf(jobs, id, signal),
    why: report?.why ?? [],
    sheets: report === undefined ? [] : await sheetsOf(id, job.workspace, report),
    difference: report === undefined || previous === undefined || before === undefined
      ? undefined
      : { thanId: before.id, ...differenceOf(previous.outputs, report.outputs) },
    error: typeof message === 'string' ? message : undefined
  }
}

/** When each action ran: its end as the journal of events has it, less the time that it took. */
async function actionsOf (jobs: JobQueue, id: string, signal: AbortSignal): Promise<RunAction[]> {
  let text = ''
  for await (const chunk of jobs.events(id, 0, false, signal)) {
    text += chunk.toString()
    if (text.length > maxEventBytes) break
  }
  return text.split('\n').flatMap(line => {
    const event = parse(line)
    if (event?.type !== 'action-ended') return []
    const endMs = Date.parse(String(event.at))
    const durationMs = Number(event.durationMs)
    return Number.isFinite(endMs) && durationMs >= 0
      ? [{
        id: String(event.id),
        rule: String(event.rule),
        state: String(event.state),
        startMs: endMs - durationMs,
        durationMs
      }]
      : []
  })
}

export function differenceOf (
  before: ReadonlyArray<{ path: string, sha256: string }>,
  after: ReadonlyArray<{ path: string, sha256: string }>
): { added: string[], changed: string[], removed: string[] } {
  const old = new Map(before.map(({ path, sha256 }) => [path, sha256]))
  const now = new Set(after.map(({ path }) => path))
  return {
    added: after.filter(({ path }) => !old.has(path)).map(({ path }) => path),
    changed: after.filter(({ path, sha256 }) => old.has(path) && old.get(path) !== sha256).map(({ path }) =>
      path
    ),
    removed: before.filter(({ path }) => !now.has(path)).map(({ path }) => path)
  }
}

async function sheetsOf (
  id: string,
  workspace: string,
  { outputs, written }: RunReport
): Promise<RunSheet[]> {
  const paths = new Set(outputs.map(({ path }) => path))
  // What this run wrote comes first, the rest is as it was.
  const isNew = new Set(written)
  const sorted = outputs.filter(({ path }) => path.endsWith('.plist')).sort((a, b) =>
    Number(isNew.has(b.path)) - Number(isNew.has(a.path))
  )
  const sheets = await Promise.all(
    sorted.slice(0, maxSheets).map(async ({ path }) => {
      try {
        const file = await outputFile(workspace, path)
        const { textureFile, width, height, frames } = await readSheet(file)
        const picture = join(dirname(path), textureFile).replaceAll('\\', '/')
        // A browser shows PNG and WebP; the run's own outputs are all that is ever sent.
        if (!paths.has(picture) || !/\.(png|webp)$/.test(picture)) return undefined
        return {
          path,
          pictureUrl: `/runs/${encodeURIComponent(id)}/outputs/${
            outputs.findIndex(output => output.path === picture)
          }`,
          width,
          height,
          frames: frames.map(frame => ({
            name: frame.name,
            x: frame.x,
            y: frame.y,
            width: frame.rotated
              ? frame.height
              : frame.width,
            height: frame.rotated ? frame.width : frame.height
          }))
        }
      } catch {
        return undefined
      }
    })
  )
  return sheets.filter(sheet => sheet !== undefined)
}

/**
 * The file of one output, which must still be within the workspace: links that lead out of it are refused.
 */
export async function outputFile (workspace: string, path: string): Promise<string> {
  const [root, file] = await Promise.all([realpath(workspace), realpath(join(workspace, path))])
  if (!file.startsWith(root + sep)) throw new Error(`${path} leads out of the workspace`)
  return file
}

function parse (line: string): Record<string, unknown> | undefined {
  try {
    return fromJson(line) as Record<string, unknown>
  } catch {
    return undefined
  }
}
