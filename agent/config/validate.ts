import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import { PacklineError } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import type { MessageKey, MessageParameters } from '../messages/message.js'
import { nearest } from '../nearest.js'
import { isJsonObject } from '../json-object.js'

/** `text` is in English; `key` and `parameters` say the same in any language. */
export interface Mistake {
  path: string
  value?: unknown
  expected?: string
  suggestion?: string
  text: string
  key: MessageKey
  parameters: MessageParameters
}

/**
 * A check of `document` against `schema` that fills in defaults; it throws CONFIG_INVALID with every mistake
 * at once.
 */
export function schemaCheck<Document> (schema: object): (file: string, document: unknown) => Document {
  let validate: ValidateFunction<Document> | undefined
  return (file, document) => {
    validate ??= new Ajv({
      allErrors: true,
      useDefaults: true,
      strict: true,
      strictTypes: false,
      strictRequired: false,
      verbose: true,
      allowUnionTypes: true,
      // It checks one document a process: making its code smaller takes longer than running it.
      code: { optimize: false }
    })
      .compile<Document>(schema)
    if (validate(document)) return document
    throw configInvalid(file, (validate.errors ?? []).flatMap(toMistake))
  }
}

export function configInvalid (file: string, mistakes: Mistake[]): PacklineError {
  const unique = [...new Map(mistakes.map(mistake => [mistake.text, mistake])).values()]
  return new PacklineError('CONFIG_INVALID', {
    file,
    count: unique.length,
    mistakes: unique.map(mistake => `  ${mistake.text}`).join('\n'),
    list: unique
  })
}

export function mistake (path: string, value: unknown, expected: string): Mistake {
  return {
    path,
    value,
    expected,
    ...wordedLater('config.mistake', { path, value: shorten(value), expected })
  }
}

/** What a validator says; a `verbose` one tells more, which its callers do not always promise. */
interface SchemaError {
  keyword: string
  instancePath: string
  params: Record<string, unknown>
  message?: string | undefined
  data?: unknown
  parentSchema?: object | undefined
}

/** What `verbose` errors of a validator say, in words for people. */
export function toMistakes (errors: readonly SchemaError[]): Mistake[] {
  return errors.flatMap(toMistake)
}

function toMistake (error: SchemaError): Mistake[] {
  const path = readablePath(error.instancePath)
  switch (error.keyword) {
    case 'if':
      return []
    case 'additionalProperties':
      return [unknownKey(error, path)]
    case 'required': {
      const key = String(error.params.missingProperty)
      const missing = join(path, key)
      const expected = describe(fieldsOf(error)[key])
      return [{ path: missing, expected, ...wordedLater('config.missingKey', { path: missing, expected }) }]
    }
    default:
      return [mistake(path || '(whole file)', error.data, expectation(error))]
  }
}

function unknownKey (error: SchemaError, path: string): Mistake {
  const key = String(error.params.additionalProperty)
  const suggestion = nearest(key, Object.keys(fieldsOf(error)))
  const unknown = { path: join(path, key), value: isJsonObject(error.data) ? error.data[key] : undefined }
  if (suggestion === undefined) {
    return {
      ...unknown,
      ...wordedLater('config.unknownKey', { path: unknown.path })
    }
  }
  return {
    ...unknown,
    suggestion,
    ...wordedLater('config.unknownKeyNear', { path: unknown.path, suggestion })
  }
}

/** The fields that the schema knows where the mistake is. */
function fieldsOf ({ parentSchema }: SchemaError): Record<string, unknown> {
  return isJsonObject(parentSchema) && isJsonObject(parentSchema.properties) ? parentSchema.properties : {}
}

function expectation (error: SchemaError): string {
  const { keyword, params, parentSchema } = error
  if (keyword === 'enum') {
    const allowed: unknown[] = Array.isArray(params.allowedValues) ? params.allowedValues : []
    const suggestion = typeof error.data === 'string' ? nearest(error.data, allowed.map(String)) : undefined
    return `one of ${allowed.join(', ')}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`
  }
  if (keyword === 'const') return JSON.stringify(params.allowedValue)
  return describe(parentSchema) || String(error.message)
}

/** A field's type and bounds in words. */
function describe (field: unknown): string {
  if (!isJsonObject(field)) return ''
  if (Array.isArray(field.enum)) return `one of ${field.enum.join(', ')}`
  const parts = [String(field.type ?? 'a value')]
  if (field.minimum !== undefined && field.maximum !== undefined) {
    parts.push(`from ${field.minimum} to ${field.maximum}`)
  } else if (field.minimum !== undefined) parts.push(`of at least ${field.minimum}`)
  else if (field.exclusiveMinimum !== undefined) {
    parts.push(
      `over ${field.exclusiveMinimum}${field.maximum === undefined ? '' : `, up to ${field.maximum}`}`
    )
  }
  if (typeof field.minItems === 'number') {
    parts.push(`with at least ${field.minItems} item${field.minItems === 1 ? '' : 's'}`)
  }
  if (field.uniqueItems === true) parts.push('each only once')
  if (typeof field.pattern === 'string') parts.push(`matching ${field.pattern}`)
  if (typeof field.description === 'string') parts.push(`(${field.description})`)
  return parts.join(' ')
}

/** `/assets/rules/0/name` as `assets.rules[0].name`. */
function readablePath (pointer: string): string {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce((path, part) => /^\d+$/.test(part) ? `${path}[${part}]` : join(path, part), '')
}

function join (path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function shorten (value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined'
  return text.length > 80 ? `${text.slice(0, 77)}…` : text
}
