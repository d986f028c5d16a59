import { PacklineError, isErrorCode } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { describeError } from '../messages/message.js'
import type { Locale } from '../messages/message.js'
import type { PackageReport, RowReport } from '../packaging/package-report.js'
import type { PackageEvent } from '../packaging/row-builder.js'
import type { ListedOrder } from '../ui/order-form-page.js'
import type { OrderRow, OrderView } from '../ui/order-page.js'

const maxEventBytes = 20_000_000
const shownLines = 20

type Event =
  | PackageEvent
  | { type: 'report', report?: Partial<PackageReport> }
  | { type: 'log', text: string }
  | { type: 'build-queued' }
  | { type: 'build-started', url: string | null }

/** A job as one of the project's orders. */
export function listedOrder ({ id, kind, parameters, caller, state, createdAt }: Job): ListedOrder {
  const { version, build, release, target, dryRun, native, to } = parameters
  const name = native !== undefined && to !== undefined
    ? `${text(native)} → ${text(to)}`
    : version === undefined
    ? release
    : build === undefined
    ? version
    : `${text(version)}-${text(build)}`
  return {
    id,
    kind: kind === 'package' && dryRun === true ? 'plan' : kind as ListedOrder['kind'],
    what: [name, target].filter(each => each !== undefined).map(text).join(' '),
    by: caller,
    state,
    createdAt
  }
}

/** How far an order is, as its events tell. */
export async function orderView (
  jobs: JobQueue,
  job: Job,
  project: string,
  locale: Locale,
  mayOrder: boolean,
  signal: AbortSignal
): Promise<OrderView> {
  const { startedAt, endedAt, attempt, error, cancelRequestedAt, parameters } = job
  const listed = listedOrder(job)
  const told = { ...await eventsOf(jobs, job.id, locale, signal) }
  const isRecorded = job.state === 'done' && parameters.record !== undefined && parameters.jenkins !== true
  return {
    ...listed,
    project,
    startedAt,
    endedAt,
    attempt,
    ...told,
    problem: error === undefined ? undefined : problemOf(locale, error),
    release: isRecorded ? listed.what : undefined,
    mayOrder,
    isCancelling: cancelRequestedAt !== undefined
  }
}

async function eventsOf (
  jobs: JobQueue,
  id: string,
  locale: Locale,
  signal: AbortSignal
): Promise<Pick<OrderView, 'rows' | 'log' | 'estimateMs' | 'jenkins'>> {
  const rows = new Map<string, OrderRow>()
  const log: string[] = []
  let estimateMs: number | undefined
  let jenkins: OrderView['jenkins']
  for await (const event of eventLines(jobs, id, signal)) {
    switch (event.type) {
      case 'planned':
        // What comes again after an interruption is planned anew.
        rows.clear()
        estimateMs = event.report.estimateMs
        for (const row of event.report.rows) rows.set(row.id, rowOf(locale, row, 'waiting'))
        break
      case 'row-started': {
        const row = rows.get(event.row)
        if (row !== undefined) rows.set(event.row, { ...row, state: 'working' })
        break
      }
      case 'row-ended':
        rows.set(event.row.id, rowOf(locale, event.row, 'planned'))
        break
      case 'report':
        estimateMs ??= event.report?.estimateMs
        for (const row of event.report?.rows ?? []) rows.set(row.id, rowOf(locale, row, 'planned'))
        break
      case 'hardened':
        break
      case 'build-queued':
        jenkins ??= { url: undefined }
        break
      case 'build-started':
        jenkins = { url: event.url ?? undefined }
        break
      case 'log':
        log.push(event.text)
        if (log.length > shownLines) log.shift()
    }
  }
  return { rows: [...rows.values()], log, estimateMs, jenkins }
}

async function* eventLines (jobs: JobQueue, id: string, signal: AbortSignal): AsyncGenerator<Event> {
  let bytes = 0
  for await (const chunk of jobs.events(id, 0, false, signal)) {
    bytes += chunk.length
    // A chunk is whole lines.
    for (const line of chunk.toString().split('\n')) {
      const event = line === '' ? undefined : parsed(line)
      if (event !== undefined) yield event
    }
    if (bytes > maxEventBytes) return
  }
}

function parsed (line: string): Event | undefined {
  try {
    const event: unknown = JSON.parse(line)
    return isJsonObject(event) ? event as unknown as Event : undefined
  } catch {
    return undefined
  }
}

function rowOf (locale: Locale, row: RowReport, open: 'waiting' | 'planned'): OrderRow {
  const { id, way, why, state, estimateMs, durationMs, size, error } = row
  return {
    id,
    way,
    why,
    state: state === 'planned' ? open : state,
    estimateMs,
    durationMs,
    size,
    problem: error && problemOf(locale, error)
  }
}

function problemOf (
  locale: Locale,
  { code, details, message }: Record<string, unknown>
): { message: string, hint?: string } {
  if (!isErrorCode(code)) return { message: text(message ?? code) }
  return describeError(locale, new PacklineError(code, isJsonObject(details) ? details : {}))
}

function text (value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
