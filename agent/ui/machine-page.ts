import type { FarmRow } from '../farm/farm-row.js'
import { busyShares, meanBusy } from '../farm/busy-day.js'
import type { RunItem } from '../farm/machine-work.js'
import type { DayOfGrades } from '../farm/day-of-grades.js'
import type { HealthDocument } from '../health/agent-health.js'
import type { Check } from '../health/check.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { GradeChange, Span } from '../health/history.js'
import type { Locale } from '../messages/message.js'
import { checkTable } from './check-table.js'
import { gradeBadge } from './grade-badge.js'
import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { capacityChart, gradeBars } from './sparkline.js'
import { share } from './table-parts.js'
import { moment, time } from './time-words.js'
import { endedJobTable } from './work-tables.js'

export interface MachineView {
  device: string
  row?: FarmRow
  /** Known of this machine itself only; the others have a page of their own. */
  health?: HealthDocument
  series: ReadonlyMap<string, readonly Span[]>
  changes: readonly GradeChange[]
  /** Of the last week and of every kind; of another machine the few runs that it reports. */
  jobs: readonly RunItem[]
  fromMs: number
  /** The last 24 hours; undefined when nothing is known of them. */
  day: DayOfGrades | undefined
}

const shownChanges = 50

export function machinePage (view: View, machine: MachineView): string {
  const say = sayIn(view.locale)
  const { device, row, health, day, series, fromMs, changes, jobs } = machine
  const grade = health?.grade ?? row?.grade ?? 'good'
  return page(
    view,
    device,
    html`
      <h1>${device} ${gradeBadge(say, grade)}</h1>
      <div id="facts" data-live>
      <p class="dim">${factsLine(say, machine)}</p>
      ${day && gradeBars(day, say('ui.dayOf', { device }))}
      ${day && busyChart(say, device, day)}
      ${reasonList(view, say, health?.reasons ?? row?.reasons ?? [])}
      ${row?.drain && drainNote(say, row.drain)}
      </div>
      ${row && actions(view, say, device, row)}
      ${row && jobSection(view, say, row, jobs, health === undefined)}
      ${health === undefined ? elsewhere(say, row) : checkTable(view, say, health, series, fromMs)}
      ${changes.length === 0 ? '' : changeList(view, say, changes)}`
  )
}

/** Nothing where an agent of an older version tells nothing of it. */
function busyChart (say: Say, device: string, day: DayOfGrades): Html | undefined {
  const mean = meanBusy([day])
  if (mean === undefined) return undefined
  const description = say('ui.busyOf', { device, share: share(mean) })
  return html`<p class="small">${description}</p>
    ${capacityChart(busyShares(day).map(each => each ?? 0), [], description)}`
}

function factsLine (say: Say, { row, health }: MachineView): string {
  const facts = health?.facts ?? undefined
  return [
    facts?.model ?? row?.model,
    facts?.cpu,
    facts && say('ui.cores', { cores: facts.cores, memory: Math.round(facts.memoryBytes / 1e9) }),
    facts?.os ?? row?.os,
    health?.version ?? row?.version
  ]
    .filter(each => each !== undefined && each !== '')
    .join(' · ')
}

function jobSection (
  view: View,
  say: Say,
  row: FarmRow,
  jobs: readonly RunItem[],
  isElsewhere: boolean
): Html {
  const ownDevice = isElsewhere ? '' : row.device
  return html`<section id="jobs" data-live aria-labelledby="jobs-title">
    <h2 id="jobs-title">${say('ui.weekOfJobs')}</h2>
    ${endedJobTable(view, say, row, jobs, ownDevice)}
    </section>`
}

type ShownReason = Pick<Check, 'id' | 'state' | 'hint' | 'since' | 'problem'>

function reasonList (view: View, say: Say, reasons: readonly ShownReason[]): Html {
  if (reasons.length === 0) return html`<p class="ok">${say('ui.noReasons')}</p>`
  return html`<ul>
    ${reasons.map(reason => reasonItem(view, reason))}
    </ul>`
}

function reasonItem ({ locale, nowMs }: View, reason: ShownReason): Html {
  const { id, state, since } = reason
  return html`<li>
    <strong class="${state}">${checkTitle(locale, id)}</strong>
    <span class="dim small">${moment(locale, since, nowMs)}</span>
    <br>${localHint(locale, reason)}
    </li>`
}

function drainNote (say: Say, { isDone, by, why, deadlineAt }: NonNullable<FarmRow['drain']>): Html {
  const what = say(isDone ? 'ui.drained' : 'ui.draining', { by })
  const until = say('ui.until', { at: time(Date.parse(deadlineAt)) })
  return html`<p class="note">${say('list.pair', { name: what, value: why })} ${until}</p>`
}

function elsewhere (say: Say, row: FarmRow | undefined): Html {
  if (row === undefined || row.address === null) return html`<p class="dim">${say('ui.noDetails')}</p>`
  return html`<p><a href="${row.address}">${say('ui.ownPage')}</a></p>`
}

/** Each is confirmed on a page of its own, so that no single click drains a machine. */
function actions (view: View, say: Say, device: string, row: FarmRow): Html {
  const target = `/machines/${encodeURIComponent(device)}`
  if (row.drain !== null) {
    return html`<form method="post" action="${target}/resume">
      ${formToken(view)}
      <button>${say('ui.resume')}</button>
      </form>`
  }
  const why = html`<input name="why" required maxlength="200">`
  const minutes = html`<input name="minutes" type="number" min="0" max="10080" value="60">`
  return html`<form method="post" action="${target}/drain">
    ${formToken(view)}
    <label>${say('ui.why')} ${why}</label>
    <label>${say('ui.minutes')} ${minutes}</label>
    <button class="danger">${say('ui.drain')}</button>
    </form>`
}

function changeList ({ locale }: View, say: Say, changes: readonly GradeChange[]): Html {
  return html`<section id="changes" data-live>
    <h2>${say('ui.changes')}</h2>
    <ul>
    ${changes.slice(-shownChanges).reverse().map(change => changeItem(locale, say, change))}
    </ul>
    </section>`
}

function changeItem (locale: Locale, say: Say, { atMs, grade, reasons }: GradeChange): Html {
  return html`<li>
    ${say('list.pair', { name: time(atMs), value: say(`grade.${grade}`) })}
    <span class="dim">${reasons.map(id => checkTitle(locale, id)).join(say('list.comma'))}</span>
    </li>`
}
