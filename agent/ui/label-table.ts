import type { FarmRow } from '../farm/farm-row.js'
import { labelDays, type LabelDay } from '../farm/label-day.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { capacityChart } from './sparkline.js'
import { columnHeadings, nothing, share } from './table-parts.js'

const shownLabels = 20

/** Capacity and queue by label: who can work now, and how both went in the last 24 hours. */
export function labelTable ({ search }: View, say: Say, rows: readonly FarmRow[]): Html {
  const days = labelDays(rows).slice(0, shownLabels)
  if (days.length === 0) return nothing(say)
  const lang = new URLSearchParams(search).get('lang')
  return html`<div class="scroll">
    <table>
    <thead>
    <tr>
    ${columnHeadings(say, ['label', 'atWork', 'running', 'waiting', 'busy', 'day'])}
    </tr>
    </thead>
    <tbody>
    ${days.map(day => labelRow(say, day, lang))}
    </tbody>
    </table>
    </div>`
}

function labelRow (say: Say, day: LabelDay, lang: string | null): Html {
  const { label, machines, atWork, running, waiting, capacity, queue, busy } = day
  const query = new URLSearchParams({ ...lang === null ? {} : { lang }, label })
  const description = say('ui.dayOfLabel', {
    label,
    least: Math.min(...capacity),
    most: Math.max(...capacity),
    waiting: Math.max(...queue)
  })
  return html`
    <tr>
    <th scope="row"><a href="/?${query.toString()}#machines">${label}</a></th>
    <td class="${atWork === 0 ? 'poor' : ''}">${atWork} / ${machines}</td>
    <td>${running}</td>
    <td class="${waiting === 0 ? '' : 'degraded'}">${waiting}</td>
    <td>${share(busy)}</td>
    <td>${capacityChart(capacity, queue, description)}</td>
    </tr>`
}
