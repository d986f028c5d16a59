import { message, type Locale, type MessageKey, type MessageParameters } from '../messages/message.js'
import { html, type Html } from './html.js'

/** Who looks at a page, and how. */
export interface View {
  locale: Locale
  nowMs: number
  path: string
}

export const contentSecurityPolicy =
  "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; " +
  "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

/** A text of the catalogue in the reader's language. */
export type Say = (key: MessageKey, parameters?: MessageParameters) => string

export function sayIn (locale: Locale): Say {
  return (key, parameters) => message(locale, key, parameters)
}

/** A whole page around `main`. */
export function page (view: View, title: string, main: Html): string {
  const say = sayIn(view.locale)
  const other = view.locale === 'en' ? { lang: 'zh', name: '中文' } : { lang: 'en', name: 'English' }
  return `<!doctype html>\n${html`<html lang="${view.locale}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · packline</title>
<link rel="stylesheet" href="/ui/style.css">
<link rel="icon" href="/ui/icon.svg" type="image/svg+xml">
<script type="module" src="/ui/live.js"></script>
</head>
<body>
<a class="skip" href="#main">${say('ui.skip')}</a>
<header><a href="/">packline</a> <span class="dim">${say('ui.tagline')}</span><nav aria-label="${
    say('ui.language')
  }"><span id="live" hidden>● ${
    say('ui.live')
  }</span><a href="${view.path}?lang=${other.lang}" lang="${other.lang}" hreflang="${other.lang}">${other.name}</a></nav></header>
<main id="main">${main}</main>
<footer class="small">${say('ui.at', { at: time(view.nowMs) })}</footer>
</body>
</html>
`}`
}

export function time (ms: number): string {
  return Number.isFinite(ms) ? `${new Date(ms).toISOString().slice(0, 19).replace('T', ' ')} UTC` : '–'
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
