import { html, type Html } from './html.js'
import type { Say } from './page.js'

/** What a form looks at of a JSON schema. */
export interface FieldSchema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly properties?: Readonly<Record<string, FieldSchema>>
  readonly additionalProperties?: boolean | FieldSchema
  readonly items?: FieldSchema
  readonly required?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly maxLength?: number
}

interface Field {
  schema: FieldSchema
  value: unknown
  /** Names from the top, parted by dots: the field's own name in the form. */
  path: string
  isRequired?: boolean
}

/** Below an entry of a map: whether it is to go. */
export const goneEntry = '-'
/** Where the name of a new entry of a map stands, and below it its fields. */
export const newEntry = '+'

/** Fields for whatever a schema describes, each with what it says of it. */
export function schemaFields (say: Say, field: Field): Html {
  const { schema, value, path } = field
  const { properties, additionalProperties, items } = schema
  if (properties !== undefined) {
    return html`${
      Object.entries(properties).map(([name, each]) =>
        schemaFields(say, {
          schema: each,
          value: partOf(value, name),
          path: path === '' ? name : `${path}.${name}`,
          isRequired: schema.required?.includes(name) ?? false
        })
      )
    }`
  }
  if (typeof additionalProperties === 'object') {
    return additionalProperties.properties === undefined
      ? textarea(say, field, pairLines(value), say('form.pairs'))
      : entryFields(say, field, additionalProperties)
  }
  if (items !== undefined) {
    const lines = Array.isArray(value) ? value.map(String).join('\n') : ''
    return textarea(say, field, lines, say('form.lines'))
  }
  return labelled(say, field, input(field))
}

function entryFields (say: Say, { schema, value, path }: Field, each: FieldSchema): Html {
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const fresh = `${path}.${newEntry}`
  return html`<p class="dim small">${purposeOf(say, schema)}</p>
    ${
    names.map(name =>
      html`<fieldset>
    <legend>${name}</legend>
    ${schemaFields(say, { schema: each, value: partOf(value, name), path: `${path}.${name}` })}
    <p><label><input type="checkbox" name="${path}.${name}.${goneEntry}" value="yes"> ${
        say('form.remove', { what: name })
      }</label></p>
    </fieldset>`
    )
  }
    <details>
    <summary>${say('form.add', { what: lastName(path) })}</summary>
    <p><label>${say('release.column.name')} <input name="${fresh}" maxlength="64"></label></p>
    ${schemaFields(say, { schema: each, value: undefined, path: fresh })}
    </details>`
}

function textarea (say: Say, field: Field, text: string, hint: string): Html {
  const rows = Math.min(8, Math.max(2, text.split('\n').length))
  return labelled(
    say,
    field,
    html`<textarea name="${field.path}" rows="${rows}">
${text}</textarea>`,
    hint
  )
}

function input ({ schema, value, path, isRequired = false }: Field): Html {
  const { type, minimum, maximum, maxLength } = schema
  const text = value === undefined ? '' : String(value)
  const choices = schema.enum?.map(String) ?? (type === 'boolean' ? ['true', 'false'] : undefined)
  if (choices !== undefined) {
    return html`<select name="${path}">
    ${
      ['', ...choices].map(each =>
        each === text
          ? html`<option value="${each}" selected>${each}</option>`
          : html`<option value="${each}">${each}</option>`
      )
    }
    </select>`
  }
  const isNumber = type === 'integer' || type === 'number'
  return html`<input name="${path}" value="${text}"${isNumber && html` type="number"`}${
    isNumber && minimum !== undefined && html` min="${minimum}"`
  }${isNumber && maximum !== undefined && html` max="${maximum}"`}${
    maxLength !== undefined && html` maxlength="${maxLength}"`
  }${isRequired && html` required`}>`
}

function labelled (say: Say, { schema, path }: Field, control: Html, hint = ''): Html {
  return html`<p><label>${path} ${control}</label>
    <span class="dim small">${[purposeOf(say, schema), hint].filter(Boolean).join(' · ')}</span></p>`
}

/** In the reader's language. */
function purposeOf (say: Say, { description }: FieldSchema): string {
  return description === undefined ? '' : say('form.purpose', { purpose: description })
}

function pairLines (value: unknown): string {
  return Object.entries(value ?? {}).map(([name, each]) => `${name}=${String(each)}`).join('\n')
}

function partOf (value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined
}

function lastName (path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}
