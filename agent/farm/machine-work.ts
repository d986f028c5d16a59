/** A job that runs, as others see it. */
export interface WorkItem {
  id: string
  kind: string
  /** The project, or the folder's name. */
  name: string
  startedAt: string
  /** Actions that have ended. */
  done: number
  /** Actions of the run before; null when there was none. */
  total: number | null
}

/** A job that has ended: an asset run, and on a machine's own page one of any kind. */
export interface RunItem {
  id: string
  kind: string
  project: string
  state: string
  startedAt: string
  durationMs: number | null
  total: number
  cached: number
  /** What the cached results took when they were made. */
  savedMs: number
}

export const maxWork = 4
export const maxRuns = 3
const maxName = 80

export function parseWork (value: unknown): WorkItem[] {
  return items(value, maxWork).flatMap(({ id, kind, name, startedAt, done, total }) =>
    isId(id) && isTime(startedAt)
      ? [{
        id,
        kind: text(kind),
        name: text(name),
        startedAt,
        done: count(done),
        total: total === null || total === undefined ? null : count(total)
      }]
      : []
  )
}

export function parseRuns (value: unknown): RunItem[] {
  return items(value, maxRuns).flatMap((
    { id, kind, project, state, startedAt, durationMs, total, cached, savedMs }
  ) =>
    isId(id) && isTime(startedAt)
      ? [{
        id,
        kind: text(kind) || 'assets',
        project: text(project),
        state: text(state),
        startedAt,
        durationMs: durationMs === null ? null : count(durationMs),
        total: count(total),
        cached: Math.min(count(cached), count(total)),
        savedMs: count(savedMs)
      }]
      : []
  )
}

function items (value: unknown, most: number): Array<Record<string, unknown>> {
  return Array.isArray(value)
    ? value.slice(0, most).filter(each => typeof each === 'object' && each !== null)
    : []
}

function isId (value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9]{1,64}$/.test(value)
}

function isTime (value: unknown): value is string {
  return typeof value === 'string' && value.length < 40 && Number.isFinite(Date.parse(value))
}

function text (value: unknown): string {
  return typeof value === 'string' ? value.slice(0, maxName) : ''
}

function count (value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? value : 0
}
