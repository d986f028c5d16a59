import type { Parameter, ParameterValue } from '../config/parameter-schema.js'
import { html, type Html } from './html.js'
import { jobState } from './job-state.js'
import { formToken, page, sayIn, type Say, type View } from './page.js'
import { linkTo, projectPath } from './release-words.js'
import { nothing } from './table-parts.js'
import { moment } from './time-words.js'
import { joinedSentences } from '../messages/joined-sentences.js'

/** What was typed or chosen so far: a box of `targets.live` is there when it is chosen. */
export type OrderFields = Readonly<Partial<Record<string, string>>>

export interface ShownParameter
  extends Pick<Parameter, 'type' | 'description' | 'choices' | 'minimum' | 'maximum'> {
  name: string
  value: ParameterValue
}

export interface ListedOrder {
  id: string
  kind: 'package' | 'hotupdate' | 'rollback' | 'publish' | 'upload' | 'symbols' | 'store-rollout'
  /** It only tells what would be done. */
  isPlan: boolean
  what: string
  by: string
  state: string
  createdAt: string
}

export interface OrderFormView {
  project: string
  checkouts: readonly string[]
  checkout: string
  /** Versions that may be made again, the newest first, and the build that comes next. */
  versions: readonly string[]
  nextBuild: number
  dimensions: ReadonlyArray<{ name: Dimension, values: readonly string[] }>
  parameters: readonly ShownParameter[]
  /** The Jenkins job that does it. */
  jenkins: string | undefined
  orders: readonly ListedOrder[]
  fields: OrderFields
  /** Whether the visitor may order. */
  mayOrder: boolean
  /** Why the last try was refused. */
  problem?: { message: string, hint?: string | undefined }
}

export const dimensions = ['targets', 'platforms', 'channels', 'pairings'] as const
export type Dimension = typeof dimensions[number]

/** Where packages are ordered: nothing is made before the plan was seen. */
export function orderFormPage (view: View, form: OrderFormView): string {
  const say = sayIn(view.locale)
  const { project, problem, jenkins } = form
  return page(
    view,
    say('list.pair', { name: project, value: say('order.start') }),
    html`
      <h1>${say('order.start')}</h1>
      <p><a href="${linkTo(view, projectPath(project))}">${project}</a></p>
      ${problem && html`<p class="note" role="alert">${joinedSentences([problem.message, problem.hint])}</p>`}
      ${jenkins !== undefined && html`<p class="dim">${say('order.byJenkins', { job: jenkins })}</p>`}
      ${form.mayOrder ? again(view, say, form) : html`<p class="note">${say('order.mayNot')}</p>`}
      ${form.mayOrder && orderForm(view, say, form)}
      <h2>${say('order.last')}</h2>
      ${orderList(view, say, form)}`
  )
}

export function orderPath (project: string, id?: string): string {
  const path = `${projectPath(project)}/orders`
  return id === undefined ? path : `${path}/${encodeURIComponent(id)}`
}

/** The same version and a higher build, in one click. */
function again (
  view: View,
  say: Say,
  { project, versions, nextBuild, checkout }: OrderFormView
): Html {
  if (versions.length === 0) return html``
  return html`<form method="post" action="${linkTo(view, orderPath(project))}">${formToken(view)}
    <p class="small dim">${say('order.againIntro')}</p>
    <input type="hidden" name="build" value="${nextBuild}">
    <input type="hidden" name="workspace" value="${checkout}">
    <p>
    ${
    versions.map(version =>
      html`
    <button name="version" value="${version}">${say('order.again', { version, build: nextBuild })}</button>`
    )
  }
    </p>
    </form>`
}

