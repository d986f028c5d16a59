import type { FarmRow } from '../farm/farm-row.js'
import { grades } from '../health/check.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import type { Seats } from './seat-table.js'
import { durationText } from '../messages/durations.js'
import type { RunOf } from './work-tables.js'

/** The farm in numbers, each a link to what it counts. */
export function farmCards (
  { search }: View,
  say: Say,
  { rows, seats, waiters }: Seats & { rows: readonly FarmRow[] },
  runs: readonly RunOf[]
): Html {
  const lang = new URLSearchParams(search).get('lang')
  const to = (name: string, value: string): string =>
    `/?${new URLSearchParams({ ...lang === null ? {} : { lang }, [name]: value }).toString()}#machines`
  const total = sum(runs.map(({ run }) => run.total))
  const cached = sum(runs.map(({ run }) => run.cached))
  const savedMs = sum(runs.map(({ run }) => run.savedMs))
  const used = seats.filter(({ device }) => device !== null).length
  const waiting = sum(rows.map(row => row.waiting)) + waiters.length
  const versions = new Set(rows.map(({ version }) => version).filter(version => version !== ''))
  return html`<ul class="cards" id="cards" data-live>
    ${card(to('sort', 'worst'), say('ui.machines'), rows.length)}
    ${
    grades.map(grade =>
      card(to('grade', grade), say(`grade.${grade}`), rows.filter(row => row.grade === grade).length, grade)
    )
  }
    ${card(to('state', 'busy'), say('ui.running'), sum(rows.map(row => row.running)))}
    ${card(to('sort', 'jobs'), say('ui.queue'), waiting, waiting === 0 ? '' : 'degraded')}
    ${seats.length === 0 ? '' : card('#seats', say('ui.seats'), `${used} / ${seats.length}`)}
    ${versions.size < 2 ? '' : card(to('sort', 'version'), say('ui.versions'), versions.size, 'degraded')}
    ${card('#runs', say('ui.hitRate'), total === 0 ? '–' : `${Math.round(cached / total * 100)} %`)}
    ${
    card('#runs', say('ui.saved'), savedMs === 0 ? '–' : durationText(say, savedMs), '', say('ui.savedHint'))
  }
    </ul>`
}

function card (target: string, label: string, value: string | number, className = '', hint = ''): Html {
  return html`<li title="${hint}"><a href="${target}"><b class="${className}">${value}</b>${label}</a></li>`
}

function sum (numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0)
}
