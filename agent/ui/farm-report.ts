import { createHash } from 'node:crypto'
import type { FarmRow } from '../farm/farm-row.js'
import { checkTitle, localHint } from '../health/check-hint.js'
import type { Locale } from '../messages/message.js'
import { html } from './html.js'
import { ago, sayIn, time } from './page.js'
import { style } from './style.js'

/** The farm's table as one file that needs nothing else: an artifact of a Jenkins build. */
export function farmReport (locale: Locale, machines: readonly FarmRow[], nowMs: number): string {
  const say = sayIn(locale)
  const sheet = html`<style>`.toString() + style + '</style>'
  const body = html`<body><main><h1>${say('ui.farm')}</h1><p class="dim">${
    say('ui.at', { at: time(nowMs) })
  }</p>
<table><thead><tr>${
    (['machine', 'grade', 'model', 'system', 'labels', 'jobs', 'drain', 'reasons'] as const).map(column =>
      html`<th scope="col">${say(`farm.column.${column}`)}</th>`
    )
  }</tr></thead><tbody>
${
    machines.map(row =>
      html`<tr><th scope="row">${row.device}</th><td><span class="grade ${row.grade}">${
        say(`grade.${row.grade}`)
      }</span> <span class="dim small">${
        ago(locale, Date.parse(row.since), nowMs)
      }</span></td><td>${row.model}</td><td>${row.os}</td><td>${
        row.labels.map(label => html`<span class="label">${label}</span>`)
      }</td><td>${row.running}</td><td>${
        row.drain === null ? '' : say(row.drain.isDone ? 'ui.drained' : 'ui.draining', { by: row.drain.by })
      }</td><td>${
        row.reasons.map(reason =>
          html`<div><strong class="${reason.state}">${checkTitle(locale, reason.id)}</strong> ${
            localHint(locale, reason)
          }</div>`
        )
      }</td></tr>`
    )
  }
</tbody></table></main></body></html>`
  const digest = createHash('sha256').update(style).digest('base64')
  return `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="default-src 'none'; style-src 'sha256-${digest}'"><title>packline</title>${sheet}</head>${body.toString()}\n`
}
