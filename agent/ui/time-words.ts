import { html, type Html } from './html.js'
import type { Locale } from '../messages/message.js'

export function time (ms: number): string {
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–'
}

export function duration (ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`
  const seconds = ms / 1000
  if (seconds < 90) return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`
}

/** Making one takes longer than all the rest of a row. */
const formats = new Map<string, Intl.NumberFormat>()

function formatOf (locale: Locale, unit: string): Intl.NumberFormat {
  const key = `${locale} ${unit}`
  const known = formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  formats.set(key, known)
  return known
}

/** How long ago, in the largest unit that fits. */
export function ago (locale: Locale, sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - sinceMs) / 1000))
  const [value, unit] = seconds < 90
    ? [seconds, 'second'] as const
    : seconds < 5400
    ? [Math.round(seconds / 60), 'minute'] as const
    : seconds < 129_600
    ? [Math.round(seconds / 3600), 'hour'] as const
    : [Math.round(seconds / 86_400), 'day'] as const
  return formatOf(locale, unit).format(value)
}

/** How long ago; the page's script keeps it right, and shows the moment in the reader's own time. */
export function moment (locale: Locale, since: string | number, nowMs: number): Html {
  const sinceMs = typeof since === 'number' ? since : Date.parse(since)
  if (!Number.isFinite(sinceMs)) return html`–`
  const at = new Date(sinceMs).toISOString()
  return html`<time datetime="${at}">${ago(locale, sinceMs, nowMs)}</time>`
}
