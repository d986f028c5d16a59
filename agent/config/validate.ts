import { createRequire } from 'node:module'
import type * as Library from 'ajv'
import type { ValidateFunction } from 'ajv'
import { PacklineError, hasCode } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import type { MessageKey, MessageParameters } from '../messages/message.js'
import type { Text } from '../messages/define-texts.js'
import { nearest } from '../nearest.js'
import { patternText } from './pattern-words.js'
import { isJsonObject } from '../json-object.js'
import { checkOptions } from './check-options.js'
import type { checkedSchemas } from './checked-schemas.js'

/** `text` is in English; `key` and `parameters` say the same in any language. */
export interface Mistake {
  path: string
  value?: unknown
  expected?: string
  /** Where in the file, where it was read from one. */
  line?: number
  column?: number
  suggestion?: string
  text: string
  key: MessageKey
  parameters: MessageParameters
}

/**
 * A check of `document` against `schema` that fills in defaults; it throws CONFIG_INVALID with every mistake
 * at once. `name`: as the build knows it, where it compiles that schema.
 */
export function schemaCheck<Document> (
  schema: object,
  name?: keyof typeof checkedSchemas
): (file: string, document: unknown) => Document {
  let validate: ValidateFunction<Document> | undefined
  return (file, document) => {
    validate ??= (name === undefined ? undefined : builtCheck<Document>(name)) ?? compiled<Document>(schema)
    if (validate(document)) return document
    throw configInvalid(file, (validate.errors ?? []).flatMap(toMistake))
  }
}

function compiled<Document> (schema: object): ValidateFunction<Document> {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof Library
  // It checks one document a process: making its code smaller takes longer than running it.
  return new Ajv({ ...checkOptions, code: { optimize: false } }).compile<Document>(schema)
}

/** Undefined in a packline that runs from its sources. */
function builtCheck<Document> (name: string): ValidateFunction<Document> | undefined {
  try {
    const checks = createRequire(import.meta.url)('./compiled-checks.cjs') as Record<string, unknown>
    return checks[name] as ValidateFunction<Document> | undefined
  } catch (error) {
    if (hasCode(error, 'MODULE_NOT_FOUND')) return undefined
    throw error
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

/** The same error with the line and column of each of its mistakes. */
export function mistakeAt (
  error: PacklineError,
  mistakes: readonly Mistake[],
  places: ReadonlyArray<{ line: number, column: number }>
): PacklineError {
  const located = mistakes.map((each, index) => {
    const { line, column } = places[index] ?? { line: 1, column: 1 }
    const mistake = { text: each.text, key: each.key, parameters: each.parameters }
    return { ...each, line, column, ...wordedLater('config.at', { line, column, mistake }) }
  })
  return configInvalid(String(error.details.file), located)
}

export function mistake (path: string, value: unknown, expected: string | Text): Mistake {
  return {
    path,
    value,
    expected: typeof expected === 'string' ? expected : expected.en,
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
      return [{
        path: missing,
        expected: expected.en,
        ...wordedLater('config.missingKey', { path: missing, expected })
      }]
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

function expectation (error: SchemaError): string | Text {
  const { keyword, params, parentSchema } = error
  if (keyword === 'enum') {
    const allowed: unknown[] = Array.isArray(params.allowedValues) ? params.allowedValues : []
    const suggestion = typeof error.data === 'string' ? nearest(error.data, allowed.map(String)) : undefined
    const { en, zh } = oneOf(allowed)
    if (suggestion === undefined) return { en, zh }
    return { en: `${en} (did you mean ${suggestion}?)`, zh: `${zh}（是否应为 ${suggestion}？）` }
  }
  if (keyword === 'const') return JSON.stringify(params.allowedValue)
  const described = describe(parentSchema)
  return described.en === '' ? String(error.message) : described
}

function oneOf (values: readonly unknown[]): Text {
  return { en: `one of ${values.join(', ')}`, zh: `${values.join('、')} 之一` }
}

const types: Readonly<Record<string, Text>> = {
  string: { en: 'string', zh: '文字' },
  integer: { en: 'integer', zh: '整数' },
  number: { en: 'number', zh: '数字' },
  boolean: { en: 'boolean', zh: 'true 或 false' },
  array: { en: 'array', zh: '列表' },
  object: { en: 'object', zh: '对象' }
}

/** A field's type and bounds in words; what it is for, the schema says in English. */
function describe (field: unknown): Text {
  if (!isJsonObject(field)) return { en: '', zh: '' }
  if (Array.isArray(field.enum)) return oneOf(field.enum)
  const parts = [types[String(field.type)] ?? { en: String(field.type ?? 'a value'), zh: '一个值' }]
  const { minimum, maximum, exclusiveMinimum, minItems } = field
  if (minimum !== undefined && maximum !== undefined) {
    parts.push({ en: `from ${minimum} to ${maximum}`, zh: `${minimum} 到 ${maximum}` })
  } else if (minimum !== undefined) parts.push({ en: `of at least ${minimum}`, zh: `不小于 ${minimum}` })
  else if (exclusiveMinimum !== undefined) {
    const upTo = maximum === undefined
      ? { en: '', zh: '' }
      : { en: `, up to ${maximum}`, zh: `，至多 ${maximum}` }
    parts.push({ en: `over ${exclusiveMinimum}${upTo.en}`, zh: `大于 ${exclusiveMinimum}${upTo.zh}` })
  }
  if (typeof minItems === 'number') {
    parts.push({
      en: `with at least ${minItems} item${minItems === 1 ? '' : 's'}`,
      zh: `至少 ${minItems} 项`
    })
  }
  if (field.minProperties === 1) parts.push({ en: 'that is not empty', zh: '不可为空' })
  if (field.uniqueItems === true) parts.push({ en: 'each only once', zh: '不可重复' })
  if (typeof field.pattern === 'string') {
    const words = patternText(field.pattern)
    if (words !== undefined) parts.push({ en: `(${words.en})`, zh: words.zh })
  }
  const english = parts.map(({ en }) => en)
  if (typeof field.description === 'string') english.push(`(${field.description})`)
  return { en: english.join(' '), zh: parts.map(({ zh }) => zh).join('，') }
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
