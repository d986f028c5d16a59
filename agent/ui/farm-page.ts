import type { FarmRow } from '../farm/farm.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { Span } from '../health/history.js'
import { html, type Html } from './html.js'
import { ago, page, sayIn, type Say, type View } from './page.js'
import { gradeBars } from './sparkline.js'

export interface SeatRow { licence: string, seat: number, state: string, device: string | null, since: string | null, jobs: number }
export interface WaiterRow { licence: string, position: number, device: string }
export interface RunRow { id: string, project: string, state: string, startedAt: string, durationMs: number | null, total: number, cached: number, savedMs: number | null }
export interface JobRow { id: string, kind: string, workspace: string, state: string, startedAt: string | null }

export interface FarmView {
  rows: readonly FarmRow[]
  /** 24 hours of grades, for the machines that they are known of. */
  grades: ReadonlyMap<string, readonly Span[]>
  seats: readonly SeatRow[]
  waiters: readonly WaiterRow[]
  jobs: readonly JobRow[]
  runs: readonly RunRow[]
  /** Why some of it is missing, such as a ZooKeeper that cannot be reached. */
  problems: readonly string[]
}

const dayMs = 86_400_000

export function farmPage (view: View, farm: FarmView): string {
  const say = sayIn(view.locale)
  const of = (grade: string): number => farm.rows.filter(row => row.grade === grade).length
  const finished = farm.runs.filter(({ total }) => total > 0)
  const [total, cached, saved] = [sum(finished.map(run => run.total)), sum(finished.map(run => run.cached)), sum(finished.map(run => run.savedMs ?? 0))]
  return page(view, say('ui.farm'), html`
<h1>${say('ui.farm')}</h1>
${farm.problems.map(problem => html`<p class="note" role="alert">${problem}</p>`)}
<ul class="cards" id="cards" data-live>
<li><b>${farm.rows.length}</b>${say('ui.machines')}</li>
${(['good', 'degraded', 'poor'] as const).map(grade => html`<li><b class="${grade}">${of(grade)}</b>${say(`grade.${grade}`)}</li>`)}
<li><b>${sum(farm.rows.map(({ running }) => running))}</b>${say('ui.running')}</li>
<li><b>${total === 0 ? '–' : `${Math.round(cached / total * 100)} %`}</b>${say('ui.hitRate')}</li>
<li><b>${saved === 0 ? '–' : duration(saved)}</b>${say('ui.saved')}</li>
</ul>
<section id="machines" data-live aria-labelledby="machines-title">
<h2 id="machines-title">${say('ui.machines')}</h2>
<table class="wide"><thead><tr>${['machine', 'model', 'labels', 'grade', 'day', 'jobs', 'drain'].map(column => html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`)}</tr></thead>
<tbody>${farm.rows.map(row => machineRow(view, say, row, farm.grades.get(row.device)))}</tbody></table>
</section>
<section id="seats" data-live aria-labelledby="seats-title"><h2 id="seats-title">${say('ui.seats')}</h2>${seatTable(view, say, farm)}</section>
<section id="jobs" data-live aria-labelledby="jobs-title"><h2 id="jobs-title">${say('ui.jobs')}</h2>${jobTable(view, say, farm.jobs)}</section>
<section id="runs" data-live aria-labelledby="runs-title"><h2 id="runs-title">${say('ui.runs')}</h2>${runTable(view, say, farm.runs)}</section>`)
}

function machineRow (view: View, say: Say, row: FarmRow, spans: readonly Span[] | undefined): Html {
  const { device, address, model, os, labels, grade, since, reasons, running, waiting, drain } = row
  const cell = (column: string): string => say(`ui.column.${column}` as never)
  return html`<tr>
