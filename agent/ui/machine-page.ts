import type { FarmRow } from '../farm/farm-row.js'
import type { DayOfGrades } from '../farm/day-of-grades.js'
import type { HealthDocument } from '../health/agent-health.js'
import { severityOf, type Check } from '../health/check.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { GradeChange, Span } from '../health/history.js'
import { showValue } from '../health/show-value.js'
import { html, type Html } from './html.js'
import { ago, page, sayIn, time, type Say, type View } from './page.js'
import { gradeBars, valueLine } from './sparkline.js'

export interface MachineView {
  device: string
  row?: FarmRow
  /** Known of this machine itself only; the others have a page of their own. */
  health?: HealthDocument
  series: ReadonlyMap<string, readonly Span[]>
  changes: readonly GradeChange[]
  fromMs: number
  /** The last 24 hours; undefined when nothing is known of them. */
  day: DayOfGrades | undefined
}

export function machinePage (view: View, machine: MachineView): string {
  const say = sayIn(view.locale)
  const { device, row, health, series, fromMs } = machine
  const grade = health?.grade ?? row?.grade ?? 'good'
  const facts = health?.facts
  return page(
    view,
    device,
    html`
<h1>${device} <span class="grade ${grade}">${say(`grade.${grade}`)}</span></h1>
<div id="facts" data-live>
<p class="dim">${
      [
        facts?.model ?? row?.model,
        facts?.cpu,
        facts === null || facts === undefined
          ? undefined
          : say('ui.cores', { cores: facts.cores, memory: Math.round(facts.memoryBytes / 1e9) }),
        facts?.os ?? row?.os,
        health?.version ?? row?.version
      ]
        .filter(each => each !== undefined && each !== '')
        .join(' · ')
    }</p>
${
      machine.day === undefined
        ? ''
        : gradeBars(machine.day, say('ui.dayOf', { device }))
    }
${reasonList(view, say, health?.reasons ?? row?.reasons ?? [])}
${
      row?.drain === null || row?.drain === undefined
        ? ''
        : html`<p class="note">${
          say(row.drain.isDone ? 'ui.drained' : 'ui.draining', { by: row.drain.by })
        }: ${row.drain.why} (${time(Date.parse(row.drain.deadlineAt))})</p>`
    }
</div>
${row === undefined ? '' : actions(say, device, row)}
${health === undefined ? elsewhere(say, row) : checkTable(view, say, health, series, fromMs)}
${
      machine.changes.length === 0
        ? ''
        : html`<section id="changes" data-live><h2>${say('ui.changes')}</h2><ul>${
          machine.changes.slice(-50).reverse().map(change =>
            html`<li>${time(change.atMs)}: ${say(`grade.${change.grade}` as never)} <span class="dim">${
              change
                .reasons
                .map(id => checkTitle(view.locale, id))
                .join(', ')
            }</span></li>`
          )
        }</ul></section>`
    }`
  )
}

function reasonList (
  view: View,
  say: Say,
  reasons: ReadonlyArray<{ id: string, state: string, hint: string | null, since: string, problem?: string }>
): Html {
  if (reasons.length === 0) return html`<p class="ok">${say('ui.noReasons')}</p>`
  return html`<ul>${
    reasons.map(reason =>
      html`<li><strong class="${reason.state}">${
        checkTitle(
          view.locale,
          reason.id
        )
      }</strong> <span class="dim small">${
        ago(view.locale, Date.parse(reason.since), view.nowMs)
      }</span><br>${localHint(view.locale, reason)}</li>`
    )
  }</ul>`
}

function elsewhere (say: Say, row: FarmRow | undefined): Html {
  if (row === undefined || row.address === null) return html`<p class="dim">${say('ui.noDetails')}</p>`
  return html`<p><a href="${row.address}">${say('ui.ownPage')}</a></p>`
}

/** Each is confirmed on a page of its own, so that no single click drains a machine. */
function actions (say: Say, device: string, row: FarmRow): Html {
  const target = `/machines/${encodeURIComponent(device)}`
  if (row.drain !== null) {
    return html`<form method="post" action="${target}/resume"><button>${say('ui.resume')}</button></form>`
  }
  return html`<form method="post" action="${target}/drain">
<label>${say('ui.why')} <input name="why" required maxlength="200" minlength="3"></label> <label>${
    say('ui.minutes')
  } <input name="minutes" type="number" min="0" max="10080" value="60"></label> <button class="danger">${
    say('ui.drain')
  }</button></form>`
}

function worstFirst (checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => severityOf[b.state] - severityOf[a.state] || a.id.localeCompare(b.id))
}

function checkTable (
  view: View,
  say: Say,
  { checks }: HealthDocument,
  series: ReadonlyMap<string, readonly Span[]>,
  fromMs: number
): Html {
  return html`<section id="checks" data-live aria-labelledby="checks-title"><h2 id="checks-title">${
    say('ui.checks')
  }</h2>
<table class="wide"><thead><tr>${
    ['check', 'state', 'value', 'limits', 'since', 'day'].map(column =>
      html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`
    )
  }</tr></thead><tbody>
${
    worstFirst(checks).map(check =>
      html`<tr id="check-${check.id}" data-state="${check.state}"><th scope="row" data-label="${
        say('ui.column.check')
      }"><span>${checkTitle(view.locale, check.id)}${
        check.subject === undefined ? '' : html`<br><span class="dim small">${check.subject}</span>`
      }</span></th>
<td data-label="${say('ui.column.state')}" class="${check.state}"><span>${
        say(`state.${check.state}`)
      }</span></td><td data-label="${say('ui.column.value')}">${showValue(check)}</td>
<td data-label="${say('ui.column.limits')}" class="dim small">${
        [check.warn, check.fail]
          .map(limit => limit === null ? '–' : showValue({ value: limit, unit: check.unit }))
          .join(' / ')
      }</td>
<td data-label="${say('ui.column.since')}" class="dim time">${
        ago(view.locale, Date.parse(check.since), view.nowMs)
      }</td>
<td data-label="${say('ui.column.day')}">${
        valueLine(
          series.get(check.id) ?? [],
          fromMs,
          view.nowMs,
          say('ui.dayOf', { device: checkTitle(view.locale, check.id) })
        ) ?? ''
      }</td></tr>`
    )
  }</tbody></table></section>`
}
