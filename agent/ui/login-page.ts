import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'

export interface Login {
  /** Where to go afterwards: a path of this agent. */
  back: string
  name: string
  problem?: string
  /** Whether there is anybody with a password. */
  hasUsers: boolean
  /** What the identity provider is called. */
  provider: string | undefined
}

export function loginPage (view: View, login: Login): string {
  const say = sayIn(view.locale)
  const { back, problem, hasUsers, provider } = login
  const query = new URLSearchParams({ return: back }).toString()
  return page(
    view,
    say('login.signIn'),
    html`
      <h1>${say('login.signIn')}</h1>
      ${problem === undefined ? '' : html`<p class="note" role="alert">${problem}</p>`}
      ${
      provider === undefined
        ? ''
        : html`<p><a class="button" href="/login/oidc?${query}">${
          say('login.with', { title: provider })
        }</a></p>`
    }
      ${hasUsers ? passwordForm(view, say, login) : ''}
      ${hasUsers || provider !== undefined ? '' : html`<p>${say('login.nobody')}</p>`}`
  )
}

function passwordForm (view: View, say: Say, { back, name }: Login): Html {
  const user = html`<input name="name" value="${name}" required maxlength="128"
    autocomplete="username" autocapitalize="none">`
  const password =
    html`<input name="password" type="password" required maxlength="256" autocomplete="current-password">`
  return html`<form class="stack" method="post" action="/login">
    ${formToken(view)}
    <input type="hidden" name="return" value="${back}">
    <p><label>${say('login.name')} ${user}</label></p>
    <p><label>${say('login.password')} ${password}</label></p>
    <p><button>${say('login.signIn')}</button></p>
    </form>`
}
