import { html } from './html.js'
import { page, sayIn, type View } from './page.js'

/** Why a page cannot be shown. */
export function errorPage (view: View, message: string, hint: string | undefined): string {
  const say = sayIn(view.locale)
  return page(
    view,
    say('ui.noPage'),
    html`
      <h1>${say('ui.noPage')}</h1>
      <p class="note" role="alert">${message}</p>
      ${hint === undefined ? '' : html`<p>${hint}</p>`}
      <p><a href="/">${say('ui.farm')}</a></p>
    `
  )
}
