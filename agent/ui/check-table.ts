import type { HealthDocument } from '../health/agent-health.js'
import { severityOf, type Check } from '../health/check.js'
import { checkTitle } from '../health/check-hint.js'
import type { Span } from '../health/history.js'
import { showValue } from '../health/show-value.js'
import type { Locale } from '../messages/message.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { valueLine } from './sparkline.js'
import { columnHeadings } from './table-parts.js'
import { moment } from './time-words.js'

/** Every check of a machine, the worst first, with its value over the last day. */
export function checkTable (
  view: View,
  say: Say,
  { checks }: HealthDocument,
  series: ReadonlyMap<string, readonly Span[]>,
  fromMs: number
): Html {
  return html`<section id="checks" data-live aria-labelledby="checks-title">
    <h2 id="checks-title">${say('ui.checks')}</h2>
    <table class="wide">
    <thead>
    <tr>
    ${columnHeadings(say, ['check', 'state', 'value', 'limits', 'since', 'day'])}
    </tr>
    </thead>
    <tbody>
    ${worstFirst(checks).map(check => checkRow(view, say, check, series.get(check.id) ?? [], fromMs))}
    </tbody>
    </table>
    </section>`
}

function worstFirst (checks: readonly Check[]): Check[] {
  return checks.toSorted((a, b) => severityOf[b.state] - severityOf[a.state] || a.id.localeCompare(b.id))
}

/** On a phone each cell is a line with its column's name before it; a cell without anything is left out. */
function checkRow (view: View, say: Say, check: Check, spans: readonly Span[], fromMs: number): Html {
  const { id, state, subject, since } = check
  const title = checkTitle(view.locale, id)
  const line = valueLine(spans, fromMs, view.nowMs, say('ui.dayOf', { device: title }))
  return html`
    <tr id="check-${id}" data-state="${state}">
    <th scope="row" data-label="${say('ui.column.check')}">
      <span>${title}${subject === undefined ? '' : html`<br><span class="dim small">${subject}</span>`}</span>
    </th>
    <td data-label="${say('ui.column.state')}" class="${state}"><span>${say(`state.${state}`)}</span></td>
    <td data-label="${say('ui.column.value')}">${showValue(view.locale, check)}</td>
    <td data-label="${say('ui.column.limits')}" class="dim small">${limitsOf(view.locale, check)}</td>
    <td data-label="${say('ui.column.since')}" class="dim time">
      ${moment(view.locale, since, view.nowMs)}
    </td>
    <td data-label="${say('ui.column.day')}">${line}</td>
    </tr>`
}

function limitsOf (locale: Locale, { warn, fail, unit }: Check): string {
  return [warn, fail].map(limit => limit === null ? '–' : showValue(locale, { value: limit, unit })).join(
    ' / '
  )
}
