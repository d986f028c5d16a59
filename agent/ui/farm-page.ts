import type { FarmRow } from '../farm/farm-row.js'
import type { RunItem, WorkItem } from '../farm/machine-work.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { SeatState } from '../licence/licence-state.js'
import { html, type Html } from './html.js'
import { ago, page, sayIn, type Say, type View } from './page.js'
import { gradeBars } from './sparkline.js'

export interface SeatRow {
  licence: string
  seat: number
  state: SeatState
  device: string | null
  since: string | null
  jobs: number
}
export interface WaiterRow {
  licence: string
  position: number
  device: string
  since: string
}

export interface FarmView {
  rows: readonly FarmRow[]
  /** The machine that serves the page: its runs are here, those of others are at their addresses. */
  ownDevice: string
  seats: readonly SeatRow[]
  waiters: readonly WaiterRow[]
  /** Why some of it is missing, such as a ZooKeeper that cannot be reached. */
  problems: readonly string[]
}

const shownRuns = 20

export function farmPage (view: View, farm: FarmView): string {
  const say = sayIn(view.locale)
  const { rows } = farm
  const runs = rows
    .flatMap(row => row.runs.map(run => ({ row, run })))
    .sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt))
    .slice(0, shownRuns)
  const [total, cached, saved] = [
    sum(runs.map(({ run }) => run.total)),
    sum(runs.map(({ run }) => run.cached)),
    sum(runs.map(({ run }) => run.savedMs))
  ]
  return page(
    view,
    say('ui.farm'),
    html`
<h1>${say('ui.farm')}</h1>
${farm.problems.map(problem => html`<p class="note" role="alert">${problem}</p>`)}
<ul class="cards" id="cards" data-live>
<li><b>${rows.length}</b>${say('ui.machines')}</li>
${
      (['good', 'degraded', 'poor'] as const).map(grade =>
        html`<li><b class="${grade}">${rows.filter(row => row.grade === grade).length}</b>${
          say(`grade.${grade}`)
        }</li>`
      )
    }
<li><b>${sum(rows.map(({ running }) => running))}</b>${say('ui.running')}</li>
<li><b>${total === 0 ? '–' : `${Math.round(cached / total * 100)} %`}</b>${say('ui.hitRate')}</li>
<li title="${say('ui.savedHint')}"><b>${saved === 0 ? '–' : duration(saved)}</b>${say('ui.saved')}</li>
</ul>
<section id="machines" data-live aria-labelledby="machines-title">
<h2 id="machines-title">${say('ui.machines')}</h2>
<table class="wide"><thead><tr>${
      ['machine', 'model', 'labels', 'grade', 'day', 'jobs', 'drain'].map(column =>
        html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`
      )
    }</tr></thead>
<tbody>${rows.map(row => machineRow(view, say, row))}</tbody></table>
</section>
<section id="seats" data-live aria-labelledby="seats-title"><h2 id="seats-title">${say('ui.seats')}</h2>${
      seatTable(view, say, farm)
    }</section>
<section id="jobs" data-live aria-labelledby="jobs-title"><h2 id="jobs-title">${say('ui.jobs')}</h2>${
      jobTable(view, say, farm)
    }</section>
<section id="runs" data-live aria-labelledby="runs-title"><h2 id="runs-title">${say('ui.runs')}</h2>${
      runTable(view, say, runs, farm.ownDevice)
    }</section>`
  )
}

function machineRow (view: View, say: Say, row: FarmRow): Html {
  const { device, address, model, os, labels, grade, since, reasons, running, waiting, drain, day } = row
  const cell = (column: string): string => say(`ui.column.${column}` as never)
  return html`<tr id="machine-${device}" data-state="${[grade, ...reasons.map(({ id }) => id)].join(' ')}">
<th scope="row" data-label="${cell('machine')}"><span><a href="/machines/${
    encodeURIComponent(device)
  }">${device}</a>${
    address === null ? '' : html`<br><span class="dim small">${address.replace(/^https?:\/\//, '')}</span>`
  }</span></th>
<td data-label="${cell('model')}"><span>${model || '–'}<br><span class="dim small">${os}</span></span></td>
<td data-label="${cell('labels')}">${
    labels.length === 0
      ? ''
      : html`<span>${labels.map(label => html`<span class="label">${label}</span>`)}</span>`
  }</td>
<td data-label="${cell('grade')}"><span><span class="grade ${grade}">${
    say(`grade.${grade}`)
  }</span> <span class="dim small">${ago(view.locale, Date.parse(since), view.nowMs)}</span>${
    reasons.length === 0
      ? ''
      : html`<ul class="plain small">${
        reasons
          .slice(0, 3)
          .map(reason =>
            html`<li class="${reason.state}" title="${localHint(view.locale, reason)}">${
              checkTitle(
                view.locale,
                reason
                  .id
              )
            }${
              reason.problem === undefined
                ? ''
                : html` <span class="dim">${
                  reason
                    .problem
                    .slice(0, 80)
                }</span>`
            }</li>`
          )
      }</ul>`
  }</span></td>
<td data-label="${cell('day')}">${day === null ? '' : gradeBars(day, say('ui.dayOf', { device }))}</td>
<td data-label="${cell('jobs')}"><span>${running}${
    waiting === 0 ? '' : html` <span class="dim small">${say('ui.waiting', { count: waiting })}</span>`
  }</span></td>
