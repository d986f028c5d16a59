import { html, type Html } from './html.js'
import { ageText } from '../messages/durations.js'
import type { Locale } from '../messages/message.js'

export function time (ms: number): string {
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–'
}

/** How long ago; the page's script keeps it right, and shows the moment in the reader's own time. */
export function moment (locale: Locale, since: string | number, nowMs: number): Html {
  const sinceMs = typeof since === 'number' ? since : Date.parse(since)
  if (!Number.isFinite(sinceMs)) return html`–`
  const at = new Date(sinceMs).toISOString()
  return html`<time datetime="${at}">${ageText(locale, sinceMs, nowMs)}</time>`
}
