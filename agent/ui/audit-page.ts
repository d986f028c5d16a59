import type { AuditEntry } from '../farm/audit.js'
import { auditedDeed, auditedDetail } from '../messages/recorded-words.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { nothing, wideTable } from './table-parts.js'
import { moment } from './time-words.js'

/** Who changed what at this agent, the newest first. */
export function auditPage (view: View, entries: readonly AuditEntry[]): string {
  const say = sayIn(view.locale)
  const heads = [
    say('audit.when'),
    say('audit.who'),
    say('audit.did'),
    say('audit.why'),
    say('audit.from')
  ]
  return page(
    view,
    say('audit.title'),
    html`
      <h1>${say('audit.title')}</h1>
      <p class="dim">${say('audit.about')}</p>
      ${
      entries.length === 0
        ? nothing(say)
        : wideTable(heads, entries.map(entry => row(view, say, heads, entry)))
    }`
  )
}

function row (view: View, say: Say, heads: readonly string[], entry: AuditEntry): Html {
  const { why, status, ...details } = entry.details
  const named = Object
    .entries(details)
    .map(([name, value]) => say('list.pair', { name: auditedDetail(view.locale, name), value: text(value) }))
    .join(say('list.comma'))
  return html`
    <tr>
    <td data-label="${heads[0]}">${moment(view.locale, entry.at, view.nowMs)}</td>
    <th scope="row">${entry.by}</th>
    <td data-label="${heads[2]}"><span>${auditedDeed(view.locale, entry.action)}
    ${status !== undefined && html`<b class="fail">${say('audit.refused', { status: text(status) })}</b>`}
    <span class="dim small">${named}</span></span></td>
    <td data-label="${heads[3]}">${why === undefined ? '–' : text(why)}</td>
    <td data-label="${heads[4]}">${entry.from}</td>
    </tr>`
}

function text (value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value)
}
