import { html, type Html } from './html.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'

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
export function confirmPage (view: View, confirmation: Confirmation): string {
  const say = sayIn(view.locale)
  const { question, target, back, fields, note, isDanger, problem } = confirmation
  return page(
    view,
    question,
    html`
      <h1>${question}</h1>
      ${note === undefined ? '' : html`<p>${note}</p>`}
      ${problem === undefined ? '' : html`<p class="note" role="alert">${problem}</p>`}
      <form method="post" action="${target}">
      ${formToken(view)}
      ${Object.entries(fields).map(([name, value]) => hiddenField(name, value))}
      ${hiddenField('confirm', 'yes')}
      ${questions(say, confirmation)}
      <p>
        <button class="${isDanger ? 'danger' : ''}">${say('ui.yes')}</button>
        <a href="${back}">${say('ui.no')}</a>
      </p>
      </form>
    `
  )
}

function hiddenField (name: string, value: string): Html {
  return html`<input type="hidden" name="${name}" value="${value}">`
}

/** What the visitor still has to give before a yes counts. */
function questions (say: Say, { asksWhy, asksToken, canForce }: Confirmation): Html[] {
  const why = html`<input name="why" required maxlength="200">`
  const token = html`<input name="token" type="password" required maxlength="512" autocomplete="off">`
  const force = html`<input type="checkbox" name="force" value="yes" required>`
  return [
    ...asksWhy === true ? [html`${say('ui.why')} ${why}`] : [],
    ...asksToken ? [html`${say('ui.token')} ${token}`] : [],
    ...canForce === true ? [html`${force} ${say('ui.force')}`] : []
  ]
    .map(question => html`<p><label>${question}</label></p>`)
}
