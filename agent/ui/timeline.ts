import { html, type Html } from './html.js'
import type { Say } from './page.js'
import { nothing } from './table-parts.js'
import { durationText } from '../messages/durations.js'
import type { Locale } from '../messages/message.js'
import { actionName } from '../messages/recorded-words.js'

export interface RunAction {
  id: string
  rule: string
  state: string
  startMs: number
  durationMs: number
}

/** Ends are written down a moment after the work, in whole milliseconds. */
const clockMs = 5
/** Units of the drawing, which is as wide as the reader's screen has room for. */
const chartWidth = 600
const leastWidth = 2

/** When each action ran: its name, which wraps where it has to, and a bar, dashed while it waited. */
export function timeline (
  locale: Locale,
  say: Say,
  actions: readonly RunAction[],
  maxRows: number
): Html {
  const shown = actions
    .filter(({ durationMs }) => durationMs > 0)
    .sort((a, b) => a.startMs - b.startMs)
    .slice(0, maxRows)
  if (shown.length === 0) return nothing(say)
  const fromMs = Math.min(...shown.map(({ startMs }) => startMs))
  const spanMs = Math.max(1, Math.max(...shown.map(endOf)) - fromMs)
  const description = say('ui.timelineOf', { count: shown.length, total: durationText(say, spanMs) })
  return html`<ol class="timeline" aria-label="${description}">
    ${shown.map(action => item(locale, say, action, waitedFor(action, shown), { fromMs, spanMs }))}
    </ol>`
}

function item (
  locale: Locale,
  say: Say,
  { id, state, startMs, durationMs }: RunAction,
  before: RunAction | undefined,
  { fromMs, spanMs }: { fromMs: number, spanMs: number }
): Html {
  const at = (ms: number): number => (ms - fromMs) / spanMs * chartWidth
  const width = Math.max(leastWidth, durationMs / spanMs * chartWidth)
  const x = Math.min(at(startMs), chartWidth - width)
  const look = state === 'failed' || state === 'cached' ? state : 'executed'
  const after = before === undefined
    ? ''
    : say('list.comma') + say('ui.after', { id: actionName(locale, before.id) })
  const name = actionName(locale, id)
  const wait = before && `M${at(endOf(before)).toFixed(1)} 6H${x.toFixed(1)}`
  return html`
    <li>
    <span>${name} <span class="dim">${durationText(say, durationMs)}</span></span>
    <svg viewBox="0 0 ${chartWidth} 12" preserveAspectRatio="none" aria-hidden="true">
    <title>${say('list.pair', { name, value: durationText(say, durationMs) })}${after}</title>
    ${wait && html`<path class="wait" d="${wait}"/>`}
    <rect class="bar-${look}" x="${x.toFixed(1)}" y="0" width="${width.toFixed(1)}" height="12"/>
    </svg>
    </li>`
}

function endOf ({ startMs, durationMs }: RunAction): number {
  return startMs + durationMs
}

/**
 * The steps of one group go on one after the other, `units/knight layout` before `units/knight page`: the
 * last one that had ended.
 */
function waitedFor (action: RunAction, shown: readonly RunAction[]): RunAction | undefined {
  const group = groupOf(action)
  let last: RunAction | undefined
  for (const other of shown) {
    const isBefore = other !== action && groupOf(other) === group &&
      endOf(other) <= action.startMs + clockMs && other.startMs < action.startMs
    if (isBefore && (last === undefined || endOf(other) > endOf(last))) last = other
  }
  return last
}

/** A rule and a group may hold blanks; the step is the last word. */
function groupOf ({ id, rule }: RunAction): string {
  return `${rule} ${id.includes(' ') ? id.slice(0, id.lastIndexOf(' ')) : ''}`
}
