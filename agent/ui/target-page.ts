import { targetSchema } from '../config/target-schema.js'
import type { SharesAt } from '../release/player-shares.js'
import type { TargetRow } from '../release/target-rows.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { removeForm } from './remove-form.js'
import { rolloutForm } from './rollout-form.js'
import { schemaFields, type FieldSchema } from './schema-form.js'

export interface TargetView {
  project: string
  target: TargetRow
  mayRelease: boolean
  mayAdmin: boolean
  /** Of the form that was refused: what was given. */
  value?: unknown
  rollout?: { share: string, schedule: string }
  /** Who gets the players that it fits. */
  effect: readonly SharesAt[]
}

const { id: _id, rollout: _rollout, ...fields } = targetSchema.properties
/** What the form of a target asks for: its name stays, and its rollout has a form of its own. */
export const targetFields: FieldSchema = {
  ...targetSchema,
  required: ['environment'],
  properties: fields
}

/** One target: how many players get it, and all that it is. */
export function targetPage (view: View, shown: TargetView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, target, mayRelease, mayAdmin, rollout, effect } = shown
  const path = `${projectPath(project)}/targets/${encodeURIComponent(target.id)}`
  const given = rollout === undefined ? {} : { given: rollout }
  return page(
    view,
    say('target.title', { target: target.id }),
    html`
      <h1>${say('target.title', { target: target.id })}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problemNote(say, state.problem)}
      ${mayRelease && rolloutForm(view, say, { project, target, effect, ...given }, state)}
      ${mayAdmin && definitionForm(view, say, shown, state)}
      ${mayAdmin && removeForm(view, say, { path, name: target.id }, state)}`
  )
}

function definitionForm (
  view: View,
  say: Say,
  { project, target, value }: TargetView,
  state: FormState
): Html {
  const action = linkTo(view, `${projectPath(project)}/targets/${encodeURIComponent(target.id)}`)
  return html`<h2>${say('target.all')}</h2>
    ${
    changeForm(
      view,
      say,
      { action, submit: say('form.save'), check: `${action.split('?')[0]}/check` },
      state,
      schemaFields(say, { schema: targetFields, value: value ?? target, path: '' })
    )
  }`
}
