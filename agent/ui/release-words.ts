import { deedText } from '../messages/deed-key.js'
import { readableSize } from '../messages/readable-size.js'
import type { Revision } from '../release/revision.js'
import { canUndo, undoRole } from '../release/undo-revision.js'
import type { TargetState } from '../release/target-state.js'
import { noTarget } from '../release/registry-model.js'
import { html, type Html } from './html.js'
import type { Say, View } from './page.js'
import { moment } from './time-words.js'

export type Deed = Pick<Revision, 'at' | 'by' | 'why' | 'action' | 'subject' | 'address'>

/** A link of the release pages keeps the language that was asked for. */
export function linkTo ({ search }: View, path: string, query: Record<string, string> = {}): string {
  const lang = new URLSearchParams(search).get('lang')
  const parts = new URLSearchParams({ ...query, ...lang !== null && { lang } }).toString()
  return parts === '' ? path : `${path}?${parts}`
}

export function projectPath (project: string): string {
  return `/projects/${encodeURIComponent(project)}`
}

export function releasePath (project: string, release: string): string {
  return `${projectPath(project)}/releases/${encodeURIComponent(release)}`
}

export function stateText (say: Say, state: TargetState): string {
  return say(`board.state.${state}`)
}

export function targetText (say: Say, target: string): string {
  return target === noTarget ? say('board.noTarget') : target
}

/** Hundredths of a percent as percent; null for everybody. */
export function shareText (say: Say, share: number | null): string {
  return share === null ? say('board.everybody') : `${share / 100} %`
}

/** What a player downloads of a hot update. */
export function downloadText (
  say: Say,
  { bytes, bytesWithDeltas }: { bytes: number, bytesWithDeltas?: number | null }
): string {
  const size = readableSize(bytes)
  return typeof bytesWithDeltas === 'number'
    ? say('lines.download.deltas', { size, deltas: readableSize(bytesWithDeltas) })
    : say('lines.download.whole', { size })
}

/** What was done as a sentence; why stands behind it. */
export function deed (view: View, say: Say, { at, by, why, action, subject, address }: Deed): Html {
  return html`${deedText(view.locale, { by, action, subject })}
    <span class="dim">${say('board.why', { why })} · ${moment(view.locale, at, view.nowMs)}${
    address !== undefined && html` · ${say('history.from', { address })}`
  }</span>`
}

/** What somebody may take back: nothing, what players see, or also targets and environments. */
export interface MayUndo {
  project: string
  role: 'release' | 'admin'
}

/** With a way back beside each that has one, where the visitor may go it. */
export function deeds (
  view: View,
  say: Say,
  list: ReadonlyArray<Deed & Pick<Revision, 'revision'>>,
  mayUndo?: MayUndo
): Html {
  return html`<ul>
    ${
    list.map(each =>
      html`<li>${deed(view, say, each)} ${
        mayUndo !== undefined && canUndo(each) &&
        (mayUndo.role === 'admin' || undoRole(each) === 'release') &&
        html`<a href="${linkTo(view, `${projectPath(mayUndo.project)}/undo/${each.revision}`)}"
    aria-label="${say('undo.link')} ${each.revision}">${say('undo.link')}</a>`
      }</li>`
    )
  }
    </ul>`
}
