import { releaseKey } from '../release/registry-model.js'
import type { ReleaseDetails } from '../release/release-details.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { linkTo, releasePath } from './release-words.js'

/** The form of a changelog, with what was given where it was refused. */
export interface ChangelogEdit {
  state: FormState
  given?: string
}

/** What was done since the release before, and a form for those who may edit it. */
export function changelogPart (
  view: View,
  say: Say,
  { project, release }: Pick<ReleaseDetails, 'project' | 'release'>,
  edit: ChangelogEdit | undefined
): Html {
  const { changelog = '' } = release
  const action = linkTo(view, `${releasePath(project, releaseKey(release))}/changelog`)
  const text = (): Html =>
    html`<p><textarea name="changelog" rows="8" maxlength="20000" aria-label="${say('board.changelog')}">
${edit?.given ?? changelog}</textarea></p>`
  return html`${
    changelog.trim() === ''
      ? html`<p class="dim">${say('board.noChangelog')}</p>`
      : html`<ul>
    ${changelog.trim().split('\n').map(line => html`<li class="digest">${line}</li>`)}
    </ul>`
  }
    ${edit !== undefined && problemNote(say, edit.state.problem)}
    ${
    edit !== undefined &&
    html`<details${edit.given !== undefined && html` open`}><summary>${say('board.edit')}</summary>
    ${changeForm(view, say, { action, submit: say('form.save') }, edit.state, text())}
    </details>`
  }`
}
