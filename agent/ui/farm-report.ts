import { generatorMark } from '../files/written-files.js'
import { createHash } from 'node:crypto'
import type { FarmRow } from '../farm/farm-row.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { Locale } from '../messages/message.js'
import { worded } from '../messages/message.js'
import { gradeBadge } from './grade-badge.js'
import { html, type Html } from './html.js'
import { sayIn, type Say } from './page.js'
import { style } from './style.js'
import { headings } from './table-parts.js'
import { nodeText } from './node-text.js'
import { agoText } from '../messages/durations.js'
import { time } from './time-words.js'

const columns = [
  'machine',
  'address',
  'model',
  'grade',
  'reasons',
  'jenkins',
  'system',
  'labels',
  'jobs',
  'drain'
] as const
const styleDigest = createHash('sha256').update(style).digest('base64')

/** The farm's table as one file that needs nothing else: an artifact of a Jenkins build. */
export function farmReport (locale: Locale, machines: readonly FarmRow[], nowMs: number): string {
  const say = sayIn(locale)
  const policy = `default-src 'none'; style-src 'sha256-${styleDigest}'`
  const body = html`<body>
    <main>
    <h1>${say('ui.farm')}</h1>
    <p class="dim">${say('ui.at', { at: time(nowMs) })}</p>
    <table>
    <thead>
    <tr>
    ${headings(columns.map(column => say(`farm.column.${column}`)))}
    </tr>
    </thead>
    <tbody>
    ${machines.map(row => machineRow(locale, say, row, nowMs))}
    </tbody>
    </table>
    </main>
    </body>
    </html>`
  // The style holds what would be escaped.
  return `<!doctype html>
<html lang="${locale}">
<head>
<meta charset="utf-8">
${generatorMark}
<meta http-equiv="content-security-policy" content="${policy}">
<title>packline</title>
<style>${style}</style>
</head>
${body.toString()}
`
}

function machineRow (locale: Locale, say: Say, row: FarmRow, nowMs: number): Html {
  const { device, address, grade, since, model, os, labels, running, drain, reasons, jenkins } = row
  const node = jenkins && nodeText(say, jenkins, locale, nowMs)
  return html`
    <tr>
    <th scope="row">${device}</th>
    <td>${address === null ? '–' : addressLink(address)}</td>
    <td>${model}</td>
    <td>
      ${gradeBadge(say, grade)}
      <span class="dim small">${agoText(locale, since, nowMs)}</span>
    </td>
    <td>${reasons.map(reason => reasonLine(locale, reason))}</td>
    <td>${node ?? '–'}</td>
    <td>${os}</td>
    <td>${labels.map(label => html`<span class="label">${label}</span>`)}</td>
    <td>${running}</td>
    <td>${drain === null ? '' : say(drain.isDone ? 'ui.drained' : 'ui.draining', { by: drain.by })}</td>
    </tr>`
}

function addressLink (address: string): Html {
  return html`<a href="${address}">${address.replace(/^https?:\/\//, '')}</a>`
}

function reasonLine (locale: Locale, reason: FarmRow['reasons'][number]): Html {
  const { id, state, problem } = reason
  return html`
    <div>
      <strong class="${state}">${checkTitle(locale, id)}</strong>
      ${problem && html`<span class="small">${worded(locale, problem)}</span>`}
      <span class="dim small">${localHint(locale, reason)}</span>
    </div>`
}
