import type { FarmRow } from '../farm/farm-row.js'
import type { Wording } from '../messages/phrase.js'
import { worded } from '../messages/message.js'
import { html, type Html } from './html.js'
import { farmCards } from './farm-cards.js'
import { chosenRows, farmQuery } from './farm-query.js'
import { filterForm } from './filter-form.js'
import { labelTable } from './label-table.js'
import { machineRow, machineTable } from './machine-table.js'
import { page, sayIn, type Say, type View } from './page.js'
import { proofTable } from './proof-table.js'
import { seatTable, type Seats } from './seat-table.js'
import { jobTable, runTable } from './work-tables.js'

export interface FarmView extends Seats {
  rows: readonly FarmRow[]
  /** The machine that serves the page: its runs are here, those of others are at their addresses. */
  ownDevice: string
  /** Why some of it is missing, such as a ZooKeeper that cannot be reached. */
  problems: readonly Wording[]
}

const shownRuns = 20

export function farmPage (view: View, farm: FarmView): string {
  const say = sayIn(view.locale)
  const { cards, seats, jobs, labels, machines, proofs, runs } = sectionsOf(
    view,
    say,
    farm,
    chosen(view, farm)
  )
  return page(
    view,
    say('ui.farm'),
    html`
      <h1>${say('ui.farm')}</h1>
      <div data-events="/ui/farm-events?${view.search ?? ''}">
      ${farm.problems.map(problem => html`<p class="note" role="alert">${worded(view.locale, problem)}</p>`)}
      ${cards}
      <div class="pair">
      ${seats}
      ${jobs}
      ${labels}
      </div>
      ${filterForm(view, say, farm.rows, farmQuery(view.search))}
      ${machines}
      ${proofs}
      ${runs}
      </div>`
  )
}

/** The parts of a page by their ids, and each machine's row by its own. */
export function farmParts (
  view: View,
  farm: FarmView
): { parts: Map<string, string>, rows: Map<string, string> } {
  const say = sayIn(view.locale)
  const rows = chosen(view, farm)
  const { machines: _, ...others } = sectionsOf(view, say, farm, rows)
  const parts = Object.entries(others).map(([id, part]): [string, string] => [id, part.toString()])
  return {
    parts: new Map([...parts, ['machines-title', machinesTitle(say, farm, rows).toString()]]),
    rows: new Map(rows.map(row => [`machine-${row.device}`, machineRow(view, say, row).toString()]))
  }
}

function chosen ({ search }: View, { rows }: FarmView): FarmRow[] {
  return chosenRows(rows, farmQuery(search))
}

function sectionsOf (
  view: View,
  say: Say,
  farm: FarmView,
  shown: readonly FarmRow[]
): Record<'cards' | 'seats' | 'jobs' | 'labels' | 'machines' | 'proofs' | 'runs', Html> {
  const { rows, ownDevice } = farm
  const runs = rows
    .flatMap(row => row.runs.map(run => ({ row, run })))
    .sort((a, b) => b.run.startedAt.localeCompare(a.run.startedAt))
    .slice(0, shownRuns)
  const heading = (id: string, text: string): Html => html`<h2 id="${id}-title">${text}</h2>`
  return {
    cards: farmCards(view, say, farm, runs),
    seats: section('seats', heading('seats', say('ui.seats')), seatTable(view, say, farm)),
    jobs: section('jobs', heading('jobs', say('ui.jobs')), jobTable(view, say, rows, ownDevice)),
    labels: section('labels', heading('labels', say('ui.labels')), labelTable(view, say, rows)),
    machines: section('machines', machinesTitle(say, farm, shown), machineTable(view, say, shown)),
    proofs: section('proofs', heading('proofs', say('ui.operations')), proofTable(view, say, rows)),
    runs: section('runs', heading('runs', say('ui.runs')), runTable(view, say, runs, ownDevice))
  }
}

function machinesTitle (say: Say, { rows }: FarmView, shown: readonly FarmRow[]): Html {
  const text = shown.length === rows.length
    ? say('ui.machines')
    : say('ui.filter.count', { shown: shown.length, total: rows.length })
  return html`<h2 id="machines-title">${text}</h2>`
}

function section (id: string, heading: Html, content: Html): Html {
  return html`<section id="${id}" data-live aria-labelledby="${id}-title">
    ${heading}
    ${content}
    </section>`
}
