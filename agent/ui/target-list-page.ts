import type { TargetRow } from '../release/target-rows.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath, shareText } from './release-words.js'
import { schemaFields } from './schema-form.js'
import { nothing, tableLine, wideTable } from './table-parts.js'
import { targetFields } from './target-page.js'

export interface TargetListView {
  project: string
  /** In the order in which they are asked. */
  targets: readonly TargetRow[]
  mayAdmin: boolean
  /** Of the new one that was refused. */
  given?: { id: string, value: unknown }
}

/** All targets, and a new one as a form over its schema. */
export function targetListPage (view: View, shown: TargetListView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, targets, mayAdmin } = shown
  const title = say('target.list', { project })
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <a href="${linkTo(view, `${projectPath(project)}/environments`)}">${say('environment.link')}</a></p>
      ${problemNote(say, state.problem)}
      ${targets.length === 0 ? nothing(say) : table(view, say, shown)}
      ${mayAdmin && addForm(view, say, shown, state)}`
  )
}

function table (view: View, say: Say, { project, targets }: TargetListView): Html {
  const heads = [
    say('release.column.target'),
    say('release.column.kind'),
    say('release.column.environment'),
    say('release.column.priority'),
    say('release.column.share'),
    say('release.column.origin')
  ]
  return wideTable(
    heads,
    targets.map(({ id, kind, environment, priority, share, origin }) =>
      tableLine(heads, [
        html`<a href="${linkTo(view, `${projectPath(project)}/targets/${id}`)}">${id}</a>`,
        kind,
        environment,
        priority,
        shareText(say, share),
        say(`release.origin.${origin}`)
      ])
    )
  )
}

function addForm (view: View, say: Say, { project, given }: TargetListView, state: FormState): Html {
  const action = linkTo(view, `${projectPath(project)}/targets`)
  return html`<h2>${say('target.add')}</h2>
    ${
    changeForm(
      view,
      say,
      { action, submit: say('target.add'), check: `${projectPath(project)}/check-target` },
      state,
      [
        html`<p><label>id <input name="id" value="${given?.id}" required maxlength="64"
    autocomplete="off"></label>
    <span class="dim small">${say('target.id')}</span></p>`,
        schemaFields(say, {
          schema: targetFields,
          value: given?.value ?? { priority: 100 },
          path: ''
        })
      ]
    )
  }`
}