function orderForm (view: View, say: Say, form: OrderFormView): Html {
  const { project, checkouts, checkout, versions, nextBuild, parameters, fields } = form
  const version = fields.version ?? versions[0] ?? ''
  const build = fields.build ?? String(nextBuild)
  return html`<form method="post" action="${linkTo(view, orderPath(project))}">${formToken(view)}
    <input type="hidden" name="filled" value="yes">
    <p>
    <label>${say('order.version')} <input name="version" value="${version}" required maxlength="40" size="10"
      pattern="[0-9]{1,9}(\\.[0-9]{1,9}){0,3}" autocomplete="off"></label>
    <label>${say('order.build')} <input name="build" value="${build}" type="number" required min="1"
      max="2100000000"></label>
    ${
    checkouts.length > 1
      ? html`<label>${say('order.checkout')} ${select('workspace', checkouts, checkout)}</label>`
      : html`<input type="hidden" name="workspace" value="${checkout}">`
  }
    </p>
    ${form.dimensions.map(each => choices(say, fields, each))}
    ${
    parameters.length > 0 &&
    html`<fieldset><legend>${say('order.parameters')}</legend>
    ${parameters.map(each => parameterField(say, fields, each))}
    </fieldset>`
  }
    <p><button>${say('order.showPlan')}</button> <span class="dim small">${say('order.planFirst')}</span></p>
    </form>`
}

/** No box of any kind: a form that was not filled in yet, or that has none. */
export function isWholeOrder (fields: OrderFields): boolean {
  return !('filled' in fields) &&
    dimensions.every(name => !Object.keys(fields).some(each => each.startsWith(`${name}.`)))
}

/** Everything is chosen at first. */
function choices (
  say: Say,
  fields: OrderFields,
  { name, values }: OrderFormView['dimensions'][number]
): Html {
  if (values.length === 0) return html``
  const isWhole = isWholeOrder(fields)
  return html`<fieldset><legend>${say(`order.${name}`)}</legend>
    ${
    values.map(value =>
      html`
    <label><input type="checkbox" name="${name}.${value}" value="on"${
        checked(isWhole || fields[`${name}.${value}`] !== undefined)
      }> ${value}</label>`
    )
  }
    </fieldset>`
}

function parameterField (say: Say, fields: OrderFields, parameter: ShownParameter): Html {
  const { name, description, value } = parameter
  const id = `parameter-${name}`
  return html`
    <p><label for="${id}">${name}</label> ${valueField(id, fields, parameter)}
    <span class="dim small">${description} · ${say('order.default', { value: String(value) })}</span></p>`
}

function valueField (
  id: string,
  fields: OrderFields,
  { name, type, value, choices = [], minimum, maximum }: ShownParameter
): Html {
  const field = `parameter.${name}`
  const shown = fields[field] ?? String(value)
  if (type === 'choice') return select(field, choices, shown, id)
  if (type === 'boolean') return select(field, ['true', 'false'], shown, id)
  if (type === 'string') return html`<input id="${id}" name="${field}" value="${shown}" maxlength="4096">`
  const step = type === 'integer' ? '1' : 'any'
  return html`<input id="${id}" name="${field}" value="${shown}" type="number" step="${step}" required${
    bound('min', minimum)
  }${bound('max', maximum)}>`
}

function bound (name: 'min' | 'max', value: number | undefined): Html {
  if (value === undefined) return html``
  return name === 'min' ? html` min="${value}"` : html` max="${value}"`
}

function select (name: string, values: readonly string[], chosen: string, id?: string): Html {
  return html`<select name="${name}"${id === undefined ? '' : html` id="${id}"`}>
    ${values.map(value => html`<option value="${value}"${selected(value === chosen)}>${value}</option>`)}
    </select>`
}

function checked (isChosen: boolean): Html {
  return isChosen ? html` checked` : html``
}

function selected (isChosen: boolean): Html {
  return isChosen ? html` selected` : html``
}

export function orderTitle (say: Say, { kind, isPlan, what }: ListedOrder): string {
  const name = say(`order.kind.${kind}`)
  return `${isPlan ? say('order.planOf', { name }) : name} ${what}`
}

function orderList (view: View, say: Say, { project, orders }: OrderFormView): Html {
  if (orders.length === 0) return nothing(say)
  return html`<ul>
    ${
    orders.map(order =>
      html`<li><a href="${linkTo(view, orderPath(project, order.id))}">${orderTitle(say, order)}</a>
    ${jobState(say, order.state)} <span class="dim">${order.by} · ${
        moment(view.locale, order.createdAt, view.nowMs)
      }</span></li>`
    )
  }
    </ul>`
}
