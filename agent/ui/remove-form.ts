import { changeForm, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { linkTo } from './release-words.js'

/** What removes something, confirmed by its name. */
export function removeForm (
  view: View,
  say: Say,
  { path, name }: { path: string, name: string },
  state: FormState
): Html {
  const submit = say('form.remove', { what: name })
  const typed = html`<input name="confirm" required maxlength="64" autocomplete="off" autocapitalize="none">`
  return html`<details>
    <summary>${submit}</summary>
    ${
    changeForm(
      view,
      say,
      { action: linkTo(view, `${path}/remove`), submit, isDanger: true },
      { ...state, why: '' },
      html`<p><label>${say('form.type', { name })} ${typed}</label></p>`
    )
  }
    </details>`
}