<th scope="row" data-label="${cell('machine')}"><span><a href="/machines/${encodeURIComponent(device)}">${device}</a>${address === null ? '' : html`<br><span class="dim small">${address.replace(/^https?:\/\//, '')}</span>`}</span></th>
<td data-label="${cell('model')}"><span>${model || '–'}<br><span class="dim small">${os}</span></span></td>
<td data-label="${cell('labels')}"><span>${labels.map(label => html`<span class="label">${label}</span>`)}</span></td>
<td data-label="${cell('grade')}"><span><span class="grade ${grade}">${say(`grade.${grade}`)}</span> <span class="dim small">${ago(view.locale, Date.parse(since), view.nowMs)}</span>${reasons.length === 0 ? '' : html`<ul class="plain small">${reasons.slice(0, 3).map(reason => html`<li class="${reason.state}" title="${localHint(view.locale, reason)}">${checkTitle(view.locale, reason.id)}${reason.problem === undefined ? '' : html` <span class="dim">${reason.problem.slice(0, 80)}</span>`}</li>`)}</ul>`}</span></td>
<td data-label="${cell('day')}">${spans === undefined ? '' : gradeBars(spans, view.nowMs - dayMs, view.nowMs, say('ui.dayOf', { device }))}</td>
<td data-label="${cell('jobs')}"><span>${running}${waiting === 0 ? '' : html` <span class="dim small">+${waiting}</span>`}</span></td>
<td data-label="${cell('drain')}">${drain === null ? '' : html`<span>${say(drain.isDone ? 'ui.drained' : 'ui.draining', { by: drain.by })}<br><span class="dim small">${drain.why}</span></span>`}</td>
</tr>`
}

function seatTable (view: View, say: Say, { seats, waiters }: FarmView): Html {
  if (seats.length === 0) return html`<p class="dim">${say('ui.none')}</p>`
  return html`<div class="scroll"><table><thead><tr><th scope="col">${say('ui.column.licence')}</th><th scope="col">${say('ui.column.seat')}</th><th scope="col">${say('ui.column.state')}</th><th scope="col">${say('ui.column.machine')}</th><th scope="col">${say('ui.column.since')}</th></tr></thead><tbody>
${seats.map(({ licence, seat, state, device, since, jobs }) => html`<tr><th scope="row">${licence}</th><td>${seat}</td><td>${state}${jobs === 0 ? '' : ` (${jobs})`}</td><td>${device ?? '–'}</td><td>${since === null ? '–' : ago(view.locale, Date.parse(since), view.nowMs)}</td></tr>`)}
${waiters.map(({ licence, position, device }) => html`<tr><th scope="row">${licence}</th><td>–</td><td>${say('ui.waits', { position })}</td><td>${device}</td><td>–</td></tr>`)}</tbody></table></div>`
}

function jobTable (view: View, say: Say, jobs: readonly JobRow[]): Html {
  if (jobs.length === 0) return html`<p class="dim">${say('ui.none')}</p>`
  return html`<div class="scroll"><table><thead><tr><th scope="col">${say('ui.column.job')}</th><th scope="col">${say('ui.column.workspace')}</th><th scope="col">${say('ui.column.state')}</th><th scope="col">${say('ui.column.since')}</th></tr></thead><tbody>
${jobs.map(({ id, kind, workspace, state, startedAt }) => html`<tr><th scope="row"><a href="/runs/${encodeURIComponent(id)}">${kind}</a></th><td>${workspace}</td><td>${state}</td><td>${startedAt === null ? '–' : ago(view.locale, Date.parse(startedAt), view.nowMs)}</td></tr>`)}</tbody></table></div>`
}

function runTable (view: View, say: Say, runs: readonly RunRow[]): Html {
  if (runs.length === 0) return html`<p class="dim">${say('ui.none')}</p>`
  return html`<div class="scroll"><table><thead><tr><th scope="col">${say('ui.column.project')}</th><th scope="col">${say('ui.column.state')}</th><th scope="col">${say('ui.column.since')}</th><th scope="col" class="number">${say('ui.column.took')}</th><th scope="col" class="number">${say('ui.column.actions')}</th><th scope="col" class="number">${say('ui.hitRate')}</th></tr></thead><tbody>
${runs.map(({ id, project, state, startedAt, durationMs, total, cached }) => html`<tr><th scope="row"><a href="/runs/${encodeURIComponent(id)}">${project}</a></th><td class="${state === 'done' ? 'ok' : state === 'failed' ? 'fail' : ''}">${state}</td><td>${ago(view.locale, Date.parse(startedAt), view.nowMs)}</td><td class="number">${durationMs === null ? '–' : duration(durationMs)}</td><td class="number">${total}</td><td class="number">${total === 0 ? '–' : `${Math.round(cached / total * 100)} %`}</td></tr>`)}</tbody></table></div>`
}

export function duration (ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 90) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

function sum (numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
