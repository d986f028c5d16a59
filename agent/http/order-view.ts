import { PacklineError, isErrorCode } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import type { Job } from '../jobs/job.js'
import type { JobQueue } from '../jobs/job-queue.js'
import { messageText } from '../messages/message-texts.js'
import { describeError, message } from '../messages/message.js'
import type { Locale, MessageKey } from '../messages/message.js'
import { readableSize } from '../messages/readable-size.js'
import { fromJson } from '../messages/words-beside.js'
import type { RowReport } from '../packaging/package-report.js'
import type { PackageEvent } from '../packaging/row-builder.js'
import type { SentEvent, SentRow } from '../release/sent-files.js'
import type { ListedOrder } from '../ui/order-form-page.js'
import type { OrderRow, OrderView } from '../ui/order-page.js'

const maxEventBytes = 20_000_000
const shownLines = 20

type Event =
  | PackageEvent
  | SentEvent
  | { type: 'report', report?: Record<string, unknown> & { rows?: Array<RowReport | SentRow> } }
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
    kind: kind as ListedOrder['kind'],
    isPlan: dryRun === true,
    what: [
      name,
      to === undefined || native !== undefined ? target : undefined,
      native === undefined ? to : undefined
    ]
      .filter(each => each !== undefined)
      .map(text)
      .join(' '),
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
    about: typeof parameters.release === 'string' ? parameters.release : undefined,
    mayOrder,
    isCancelling: cancelRequestedAt !== undefined
  }
}

async function eventsOf (
  jobs: JobQueue,
  id: string,
  locale: Locale,
  signal: AbortSignal
): Promise<Pick<OrderView, 'rows' | 'log' | 'estimateMs' | 'jenkins' | 'outcome'>> {
  const rows = new Map<string, OrderRow>()
  const log: string[] = []
  let estimateMs: number | undefined
  let jenkins: OrderView['jenkins']
  let outcome: string | undefined
  for await (const event of eventLines(jobs, id, signal)) {
    switch (event.type) {
      case 'planned':
        // What comes again after an interruption is planned anew.
        rows.clear()
        estimateMs = 'estimateMs' in event.report ? event.report.estimateMs : undefined
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
        if (typeof event.report?.estimateMs === 'number') estimateMs ??= event.report.estimateMs
        outcome = outcomeOf(locale, event.report ?? {})
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
  return { rows: [...rows.values()], log, estimateMs, jenkins, outcome }
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
    const event: unknown = fromJson(line)
    return isJsonObject(event) ? event as unknown as Event : undefined
  } catch {
    return undefined
  }
}

function rowOf (locale: Locale, row: RowReport | SentRow, open: 'waiting' | 'planned'): OrderRow {
  if (!('way' in row)) return { ...row, state: row.state === 'planned' ? open : row.state }
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

/** What became of what was sent. */
function outcomeOf (locale: Locale, report: Record<string, unknown>): string | undefined {
  const words = Object.fromEntries(Object.entries(report).map(([name, value]) => [name, text(value)]))
  const say = (key: MessageKey, more: Record<string, string> = {}): string =>
    message(locale, key, { detail: '', ...words, ...more }).trim()
  const { written, bytes, proved, state, isKept, isRehearsal, store } = report
  if (typeof written === 'number' && typeof bytes === 'number') {
    return say('release.published', { size: readableSize(bytes) })
  }
  if (proved !== undefined) {
    return say(isKept === true || state === null ? 'release.symbolsFit' : 'release.symbolsSent')
  }
  if (store === undefined) return undefined
  // Only an upload tells whether the package was there.
  if (isKept === undefined) {
    return say(isRehearsal === true ? 'release.storeRolloutRehearsed' : 'release.storeRollout')
  }
  if (state === null) return say('release.uploadRehearsed')
  const key = `upload.state.${text(state)}` as MessageKey
  const told = messageText(key) === undefined ? text(state) : message(locale, key)
  return say(isKept === true ? 'release.uploadKept' : 'release.uploaded', { state: told })
}

function text (value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}
