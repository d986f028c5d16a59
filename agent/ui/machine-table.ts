import type { FarmRow } from '../farm/farm-row.js'
import type { ReportReason } from '../farm/farm-machine.js'
import { meanBusy } from '../farm/busy-day.js'
import type { DayOfGrades } from '../farm/day-of-grades.js'
import type { LeastDisk } from '../farm/least-disk.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import { showValue } from '../health/show-value.js'
import type { Locale } from '../messages/message.js'
import { worded } from '../messages/message.js'
import { gradeBadge } from './grade-badge.js'
import { html, type Html } from './html.js'
import { nodeText } from './node-text.js'
import type { Say, View } from './page.js'
import { gradeBars } from './sparkline.js'
import { columnHeadings, share } from './table-parts.js'
import { moment } from './time-words.js'

const shownReasons = 3
const problemLength = 80

export function machineTable (view: View, say: Say, rows: readonly FarmRow[]): Html {
  return html`<table class="wide">
    <thead>
    <tr>
    ${columnHeadings(say, ['machine', 'model', 'labels', 'grade', 'day', 'busy', 'disk', 'jobs', 'drain'])}
    </tr>
    </thead>
    <tbody>
    ${rows.map(row => machineRow(view, say, row))}
    </tbody>
    </table>`
}

/** On a phone each cell is a line with its column's name before it; a cell without anything is left out. */
export function machineRow (view: View, say: Say, row: FarmRow): Html {
  const { device, model, os, grade, reasons, day, disk } = row
  return html`
    <tr id="machine-${device}" class="${row.blindSince === null ? '' : 'blind'}" data-state="${
    [grade, ...reasons.map(({ id }) => id)].join(' ')
  }">
    <th scope="row" data-label="${say('ui.column.machine')}">${nameOf(row)}${nodeOf(view, say, row)}</th>
    <td data-label="${say('ui.column.model')}">
      <span>${model || '–'}<br><span class="dim small">${os}</span></span>
    </td>
    <td data-label="${say('ui.column.labels')}">${labelsOf(row)}</td>
    <td data-label="${say('ui.column.grade')}">${gradeOf(view, say, row)}</td>
    <td data-label="${say('ui.column.day')}">${day && gradeBars(day, say('ui.dayOf', { device }))}</td>
    <td data-label="${say('ui.column.busy')}">${day && busyOf(day)}</td>
    <td data-label="${say('ui.column.disk')}">${disk && diskOf(view, disk)}</td>
    <td data-label="${say('ui.column.jobs')}">${jobsOf(say, row)}</td>
    <td data-label="${say('ui.column.drain')}">${drainOf(say, row)}</td>
    </tr>`
}

function nameOf ({ device, address }: FarmRow): Html {
  const host = address?.replace(/^https?:\/\//, '')
  return html`<span>
    <a href="/machines/${encodeURIComponent(device)}">${device}</a>
    ${host === undefined ? '' : html`<br><span class="dim small">${host}</span>`}
    </span>`
}

/** What Jenkins says of the node, where that is not simply "online". */
function nodeOf ({ locale, nowMs }: View, say: Say, { jenkins }: FarmRow): Html | undefined {
  if (jenkins === undefined || jenkins.state === 'online') return undefined
  return html`<br><span class="dim small" title="${jenkins.cause}">Jenkins: ${
    nodeText(say, jenkins, locale, nowMs)
  }</span>`
}

function labelsOf ({ labels }: FarmRow): Html | undefined {
  if (labels.length === 0) return undefined
  return html`<span>${labels.map(label => html`<span class="label">${label}</span>`)}</span>`
}

function gradeOf (view: View, say: Say, { grade, since, reasons }: FarmRow): Html {
  return html`<span>
    ${gradeBadge(say, grade)}
    <span class="dim small">${moment(view.locale, since, view.nowMs)}</span>
    ${reasons.length === 0 ? '' : reasonList(view, reasons)}
    </span>`
}

function reasonList ({ locale }: View, reasons: readonly ReportReason[]): Html {
  return html`<ul class="plain small">
    ${reasons.slice(0, shownReasons).map(reason => reasonItem(locale, reason))}
    </ul>`
}

function reasonItem (locale: Locale, reason: ReportReason): Html {
  const { id, state, problem } = reason
  return html`<li class="${state}" title="${localHint(locale, reason)}">
    ${checkTitle(locale, id)}
    ${problem && html`<span class="dim">${worded(locale, problem).slice(0, problemLength)}</span>`}
    </li>`
}

function busyOf (day: DayOfGrades): Html | undefined {
  const mean = meanBusy([day])
  return mean === undefined ? undefined : html`<span class="figure">${share(mean)}</span>`
}

function diskOf ({ locale }: View, { id, state, freeBytes }: LeastDisk): Html {
  return html`<span class="figure ${state === 'ok' ? '' : state}" title="${checkTitle(locale, id)}">${
    showValue(locale, { value: freeBytes, unit: 'bytes' })
  }</span>`
}

function jobsOf (say: Say, { running, waiting }: FarmRow): Html {
  const queued = html`<span class="dim small">${say('ui.waiting', { count: waiting })}</span>`
  return html`<span>${running} ${waiting === 0 ? '' : queued}</span>`
}

function drainOf (say: Say, { drain }: FarmRow): Html | undefined {
  if (drain === null) return undefined
  const { isDone, by, why } = drain
  return html`<span>
    ${say(isDone ? 'ui.drained' : 'ui.draining', { by })}
    <br><span class="dim small">${why}</span>
    </span>`
}
