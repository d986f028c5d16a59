import type { Environment } from '../config/environment-schema.js'
import { environmentSchema } from '../config/environment-schema.js'
import type { originOf } from '../release/definition.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { removeForm } from './remove-form.js'
import { schemaFields } from './schema-form.js'
import { nothing, tableLine, wideTable } from './table-parts.js'

export interface ShownEnvironment {
  name: string
  environment: Environment
  origin: ReturnType<typeof originOf>
  targets: readonly string[]
}

interface EnvironmentView {
  project: string
  shown: ShownEnvironment
  mayAdmin: boolean
  /** As it was given, where it was refused. */
  value?: unknown
}

interface EnvironmentListView {
  project: string
  environments: readonly ShownEnvironment[]
  mayAdmin: boolean
  given?: { name: string, value: unknown }
}

/** One environment: its services, and which targets lead to it. */
export function environmentPage (view: View, one: EnvironmentView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, shown: { name, environment, targets }, mayAdmin, value } = one
  const title = say('environment.title', { environment: name })
  const path = environmentPath(project, name)
  const action = linkTo(view, path)
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <a href="${linkTo(view, environmentPath(project))}">${say('environment.link')}</a></p>
      ${problemNote(say, state.problem)}
      ${targets.length > 0 && html`<p>${say('environment.targets', { targets })}</p>`}
      ${mayAdmin ? '' : html`<pre class="notes">${JSON.stringify(environment, null, 2)}</pre>`}
      ${
      mayAdmin && changeForm(
        view,
        say,
        { action, submit: say('form.save'), check: `${path}/check` },
        state,
        schemaFields(say, { schema: environmentSchema, value: value ?? environment, path: '' })
      )
    }
      ${mayAdmin && removeForm(view, say, { path, name }, state)}`
  )
}

export function environmentListPage (view: View, list: EnvironmentListView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, environments, mayAdmin } = list
  const title = say('environment.list', { project })
  return page(
    view,
    title,
    html`
      <h1>${title}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a>
      <a href="${linkTo(view, `${projectPath(project)}/targets`)}">${say('target.link')}</a></p>
      ${problemNote(say, state.problem)}
      ${environments.length === 0 ? nothing(say) : table(view, say, list)}
      ${mayAdmin && addForm(view, say, list, state)}`
  )
}

function environmentPath (project: string, name?: string): string {
  const all = `${projectPath(project)}/environments`
  return name === undefined ? all : `${all}/${encodeURIComponent(name)}`
}

function table (view: View, say: Say, { project, environments }: EnvironmentListView): Html {
  const heads = [
    say('release.column.environment'),
    say('release.column.services'),
    say('target.link'),
    say('release.column.origin')
  ]
  return wideTable(
    heads,
    environments.map(({ name, environment, targets, origin }) =>
      tableLine(heads, [
        html`<a href="${linkTo(view, environmentPath(project, name))}">${name}</a>`,
        Object.keys(environment.services).join(say('list.comma')),
        targets.join(say('list.comma')),
        say(`release.origin.${origin}`)
      ])
    )
  )
}

function addForm (view: View, say: Say, { project, given }: EnvironmentListView, state: FormState): Html {
  const action = linkTo(view, environmentPath(project))
  const submit = say('environment.add')
  return html`<h2>${submit}</h2>
    ${
    changeForm(view, say, { action, submit, check: `${projectPath(project)}/check-environment` }, state, [
      html`<p><label>name <input name="name" value="${given?.name}" required maxlength="64"
    autocomplete="off"></label> <span class="dim small">${say('environment.name')}</span></p>`,
      schemaFields(say, { schema: environmentSchema, value: given?.value, path: '' })
    ])
  }`
}