<td data-label="${cell('drain')}">${
    drain === null
      ? ''
      : html`<span>${
        say(
          drain.isDone
            ? 'ui.drained'
            : 'ui.draining',
          { by: drain.by }
        )
      }<br><span class="dim small">${drain.why}</span></span>`
  }</td>
</tr>`
}

function seatTable (view: View, say: Say, { seats, waiters }: FarmView): Html {
  if (seats.length === 0) return nothing(say)
  const since = (at: string | null): string =>
    at === null ? '–' : ago(view.locale, Date.parse(at), view.nowMs)
  return html`<div class="scroll"><table><thead><tr>${
    ['licence', 'seat', 'state', 'machine', 'since'].map(column =>
      html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`
    )
  }<th scope="col"><span class="unseen">${say('ui.release')}</span></th></tr></thead><tbody>
${
    seats.map(({ licence, seat, state, device, since: at, jobs }) =>
      html`<tr><th scope="row">${licence}</th><td>${seat}</td><td>${say(`seat.${state}`)}${
        jobs === 0 ? '' : html` <span class="dim small">${say('ui.seatJobs', { count: jobs })}</span>`
      }</td><td>${device ?? '–'}</td><td>${since(at)}</td><td>${
        device === null
          ? ''
          : html`<form class="inline" method="post" action="/licences/${
            encodeURIComponent(licence)
          }/seats/${seat}/release"><input type="hidden" name="device" value="${device}"><button aria-label="${
            say('ui.releaseOf', { licence, seat })
          }">${say('ui.release')}</button></form>`
      }</td></tr>`
    )
  }
${
    waiters.map(({ licence, position, device, since: at }) =>
      html`<tr><th scope="row">${licence}</th><td>–</td><td>${
        say('ui.waits', { position })
      }</td><td>${device}</td><td>${since(at)}</td><td></td></tr>`
    )
  }</tbody></table></div>`
}

function jobTable (view: View, say: Say, { rows, ownDevice }: FarmView): Html {
  const jobs = rows.flatMap(row => row.work.map(work => ({ row, work })))
  if (jobs.length === 0) return nothing(say)
  return html`<div class="scroll"><table><thead><tr>${
    ['job', 'project', 'machine', 'since', 'progress'].map(column =>
      html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`
    )
  }</tr></thead><tbody>
${
    jobs.map(({ row, work }) =>
      html`<tr><th scope="row">${
        runLink(row, ownDevice, work.id, work.kind)
      }</th><td>${work.name}</td><td>${row.device}</td><td>${
        ago(view.locale, Date.parse(work.startedAt), view.nowMs)
      }</td><td>${progressBar(say, work)}</td></tr>`
    )
  }</tbody></table></div>`
}

/** Against the run before; a run that does more than that one stays at its end. */
function progressBar (say: Say, { done, total, name }: WorkItem): Html {
  if (total === null || total === 0) return html`<span class="dim">${say('ui.doneSoFar', { done })}</span>`
  return html`<progress max="${total}" value="${
    Math.min(done, total)
  }" aria-label="${name}"></progress> <span class="small">${say('ui.doneOf', { done, total })}</span>`
}

function runTable (
  view: View,
  say: Say,
  runs: ReadonlyArray<{ row: FarmRow, run: RunItem }>,
  ownDevice: string
): Html {
  if (runs.length === 0) return nothing(say)
  return html`<div class="scroll"><table><thead><tr>${
    ['project', 'state', 'machine', 'ago'].map(column =>
      html`<th scope="col">${say(`ui.column.${column}` as never)}</th>`
    )
  }${
    (['ui.column.took', 'ui.column.actions', 'ui.hitRate', 'ui.saved'] as const).map(column =>
      html`<th scope="col" class="number">${say(column)}</th>`
    )
  }</tr></thead><tbody>
${
    runs.map(({ row, run: { id, project, state, startedAt, durationMs, total, cached, savedMs } }) =>
      html`<tr><th scope="row">${runLink(row, ownDevice, id, project)}</th><td class="${
        state === 'done' ? 'ok' : state === 'failed' ? 'fail' : ''
      }">${jobState(say, state)}</td><td>${row.device}</td><td>${
        ago(view.locale, Date.parse(startedAt), view.nowMs)
      }</td><td class="number">${
        durationMs === null ? '–' : duration(durationMs)
      }</td><td class="number">${total}</td><td class="number">${
        total === 0 ? '–' : `${Math.round(cached / total * 100)} %`
      }</td><td class="number">${savedMs === 0 ? '–' : duration(savedMs)}</td></tr>`
    )
  }</tbody></table></div>`
}

/** To where the run is: this agent, or the one that did it. */
function runLink ({ device, address }: FarmRow, ownDevice: string, id: string, text: string): Html {
  const base = device === ownDevice ? '' : address?.replace(/\/$/, '')
  return base === undefined
    ? html`${text}`
    : html`<a href="${base}/runs/${encodeURIComponent(id)}">${text}</a>`
}

const jobStates = ['queued', 'running', 'done', 'failed', 'cancelled'] as const

export function jobState (say: Say, state: string): string {
  const known = jobStates.find(each => each === state)
  return known === undefined ? state : say(`jobState.${known}`)
}

function nothing (say: Say): Html {
  return html`<p class="dim">${say('ui.none')}</p>`
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
