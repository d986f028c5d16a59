import { message, type Locale, type MessageKey, type MessageParameters } from '../messages/message.js'
import { html, type Html } from './html.js'
import { time } from './time-words.js'

/** Who looks at a page, and how. */
export interface View {
  locale: Locale
  nowMs: number
  path: string
  /** What stands behind the question mark of the page's address. */
  search?: string
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
  return html`<!doctype html>
    <html lang="${view.locale}">
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
    <header>
      <a href="/">packline</a>
      <span class="dim">${say('ui.tagline')}</span>
      <a href="${releasesPath(view)}">${say('board.projects')}</a>
      ${languages(view, say)}
    </header>
    <main id="main">${main}</main>
    <footer class="small">${say('ui.at', { at: time(view.nowMs) })}</footer>
    </body>
    </html>
    `
    .toString()
}

function releasesPath ({ search }: View): string {
  const lang = new URLSearchParams(search).get('lang')
  return lang === null ? '/releases' : `/releases?lang=${encodeURIComponent(lang)}`
}

/** The two stand close together: a line between them would show as a blank. */
function languages ({ locale, path, search }: View, say: Say): Html {
  const { lang, name } = locale === 'en' ? { lang: 'zh', name: '中文' } : { lang: 'en', name: 'English' }
  const others = new URLSearchParams(search)
  others.set('lang', lang)
  return html`<nav aria-label="${say('ui.language')}">
    <span id="live" hidden>● ${say('ui.live')}</span
    ><a href="${path}?${others.toString()}" lang="${lang}" hreflang="${lang}">${name}</a>
    </nav>`
}
