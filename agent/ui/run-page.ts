import type { RunItem } from '../farm/machine-work.js'
import { html, type Html } from './html.js'
import { jobState } from './job-state.js'
import { page, sayIn, type Say, type View } from './page.js'
import { sheetFigure, type RunSheet } from './sheet-figure.js'
import { nothing } from './table-parts.js'
import { durationText } from '../messages/durations.js'
import type { Locale } from '../messages/message.js'
import { worded } from '../messages/message.js'
import type { Wording } from '../messages/phrase.js'
import { actionName } from '../messages/recorded-words.js'
import { time } from './time-words.js'
import { timeline, type RunAction } from './timeline.js'

export interface RunPageView extends Omit<RunItem, 'savedMs'> {
  actions: readonly RunAction[]
  why: ReadonlyArray<{ action: string, durationMs: number, reasons: readonly Wording[] }>
  sheets: readonly RunSheet[]
  /** Against the run before on the same project; undefined for the first. */
  difference: {
    added: readonly string[]
    changed: readonly string[]
    removed: readonly string[]
    /** The run before, where it is known. */
    thanId?: string
  } | undefined
  error: string | undefined
}

const maxRows = 200
const maxReasons = 8

/** One asset run: when each action ran and why, the sheets, and what is other than the run before. */
export function runPage (view: View, run: RunPageView): string {
  const say = sayIn(view.locale)
  const { project, state, error } = run
  const grade = state === 'done' ? 'good' : state === 'failed' ? 'poor' : 'degraded'
  return page(
    view,
    project,
    html`
      <h1>${project} <span class="grade ${grade}">${jobState(say, state)}</span></h1>
      <p class="dim">${summary(say, run)}</p>
      ${error === undefined ? '' : html`<p class="note" role="alert">${error}</p>`}
      <h2>${say('ui.timeline')}</h2>
      ${timeline(view.locale, say, run.actions, maxRows)}
      <h2>${say('ui.whyRan')}</h2>
      ${whyList(view.locale, say, run.why)}
      <h2>${say('ui.difference')}</h2>
      ${differenceList(say, run.difference)}
      <h2>${say('ui.sheets')}</h2>
      ${sheetList(say, run.sheets)}`
  )
}

function summary (say: Say, { startedAt, durationMs, total, cached }: RunPageView): string {
  return [
    time(Date.parse(startedAt)),
    ...durationMs === null ? [] : [durationText(say, durationMs)],
    say('ui.ranOf', { executed: total - cached, total })
  ]
    .join(' · ')
}

function whyList (locale: Locale, say: Say, why: RunPageView['why']): Html {
  if (why.length === 0) return nothing(say)
  return html`<ul>
    ${why.slice(0, maxRows).map(each => whyItem(locale, say, each))}
    </ul>`
}

function whyItem (
  locale: Locale,
  say: Say,
  { action, durationMs, reasons }: RunPageView['why'][number]
): Html {
  return html`<li>
    ${actionName(locale, action)}
    <span class="dim small">${durationText(say, durationMs)}</span>
    <ul class="plain small">
    ${reasons.slice(0, maxReasons).map(reason => html`<li>${worded(locale, reason)}</li>`)}
    </ul>
    </li>`
}

function differenceList (say: Say, difference: RunPageView['difference']): Html {
  if (difference === undefined) return html`<p class="dim">${say('ui.firstRun')}</p>`
  const lists = [['added', '+'], ['changed', '~'], ['removed', '−']] as const
  if (lists.every(([name]) => difference[name].length === 0)) {
    return html`<p class="dim">${say('ui.sameOutputs')}</p>`
  }
  const lines = lists.flatMap(([name, sign]) =>
    difference[name].slice(0, maxRows).map(path => html`<li>${sign} ${path}</li>`)
  )
  const { thanId } = difference
  const before = thanId === undefined
    ? ''
    : html`<p class="small">
    <a href="/runs/${encodeURIComponent(thanId)}">${say('ui.runBefore')}</a>
    </p>`
  return html`${before}
    <ul class="plain">
    ${lines}
    </ul>`
}

function sheetList (say: Say, sheets: readonly RunSheet[]): Html {
  if (sheets.length === 0) return nothing(say)
  return html`<div class="sheets">
    ${sheets.map(sheet => sheetFigure(say, sheet))}
    </div>`
}
