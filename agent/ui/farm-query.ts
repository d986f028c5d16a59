import type { FarmRow } from '../farm/farm-row.js'
import { grades, isGrade, type Grade } from '../health/check.js'

export const rowStates = ['silent', 'draining', 'offline', 'busy', 'idle'] as const
export const rowSorts = ['worst', 'name', 'model', 'version', 'jobs', 'disk'] as const

type RowState = typeof rowStates[number]
type RowSort = typeof rowSorts[number]

/** Which machines a page shows, and in which order: all of it stands in the page's address. */
export interface FarmQuery {
  text: string
  label: string
  grade: Grade | undefined
  state: RowState | undefined
  version: string
  sort: RowSort
}

const maxLength = 100

export function farmQuery (search: string | undefined): FarmQuery {
  const given = new URLSearchParams(search)
  const text = (name: string): string => (given.get(name) ?? '').trim().slice(0, maxLength)
  const grade = text('grade')
  return {
    text: text('q'),
    label: text('label'),
    grade: isGrade(grade) ? grade : undefined,
    state: rowStates.find(each => each === text('state')),
    version: text('version'),
    sort: rowSorts.find(each => each === text('sort')) ?? 'worst'
  }
}

export function chosenRows (rows: readonly FarmRow[], query: FarmQuery): FarmRow[] {
  const { label, grade, state, version, sort } = query
  const words = query.text.toLowerCase().split(/\s+/).filter(word => word !== '')
  return rows
    .filter(row =>
      (label === '' || row.labels.includes(label)) &&
      (grade === undefined || row.grade === grade) &&
      (state === undefined || isInState[state](row)) &&
      (version === '' || row.version === version) &&
      (words.length === 0 || hasWords(row, words))
    )
    .sort((a, b) => orders[sort](a, b) || a.device.localeCompare(b.device, 'en', { numeric: true }))
}

const isInState: Record<RowState, (row: FarmRow) => boolean> = {
  silent: row => row.isSilent,
  draining: row => row.drain !== null,
  offline: row => row.jenkins !== undefined && row.jenkins.state !== 'online',
  busy: row => row.running > 0,
  idle: row => row.running === 0 && !row.isSilent
}

const orders: Record<RowSort, (a: FarmRow, b: FarmRow) => number> = {
  // Of equally bad ones first who is not in somebody's hands, then who has been so for longest.
  worst: (a, b) =>
    grades.indexOf(b.grade) - grades.indexOf(a.grade) ||
    Number(a.drain !== null) - Number(b.drain !== null) ||
    (a.grade === 'good' ? 0 : a.since.localeCompare(b.since)),
  name: () => 0,
  model: (a, b) => a.model.localeCompare(b.model),
  version: (a, b) => a.version.localeCompare(b.version, 'en', { numeric: true }),
  jobs: (a, b) => b.running + b.waiting - a.running - a.waiting,
  disk: (a, b) => Math.sign((a.disk?.freeBytes ?? Infinity) - (b.disk?.freeBytes ?? Infinity)) || 0
}

/** Each word somewhere in what the table shows of the machine. */
function hasWords (row: FarmRow, words: readonly string[]): boolean {
  const { device, address, model, os, version, labels, reasons, drain, jenkins } = row
  const shown = [
    ...[device, address ?? '', model, os, version, ...labels, drain?.why ?? '', jenkins?.cause ?? ''],
    ...reasons.flatMap(({ id, problem = '' }) => [id, problem])
  ]
    .join('\n')
    .toLowerCase()
  return words.every(word => shown.includes(word))
}
