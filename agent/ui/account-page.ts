import type { ProjectRole, RolesByProject } from '../users/project-role.js'
import { allProjects } from '../users/project-role.js'
import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { headings, nothing } from './table-parts.js'

export interface Account {
  name: string
  roles: RolesByProject
  /** Whether the password is one of this agent. */
  hasPassword: boolean
  leastPassword: number
  problem?: string
  isChanged: boolean
}

/** What somebody who is signed in may do, and the password. */
export function accountPage (view: View, account: Account): string {
  const say = sayIn(view.locale)
  const { name, roles, hasPassword, problem, isChanged } = account
  return page(
    view,
    say('account.title', { name }),
    html`
      <h1>${say('account.title', { name })}</h1>
      ${isChanged && html`<p class="note" role="status">${say('account.changed')}</p>`}
      ${problem === undefined ? '' : html`<p class="note" role="alert">${problem}</p>`}
      <h2>${say('account.roles')}</h2>
      ${roleTable(say, Object.entries(roles))}
      ${view.visitor?.isAdmin === true && html`<p><a href="/audit">${say('account.audit')}</a></p>`}
      <h2>${say('account.changePassword')}</h2>
      ${hasPassword ? passwordForm(view, say, account) : html`<p>${say('account.oidc')}</p>`}`
  )
}

function roleTable (say: Say, roles: ReadonlyArray<[string, Exclude<ProjectRole, 'none'>]>): Html {
  if (roles.length === 0) return nothing(say)
  return html`<table>
    <thead>
    <tr>
    ${headings([say('ui.column.project'), say('user.column.roles')])}
    </tr>
    </thead>
    <tbody>
    ${
    roles.map(([project, role]) =>
      html`
    <tr>
    <th scope="row">${project === allProjects ? say('account.everyProject') : project}</th>
    <td><b>${role}</b> <span class="dim">${say(`account.role.${role}`)}</span></td>
    </tr>`
    )
  }
    </tbody>
    </table>`
}

function passwordForm (view: View, say: Say, { name, leastPassword }: Account): Html {
  const old =
    html`<input name="old" type="password" required maxlength="256" autocomplete="current-password">`
  const fresh =
    html`<input name="password" type="password" required minlength="${leastPassword}" maxlength="256"
    autocomplete="new-password" aria-describedby="new-hint">`
  return html`<form class="stack" method="post" action="/account/password">
    ${formToken(view)}
    <input type="hidden" name="name" value="${name}" autocomplete="username">
    <p><label>${say('account.old')} ${old}</label></p>
    <p><label>${say('account.new')} ${fresh}</label>
    <span class="dim small" id="new-hint">${say('account.newHint', { least: leastPassword })}</span></p>
    <p><button>${say('account.changePassword')}</button></p>
    </form>`
}
