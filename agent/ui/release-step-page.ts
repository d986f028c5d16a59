import { html, type Html } from './html.js'
import { page, type View } from './page.js'
import { linkTo, projectPath, releasePath } from './release-words.js'

/** A page on which something is done with a release, with the way back to it. */
export function releaseStepPage (
  view: View,
  { project, release }: { project: string, release: string },
  title: string,
  body: Html
): string {
  return page(
    view,
    `${project} · ${title}`,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <a href="${linkTo(view, releasePath(project, release))}">${release}</a></p>
      ${body}`
  )
}
