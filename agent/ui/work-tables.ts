import type { FarmRow } from '../farm/farm-row.js'
import type { RunItem, WorkItem } from '../farm/machine-work.js'
import { html, type Html } from './html.js'
import { jobState } from './job-state.js'
import type { Say, View } from './page.js'
import { columnHeadings, nothing, share } from './table-parts.js'
import { durationText } from '../messages/durations.js'
import { moment } from './time-words.js'

/** A run with the machine that did it. */
export interface RunOf {
  row: FarmRow
  run: RunItem
}

/** What runs now, on all machines. */
export function jobTable (view: View, say: Say, rows: readonly FarmRow[], ownDevice: string): Html {
  const jobs = rows.flatMap(row => row.work.map(work => ({ row, work })))
  if (jobs.length === 0) return nothing(say)
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, ['job', 'project', 'machine', 'since', 'progress'])}
    </tr>
    </thead>
    <tbody>
    ${jobs.map(({ row, work }) => jobRow(view, say, row, work, ownDevice))}
    </tbody>
    </table>
    </div>`
}

function jobRow (view: View, say: Say, row: FarmRow, work: WorkItem, ownDevice: string): Html {
  const { id, kind, name, startedAt } = work
  return html`
    <tr>
    <th scope="row">${runLink(row, ownDevice, id, kind)}</th>
    <td>${name}</td>
    <td>${row.device}</td>
    <td>${moment(view.locale, startedAt, view.nowMs)}</td>
    <td>${progressBar(say, work)}</td>
    </tr>`
}

/** Against the run before; a run that does more than that one stays at its end. */
function progressBar (say: Say, { done, total, name }: WorkItem): Html {
  if (total === null || total === 0) return html`<span class="dim">${say('ui.doneSoFar', { done })}</span>`
  return html`
    <progress max="${total}" value="${Math.min(done, total)}" aria-label="${name}"></progress>
    <span class="small">${say('ui.doneOf', { done, total })}</span>`
}

/** Asset runs that have ended, on any machine. */
export function runTable (view: View, say: Say, runs: readonly RunOf[], ownDevice: string): Html {
  return endedTable(
    say,
    ['project', 'state', 'machine', 'ago'],
    runs.map(each => ({
      ...each,
      cells: html`
      <th scope="row">${runLink(each.row, ownDevice, each.run.id, each.run.project)}</th>
      ${stateCell(say, each.run)}
      <td>${each.row.device}</td>
      <td>${moment(view.locale, each.run.startedAt, view.nowMs)}</td>`
    }))
  )
}

/** Jobs of every kind that have ended on one machine. */
export function endedJobTable (
  view: View,
  say: Say,
  row: FarmRow,
  jobs: readonly RunItem[],
  ownDevice: string
): Html {
  return endedTable(
    say,
    ['project', 'kind', 'state', 'ago'],
    jobs.map(run => ({
      run,
      cells: html`
      <th scope="row">${runLink(row, ownDevice, run.id, run.project)}</th>
      <td>${run.kind}</td>
      ${stateCell(say, run)}
      <td>${moment(view.locale, run.startedAt, view.nowMs)}</td>`
    }))
  )
}

function endedTable (
  say: Say,
  columns: Parameters<typeof columnHeadings>[1],
  runs: ReadonlyArray<{ run: RunItem, cells: Html }>
): Html {
  if (runs.length === 0) return nothing(say)
  const figures = [say('ui.column.took'), say('ui.column.actions'), say('ui.hitRate'), say('ui.saved')]
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, columns)}
    ${figures.map(figure => html`<th scope="col" class="number">${figure}</th>`)}
    </tr>
    </thead>
    <tbody>
    ${
    runs.map(({ run, cells }) =>
      html`
    <tr>${cells}${figureCells(say, run)}
    </tr>`
    )
  }
    </tbody>
    </table>
    </div>`
}

function stateCell (say: Say, { state }: RunItem): Html {
  return html`<td class="${state === 'done' ? 'ok' : state === 'failed' ? 'fail' : ''}">${
    jobState(say, state)
  }</td>`
}

/** A job that is no asset run counts no actions. */
function figureCells (say: Say, { durationMs, total, cached, savedMs }: RunItem): Html {
  return html`
    <td class="number">${durationMs === null ? '–' : durationText(say, durationMs)}</td>
    <td class="number">${total === 0 ? '–' : total}</td>
    <td class="number">${total === 0 ? '–' : share(cached / total)}</td>
    <td class="number">${savedMs === 0 ? '–' : durationText(say, savedMs)}</td>`
}

/** To where the run is: this agent, or the one that did it. */
function runLink ({ device, address }: FarmRow, ownDevice: string, id: string, text: string): Html {
  const base = device === ownDevice ? '' : address?.replace(/\/$/, '')
  return base === undefined
    ? html`${text}`
    : html`<a href="${base}/runs/${encodeURIComponent(id)}">${text}</a>`
}
