import type { FarmRow } from '../farm/farm-row.js'
import { grades } from '../health/check.js'
import { html, type Html } from './html.js'
import { machineTable } from './machine-table.js'
import { page, sayIn, type Say, type View } from './page.js'
import { seatTable, type Seats } from './seat-table.js'
import { duration } from './time-words.js'
import { jobTable, runTable, type RunOf } from './work-tables.js'

export interface FarmView extends Seats {
  rows: readonly FarmRow[]
  /** The machine that serves the page: its runs are here, those of others are at their addresses. */
  ownDevice: string
  /** Why some of it is missing, such as a ZooKeeper that cannot be reached. */
  problems: readonly string[]
}

const shownRuns = 20

export function farmPage (view: View, farm: FarmView): string {
  const say = sayIn(view.locale)
  const { rows, ownDevice } = farm
  const runs = rows
    .flatMap(row => row.runs.map(run => ({ row, run })))
    .sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt))
    .slice(0, shownRuns)
  return page(
    view,
    say('ui.farm'),
    html`
      <h1>${say('ui.farm')}</h1>
      ${farm.problems.map(problem => html`<p class="note" role="alert">${problem}</p>`)}
      ${cards(say, rows, runs)}
      ${section('machines', say('ui.machines'), machineTable(view, say, rows))}
      ${section('seats', say('ui.seats'), seatTable(view, say, farm))}
      ${section('jobs', say('ui.jobs'), jobTable(view, say, rows, ownDevice))}
      ${section('runs', say('ui.runs'), runTable(view, say, runs, ownDevice))}`
  )
}

function section (id: string, title: string, content: Html): Html {
  return html`<section id="${id}" data-live aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${content}
    </section>`
}

function cards (say: Say, rows: readonly FarmRow[], runs: readonly RunOf[]): Html {
  const total = sum(runs.map(({ run }) => run.total))
  const cached = sum(runs.map(({ run }) => run.cached))
  const savedMs = sum(runs.map(({ run }) => run.savedMs))
  const running = sum(rows.map(row => row.running))
  return html`<ul class="cards" id="cards" data-live>
    ${card(say('ui.machines'), rows.length)}
    ${grades.map(grade => card(say(`grade.${grade}`), rows.filter(row => row.grade === grade).length, grade))}
    ${card(say('ui.running'), running)}
    ${card(say('ui.hitRate'), total === 0 ? '–' : `${Math.round(cached / total * 100)} %`)}
    ${card(say('ui.saved'), savedMs === 0 ? '–' : duration(savedMs), '', say('ui.savedHint'))}
    </ul>`
}

function card (label: string, value: string | number, className = '', hint = ''): Html {
  return html`<li title="${hint}"><b class="${className}">${value}</b>${label}</li>`
}

function sum (numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
