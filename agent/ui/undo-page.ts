import type { Revision } from '../release/revision.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html } from './html.js'
import { page, sayIn, type View } from './page.js'
import { deed, linkTo, projectPath } from './release-words.js'
import { digest, tableLine, wideTable } from './table-parts.js'

/** What is taken back with a revision, before it is. */
export function undoPage (view: View, project: string, revision: Revision, state: FormState): string {
  const say = sayIn(view.locale)
  const action = linkTo(view, `${projectPath(project)}/undo/${revision.revision}`)
  const heads = [say('board.what'), say('undo.now'), say('undo.then')]
  return page(
    view,
    say('undo.title', { project }),
    html`
      <h1>${say('undo.title', { project })}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problemNote(say, state.problem)}
      <p>${deed(view, say, revision)}</p>
      ${
      wideTable(
        heads,
        revision.changes.map(({ path, before, after }) =>
          tableLine(heads, [digest(path), digest(text(after)), digest(text(before))])
        )
      )
    }
      ${changeForm(view, say, { action, submit: say('undo.do'), isDanger: true }, state, html``)}`
  )
}

function text (value: unknown): string {
  return value === undefined ? '–' : typeof value === 'string' ? value : JSON.stringify(value)
}
