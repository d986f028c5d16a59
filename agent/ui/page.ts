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
  visitor?: Visitor
}

/** The browser that a page is shown to. */
export interface Visitor {
  /** Stands in every form. */
  formToken: string
  /** Who is signed in. */
  name: string | undefined
  /** Whether there is anybody who could sign in. */
  canSignIn: boolean
  /** Whether the machines of the farm may be seen. */
  seesFarm: boolean
  /** Whether everything of the farm may be changed. */
  isAdmin: boolean
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
    ${view.visitor && html`<meta name="form-token" content="${view.visitor.formToken}">`}
    </head>
    <body>
    <a class="skip" href="#main">${say('ui.skip')}</a>
    <header>
      <a href="${view.visitor?.seesFarm === false ? releasesPath(view) : '/'}">packline</a>
      <span class="dim">${say('ui.tagline')}</span>
      <a href="${releasesPath(view)}">${say('board.projects')}</a>
      ${languages(view, say)}
      ${visitorLinks(view, say)}
    </header>
    <main id="main"${mayListen(view) && html` data-events="/v1/farm/events"`}>${main}</main>
    <footer class="small">${say('ui.at', { at: time(view.nowMs) })}</footer>
    </body>
    </html>
    `
    .toString()
}

/** Nobody's page asks for what its visitor may not see. */
function mayListen ({ visitor }: View): boolean {
  return visitor?.seesFarm !== false
}

/** Stands in every form: what another page posts here does not have it. */
export function formToken ({ visitor }: View): Html {
  return visitor === undefined
    ? html``
    : html`<input type="hidden" name="form-token" value="${visitor.formToken}">`
}

/** Who is signed in, or where to. */
function visitorLinks (view: View, say: Say): Html {
  const { visitor, path, search } = view
  if (visitor === undefined || (visitor.name === undefined && !visitor.canSignIn)) return html``
  if (visitor.name === undefined) {
    const back = search === undefined ? path : `${path}?${search}`
    const query = new URLSearchParams(path.startsWith('/login') ? {} : { return: back })
    return html`<a href="${withLanguage(view, '/login', query)}">${say('login.signIn')}</a>`
  }
  return html`<span><a href="${withLanguage(view, '/account')}">${visitor.name}</a>
    <form class="inline" method="post" action="/logout">${formToken(view)}
    <button>${say('login.signOut')}</button></form></span>`
}

function releasesPath (view: View): string {
  return withLanguage(view, '/releases')
}

function withLanguage ({ search }: View, path: string, query = new URLSearchParams()): string {
  const lang = new URLSearchParams(search).get('lang')
  if (lang !== null) query.set('lang', lang)
  return query.size === 0 ? path : `${path}?${query.toString()}`
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
