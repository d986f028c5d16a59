import { releaseKey } from '../release/registry-model.js'
import type { ReleaseDetails } from '../release/release-details.js'
import { html, type Html } from './html.js'
import { formToken, type Say, type View } from './page.js'
import { linkTo, releasePath } from './release-words.js'

/** What was done since the release before, and a form for those who may edit it. */
export function changelogPart (
  view: View,
  say: Say,
  { project, release, revision }: Pick<ReleaseDetails, 'project' | 'release' | 'revision'>,
  mayEdit: boolean
): Html {
  const { changelog = '' } = release
  const target = linkTo(view, `${releasePath(project, releaseKey(release))}/changelog`)
  return html`${
    changelog.trim() === ''
      ? html`<p class="dim">${say('board.noChangelog')}</p>`
      : html`<ul>
    ${changelog.trim().split('\n').map(line => html`<li class="digest">${line}</li>`)}
    </ul>`
  }
    ${
    mayEdit &&
    html`<details><summary>${say('board.edit')}</summary>
    <form method="post" action="${target}">${formToken(view)}
    <input type="hidden" name="seen" value="${revision}">
    <p><textarea name="changelog" rows="8" maxlength="20000" aria-label="${
      say('board.changelog')
    }">${changelog}</textarea></p>
    <p><label>${say('board.whyEdited')} <input name="why" required maxlength="500" size="28"></label>
    <button>${say('board.save')}</button></p>
    </form></details>`
  }`
}
