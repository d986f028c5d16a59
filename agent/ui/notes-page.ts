import { changeForm, problemNote, type FormState } from './change-form.js'
import { html } from './html.js'
import { page, sayIn, type View } from './page.js'
import { linkTo, releasePath } from './release-words.js'

interface NotesView {
  project: string
  /** VERSION-BUILD. */
  release: string
  notes: string
}

/** What people write about a release. */
export function notesPage (view: View, { project, release, notes }: NotesView, state: FormState): string {
  const say = sayIn(view.locale)
  const path = releasePath(project, release)
  const text = html`<textarea name="notes" rows="12" maxlength="20000">
${notes}</textarea>`
  return page(
    view,
    `${say('notes.edit')} ${release}`,
    html`
      <h1>${say('notes.edit')}</h1>
      <p><a href="${linkTo(view, path)}">${project} ${release}</a></p>
      ${problemNote(say, state.problem)}
      ${
      changeForm(view, say, { action: linkTo(view, `${path}/notes`), submit: say('form.save') }, state, [
        html`<p><label>${say('release.column.notes')} ${text}</label></p>`
      ])
    }`
  )
}
