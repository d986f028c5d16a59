import type { FarmRow } from '../farm/farm-row.js'
import type { RunItem, WorkItem } from '../farm/machine-work.js'
import { html, type Html } from './html.js'
import { jobState } from './job-state.js'
import type { Say, View } from './page.js'
import { columnHeadings, nothing } from './table-parts.js'
import { duration, moment } from './time-words.js'

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

/** Runs that have ended. */
export function runTable (view: View, say: Say, runs: readonly RunOf[], ownDevice: string): Html {
  if (runs.length === 0) return nothing(say)
  const figures = [say('ui.column.took'), say('ui.column.actions'), say('ui.hitRate'), say('ui.saved')]
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, ['project', 'state', 'machine', 'ago'])}
    ${figures.map(figure => html`<th scope="col" class="number">${figure}</th>`)}
    </tr>
    </thead>
    <tbody>
    ${runs.map(each => runRow(view, say, each, ownDevice))}
    </tbody>
    </table>
    </div>`
}

function runRow (view: View, say: Say, { row, run }: RunOf, ownDevice: string): Html {
  const { id, project, state, startedAt, durationMs, total, cached, savedMs } = run
  return html`
    <tr>
    <th scope="row">${runLink(row, ownDevice, id, project)}</th>
    <td class="${state === 'done' ? 'ok' : state === 'failed' ? 'fail' : ''}">${jobState(say, state)}</td>
    <td>${row.device}</td>
    <td>${moment(view.locale, startedAt, view.nowMs)}</td>
    <td class="number">${durationMs === null ? '–' : duration(durationMs)}</td>
    <td class="number">${total}</td>
    <td class="number">${total === 0 ? '–' : `${Math.round(cached / total * 100)} %`}</td>
    <td class="number">${savedMs === 0 ? '–' : duration(savedMs)}</td>
    </tr>`
}

/** To where the run is: this agent, or the one that did it. */
function runLink ({ device, address }: FarmRow, ownDevice: string, id: string, text: string): Html {
  const base = device === ownDevice ? '' : address?.replace(/\/$/, '')
  return base === undefined
    ? html`${text}`
    : html`<a href="${base}/runs/${encodeURIComponent(id)}">${text}</a>`
}
