import type { ParameterValue } from '../config/parameter-schema.js'
import type { EffectiveParameter } from '../release/definition.js'
import { changeForm, problemNote, type FormState } from './change-form.js'
import { html, type Html } from './html.js'
import { page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { nothing } from './table-parts.js'
import { moment } from './time-words.js'

export interface ShownParameter extends EffectiveParameter {
  /** Targets that have a value of their own. */
  targets: readonly string[]
}

interface ParametersView {
  project: string
  parameters: readonly ShownParameter[]
  mayChange: boolean
  /** What was given for the one that was refused. */
  given?: { name: string, value: string | undefined }
}

/** The parameters of a project's builds and deliveries: what each does, its value, and who set it. */
export function parametersPage (view: View, shown: ParametersView, state: FormState): string {
  const say = sayIn(view.locale)
  const { project, parameters } = shown
  return page(
    view,
    say('params.title', { project }),
    html`
      <h1>${say('params.title', { project })}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problemNote(say, state.problem)}
      ${parameters.length === 0 ? html`${nothing(say)}<p class="dim">${say('params.none')}</p>` : ''}
      ${parameters.map(each => section(view, say, shown, each, state))}`
  )
}

function section (
  view: View,
  say: Say,
  { project, mayChange, given }: ParametersView,
  parameter: ShownParameter,
  state: FormState
): Html {
  const { name, description, default: normal, value, stage, set, targets, uses = [] } = parameter
  const shown = given?.name === name ? given.value ?? value : value
  const base = `${projectPath(project)}/parameters/${encodeURIComponent(name)}`
  const look = { action: linkTo(view, base), submit: say('form.save') }
  const own = given?.name === name ? state : { ...state, why: '' }
  return html`<section aria-labelledby="parameter-${name}">
    <h2 id="parameter-${name}">${name} <span class="label">${say(`params.stage.${stage}`)}</span></h2>
    <p>${description} <span class="dim">${say('params.default', { value: String(normal) })}</span></p>
    <p><b class="digest">${String(value)}</b>
    ${
    set !== undefined && html`<span class="dim">${
      say('params.setBy', {
        by: set.by,
        why: set.why
      })
    } · ${moment(view.locale, set.at, view.nowMs)}</span>`
  }
    <a href="${linkTo(view, base)}" aria-label="${say('params.history')} ${name}">${say('params.history')}</a>
    ${targets.length > 0 && html`<span class="dim">${say('params.ofTargets', { targets })}</span>`}
    </p>
    ${uses.length > 0 && html`<p class="dim">${say('params.uses', { places: uses.join(', ') })}</p>`}
    ${
    mayChange && changeForm(view, say, look, own, [
      html`<p>${input(parameter, shown)}</p>`,
      ...set === undefined
        ? []
        : [
          html`<p><label><input type="checkbox" name="reset" value="yes"> ${say('params.reset')}</label></p>`
        ]
    ])
  }
    </section>`
}

/** The field that its type asks for. */
function input (
  { name, type, choices = [], minimum, maximum, maxLength }: ShownParameter,
  value: ParameterValue
): Html {
  const options = type === 'boolean' ? ['true', 'false'] : choices
  if (type === 'boolean' || type === 'choice') {
    return html`<label>${name} <select name="value">
    ${
      options.map(each =>
        each === String(value)
          ? html`<option value="${each}" selected>${each}</option>`
          : html`<option value="${each}">${each}</option>`
      )
    }
    </select></label>`
  }
  if (type === 'string') {
    return html`<label>${name} <input name="value" value="${value}" maxlength="${maxLength}"></label>`
  }
  const bounds = html`${minimum !== undefined && html` min="${minimum}"`}${
    maximum !== undefined && html` max="${maximum}"`
  }`
  return html`<label>${name} <input name="value" type="number" step="${
    type === 'integer' ? '1' : 'any'
  }" value="${value}"${bounds}></label>`
}
