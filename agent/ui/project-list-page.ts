import type { ListedProject } from '../release/project-list.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { deed, linkTo, projectPath } from './release-words.js'
import { headings } from './table-parts.js'

/** The projects that have releases, each with its last change. */
export function projectListPage (view: View, projects: readonly ListedProject[]): string {
  const say = sayIn(view.locale)
  return page(
    view,
    say('board.projects'),
    html`
      <h1>${say('board.projects')}</h1>
      ${
      projects.length === 0 ? html`<p class="dim">${say('board.noProjects')}</p>` : table(view, say, projects)
    }`
  )
}

function table (view: View, say: Say, projects: readonly ListedProject[]): Html {
  return html`<table>
    <thead>
    <tr>
    ${headings([say('ui.column.project'), say('board.lastChange')])}
    </tr>
    </thead>
    <tbody>
    ${projects.map(each => row(view, say, each))}
    </tbody>
    </table>`
}

function row (view: View, say: Say, { project, last }: ListedProject): Html {
  return html`
    <tr>
    <th scope="row"><a href="${linkTo(view, projectPath(project))}">${project}</a></th>
    <td>${last === null ? '–' : deed(view, say, last)}</td>
    </tr>`
}
