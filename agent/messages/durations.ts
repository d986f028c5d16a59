import { message, type Locale, type MessageKey, type MessageParameters } from './message.js'

/** A text in the reader's language. */
type Say = (key: MessageKey, parameters?: MessageParameters) => string

/** Making one takes longer than all the rest of a line. */
const formats = new Map<string, Intl.NumberFormat>()

function inUnit (locale: Locale, value: number, unit: string): string {
  const key = `${locale} ${unit}`
  const format = formats.get(key) ??
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'short' })
  formats.set(key, format)
  // Figures stand apart from Chinese characters in all other texts.
  return format.format(value).replace(/(\d)(\p{Script=Han})/u, '$1 $2')
}

/** A length of time in the largest unit that says enough: `850 ms`, `4.2 s`, `12 min`. */
export function durationText (say: Say, ms: number): string {
  const seconds = ms / 1000
  if (ms < 1000) return say('time.milliseconds', { value: Math.round(ms) })
  if (seconds < 90) return say('time.seconds', { value: seconds.toFixed(seconds < 10 ? 1 : 0) })
  if (seconds < 5400) return say('time.minutes', { value: Math.round(seconds / 60) })
  return say('time.hours', { value: (seconds / 3600).toFixed(1) })
}

/** How long ago, without the word for it: `12 min`. */
export function ageText (locale: Locale, sinceMs: number, nowMs: number): string {
  const seconds = Math.max(0, Math.round((nowMs - sinceMs) / 1000))
  if (seconds < 90) return inUnit(locale, seconds, 'second')
  if (seconds < 5400) return inUnit(locale, Math.round(seconds / 60), 'minute')
  if (seconds < 129_600) return inUnit(locale, Math.round(seconds / 3600), 'hour')
  return inUnit(locale, Math.round(seconds / 86_400), 'day')
}

/** `12 min ago`, for people; programs get the moment itself. What is no moment is a dash. */
export function agoText (locale: Locale, since: string | number, nowMs: number): string {
  const sinceMs = typeof since === 'number' ? since : Date.parse(since)
  if (!Number.isFinite(sinceMs)) return '–'
  if (sinceMs > nowMs + 1000) return message(locale, 'time.in', { time: ageText(locale, nowMs, sinceMs) })
  // Of what is long past the date says more.
  if (nowMs - sinceMs > 30 * 86_400_000) return new Date(sinceMs).toISOString().slice(0, 10)
  return message(locale, 'time.ago', { time: ageText(locale, sinceMs, nowMs) })
}
