import { html, type Html } from './html.js'
import { formToken, type Say, type View } from './page.js'

/** Why a form was refused. */
export interface Problem {
  message: string
  hint?: string | undefined
  /** What somebody else did in between. */
  theirs: ReadonlyArray<{ what: string, before: string, after: string }>
  /** Whether it can be done all the same. */
  canForce: boolean
}

/** What a form that changes a project has besides its own fields. */
export interface FormState {
  /** The revision that it shows. */
  seen: number
  /** Sent twice, it is done once. */
  key: string
  why: string
  problem?: Problem
}

interface FormLook {
  action: string
  submit: string
  isDanger?: boolean
  /** What looks at the fields while somebody types. */
  check?: string
}

/** A form that changes something: every change needs a reason. */
export function changeForm (
  view: View,
  say: Say,
  { action, submit, isDanger = false, check }: FormLook,
  { seen, key, why, problem }: FormState,
  fields: Html | readonly Html[]
): Html {
  const reason = html`<input name="why" value="${why}" required maxlength="500">`
  const force = html`<input type="checkbox" name="force" value="yes">`
  return html`<form class="stack" method="post" action="${action}"${
    check === undefined ? '' : html` data-check="${check}"`
  }>
    ${formToken(view)}
    <input type="hidden" name="seen" value="${seen}">
    <input type="hidden" name="key" value="${key}">
    ${fields}
    <p><label>${say('ui.why')} ${reason}</label></p>
    ${problem?.canForce === true && html`<p><label>${force} ${say('ui.force')}</label></p>`}
    <div class="checked" role="status"></div>
    <p><button class="${isDanger ? 'danger' : ''}">${submit}</button></p>
    </form>`
}

/** Why it was refused, and what somebody else did in between. */
export function problemNote (say: Say, problem: Problem | undefined): Html | string {
  if (problem === undefined) return ''
  const { message, hint, theirs } = problem
  return html`<div class="note" role="alert">
    <p class="notes">${message}</p>
    ${hint !== undefined && html`<p>${hint}</p>`}
    ${
    theirs.length > 0 && html`<p>${say('form.theirs')}</p>
    <ul>
    ${
      theirs.map(({ what, before, after }) =>
        html`<li><b>${what}</b>: <span class="notes">${before}</span>
    → <span class="notes">${after}</span></li>`
      )
    }
    </ul>
    <p>${say('form.again')}</p>`
  }
    </div>`
}
