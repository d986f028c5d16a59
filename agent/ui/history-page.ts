import type { Revision } from '../release/revision.js'
import { html } from './html.js'
import { page, sayIn, type View } from './page.js'
import { deeds, linkTo, projectPath, type MayUndo } from './release-words.js'

interface HistoryView {
  project: string
  revisions: readonly Revision[]
  /** Older ones begin before this. */
  older: number | undefined
  mayUndo: MayUndo | undefined
}

/** Who changed what and why, the newest first. */
export function historyPage (view: View, { project, revisions, older, mayUndo }: HistoryView): string {
  const say = sayIn(view.locale)
  const title = say('history.title', { project })
  const path = `${projectPath(project)}/history`
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${deeds(view, say, revisions, mayUndo)}
      ${
      older !== undefined &&
      html`<p><a href="${linkTo(view, path, { before: String(older) })}">${say('history.older')}</a></p>`
    }`
  )
}
