import { goneEntry, newEntry, type FieldSchema } from '../ui/schema-form.js'
import type { Form } from './forms.js'

/**
 * What the fields of a schema's form say, as JSON; nothing for what was left empty. What does not fit stays
 * as it was given, for the check to tell.
 */
export function formValue (schema: FieldSchema, form: Form, path = ''): unknown {
  const { properties, additionalProperties, items } = schema
  const at = (name: string): string => path === '' ? name : `${path}.${name}`
  if (properties !== undefined) {
    return some(Object.entries(properties).map(([name, each]) => [name, formValue(each, form, at(name))]))
  }
  if (typeof additionalProperties === 'object') {
    return additionalProperties.properties === undefined
      ? some(linesOf(form[path]).map(pair))
      : some(
        entryNames(form, path).map(([name, part]) =>
          [name, formValue(additionalProperties, form, at(part)) ?? {}] as const
        )
      )
  }
  if (items !== undefined) {
    const lines = linesOf(form[path])
    return lines.length === 0 ? undefined : lines
  }
  return scalar(schema, form[path])
}

function scalar ({ type }: FieldSchema, text = ''): unknown {
  const trimmed = text.trim()
  if (trimmed === '') return undefined
  if (type === 'boolean') return trimmed === 'true' ? true : trimmed === 'false' ? false : trimmed
  const isNumber = type === 'integer' || type === 'number'
  return isNumber && Number.isFinite(Number(trimmed)) ? Number(trimmed) : text
}

/** Names of the map's entries, and where the fields of each stand. */
function entryNames (form: Form, path: string): Array<[name: string, part: string]> {
  const parts = new Set(
    Object
      .keys(form)
      .filter(key => key.startsWith(`${path}.`))
      .map(key => key.slice(path.length + 1).split('.')[0] ?? '')
  )
  const fresh = form[`${path}.${newEntry}`]?.trim() ?? ''
  return [...parts].flatMap(part => {
    if (form[`${path}.${part}.${goneEntry}`] === 'yes') return []
    if (part !== newEntry) return [[part, part] as [string, string]]
    return fresh === '' ? [] : [[fresh, part] as [string, string]]
  })
}

function pair (line: string): readonly [string, unknown] {
  const [, name = line, value = ''] = /^([^=]*)=(.*)$/.exec(line) ?? []
  return [name.trim(), value]
}

function linesOf (text = ''): string[] {
  return text.split(/\r?\n/).map(line => line.trim()).filter(line => line !== '')
}

/** Without what is nothing; nothing when that is all. */
function some (entries: ReadonlyArray<readonly [string, unknown]>): Record<string, unknown> | undefined {
  const given = entries.filter(([, value]) => value !== undefined)
  return given.length === 0 ? undefined : Object.fromEntries(given)
}
