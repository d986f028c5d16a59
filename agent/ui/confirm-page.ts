import { html } from './html.js'
import { page, sayIn, type View } from './page.js'

export interface Confirmation {
  question: string
  /** Where a yes is posted, and where a no leads. */
  target: string
  back: string
  /** What was given so far. */
  fields: Readonly<Record<string, string>>
  /** Shown to whoever decides: the reason that was given, or what follows. */
  note?: string
  /** Whether a reason has to be given here. */
  asksWhy?: boolean
  isDanger: boolean
  /** Why the last try was refused. */
  problem?: string
  /** Whether it can be done all the same. */
  canForce?: boolean
  /** Whether the visitor has to show a token. */
  asksToken: boolean
}

/** Asks whether it is meant. */
export function confirmPage (
  view: View,
  { question, target, back, fields, note, asksWhy, isDanger, problem, canForce, asksToken }: Confirmation
): string {
  const say = sayIn(view.locale)
  return page(
    view,
    question,
    html`<h1>${question}</h1>
${note === undefined ? '' : html`<p>${note}</p>`}
${problem === undefined ? '' : html`<p class="note" role="alert">${problem}</p>`}
<form method="post" action="${target}">${
      Object.entries(fields).map(([name, value]) =>
        html`<input type="hidden" name="${name}" value="${value}">`
      )
    }<input type="hidden" name="confirm" value="yes">
${
      asksWhy === true
        ? html`<p><label>${
          say('ui.why')
        } <input name="why" required maxlength="200" minlength="3"></label></p>`
        : ''
    }
${
      asksToken
        ? html`<p><label>${
          say('ui.token')
        } <input name="token" type="password" required maxlength="512" autocomplete="off"></label></p>`
        : ''
    }
${
      canForce === true
        ? html`<p><label><input type="checkbox" name="force" value="yes" required> ${
          say('ui.force')
        }</label></p>`
        : ''
    }
<p><button class="${isDanger ? 'danger' : ''}">${say('ui.yes')}</button> <a href="${back}">${
      say('ui.no')
    }</a></p></form>`
  )
}
