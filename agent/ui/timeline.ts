import { html, type Html } from './html.js'
import type { Say } from './page.js'
import { nothing } from './table-parts.js'
import { duration } from './time-words.js'

export interface RunAction {
  id: string
  rule: string
  state: string
  startMs: number
  durationMs: number
}

/** Ends are written down a moment after the work, in whole milliseconds. */
const clockMs = 5
/** Characters that have room beside the longest bar; the step is the last word. */
const labelLength = 42
const barsWidth = 600
const wholeWidth = 900
const rowHeight = 16

/** When each action ran, as bars, with a line from what it waited for. */
export function timeline (say: Say, actions: readonly RunAction[], maxRows: number): Html {
  const shown = actions
    .filter(({ durationMs }) => durationMs > 0)
    .sort((a, b) => a.startMs - b.startMs)
    .slice(0, maxRows)
  if (shown.length === 0) return nothing(say)
  const fromMs = Math.min(...shown.map(({ startMs }) => startMs))
  const spanMs = Math.max(1, Math.max(...shown.map(endOf)) - fromMs)
  const height = shown.length * rowHeight
  const description = say('ui.timelineOf', { count: shown.length, total: duration(spanMs) })
  return html`<div class="scroll">
    <svg viewBox="0 0 ${wholeWidth} ${height}" width="${wholeWidth}" height="${height}" role="img"
      aria-label="${description}">
    ${shown.map((action, row) => bar(say, action, row, waitedFor(action, shown), { fromMs, spanMs }))}
    </svg>
    </div>`
}

function bar (
  say: Say,
  { id, state, startMs, durationMs }: RunAction,
  row: number,
  before: Waited | undefined,
  { fromMs, spanMs }: { fromMs: number, spanMs: number }
): Html {
  const at = (ms: number): number => (ms - fromMs) / spanMs * barsWidth
  const x = at(startMs)
  const y = row * rowHeight
  const width = Math.max(1, durationMs / spanMs * barsWidth)
  const look = state === 'failed' || state === 'cached' ? state : 'executed'
  const after = before === undefined ? '' : `, ${say('ui.after', { id: before.action.id })}`
  const label = id.length > labelLength ? `…${id.slice(1 - labelLength)}` : id
  const wait = before === undefined
    ? ''
    : `M${at(endOf(before.action)).toFixed(1)} ${before.row * rowHeight + 14}V${y + 8}H${x.toFixed(1)}`
  return html`<g>
    <title>${id}: ${duration(durationMs)}${after}</title>
    ${wait === '' ? '' : html`<path class="wait" d="${wait}"/>`}
    <rect class="bar-${look}" x="${x.toFixed(1)}" y="${y + 2}" width="${width.toFixed(1)}" height="12"/>
    <text x="${(x + width + 4).toFixed(1)}" y="${y + 12}">${label} ${duration(durationMs)}</text>
    </g>`
}

function endOf ({ startMs, durationMs }: RunAction): number {
  return startMs + durationMs
}

interface Waited {
  action: RunAction
  row: number
}

/**
 * The steps of one group go on one after the other, `units/knight layout` before `units/knight page`: the
 * last one that had ended.
 */
function waitedFor (action: RunAction, shown: readonly RunAction[]): Waited | undefined {
  const group = groupOf(action)
  let last: Waited | undefined
  for (const [row, other] of shown.entries()) {
    const isBefore = other !== action && groupOf(other) === group &&
      endOf(other) <= action.startMs + clockMs && other.startMs < action.startMs
    if (isBefore && (last === undefined || endOf(other) > endOf(last.action))) last = { action: other, row }
  }
  return last
}

/** A rule and a group may hold blanks; the step is the last word. */
function groupOf ({ id, rule }: RunAction): string {
  return `${rule} ${id.includes(' ') ? id.slice(0, id.lastIndexOf(' ')) : ''}`
}
