import { createRequire } from 'node:module'
import type * as Library from 'ajv'
import type { ValidateFunction } from 'ajv'
import { PacklineError, hasCode } from '../errors.js'
import { wordedLater } from '../messages/message.js'
import type { MessageKey, MessageParameters, Worded } from '../messages/message.js'
import { nearest } from '../nearest.js'
import { patternText } from './pattern-words.js'
import { isJsonObject } from '../json-object.js'
import { reasonsRead } from '../messages/words-beside.js'
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
  key: string
  parameters: MessageParameters
}

/**
 * A check of `document` against `schema` that returns it with defaults; it throws CONFIG_INVALID with every
 * mistake at once. `name`: as the build knows it, where it compiles that schema.
 */
export function schemaCheck<Document> (
  schema: object,
  name?: keyof typeof checkedSchemas
): (file: string, document: unknown) => Document {
  let validate: ValidateFunction<Document> | undefined
  return (file, document) => {
    const quick = validate === undefined && name !== undefined ? builtCheck(name) : undefined
    if (quick !== undefined) {
      // What it fills in before it meets a mistake may be a reason for another one.
      const copy: unknown = structuredClone(document)
      if (quick(copy)) return copy as Document
    }
    validate ??= compiled<Document>(schema)
    if (validate(document)) return document
    throw configInvalid(file, (validate.errors ?? []).flatMap(toMistake))
  }
}

function compiled<Document> (schema: object): ValidateFunction<Document> {
  const { Ajv } = createRequire(import.meta.url)('ajv') as typeof Library
  // It checks one document a process: making its code smaller takes longer than running it.
  return new Ajv({ ...checkOptions, code: { optimize: false } }).compile<Document>(schema)
}

/** Whether a document is right; undefined in a packline that runs from its sources. */
function builtCheck (name: string): ((document: unknown) => boolean) | undefined {
  try {
    const checks = createRequire(import.meta.url)('./compiled-checks.cjs') as Record<string, unknown>
    return checks[name] as ((document: unknown) => boolean) | undefined
  } catch (error) {
    if (hasCode(error, 'MODULE_NOT_FOUND')) return undefined
    throw error
  }
}

/** `file` is what has to be corrected. */
export function configInvalid (file: string | Worded, mistakes: Mistake[]): PacklineError {
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
  return configInvalid(reasonsRead(error.details).file as string | Worded, located)
}

/** The same error, in which each mistake of a value says the parameter that it came from. */
export function namingParameters (
  error: unknown,
  used: ReadonlyArray<{ name: string, path: string }>
): unknown {
  if (used.length === 0 || !(error instanceof PacklineError) || error.code !== 'CONFIG_INVALID') return error
  const named = (error.details.list as Mistake[]).map(each => {
    const parameter = used.find(({ path }) => path === each.path)?.name
    const { text, key, parameters } = each
    return parameter === undefined
      ? each
      : { ...each, ...wordedLater('config.ofParameter', { parameter, mistake: { text, key, parameters } }) }
  })
  return configInvalid(reasonsRead(error.details).file as string | Worded, named)
}

/** `expected` names the text that says what should stand at `path`, where `value` is. */
export function mistake (
  path: string,
  value: unknown,
  expected: MessageKey | Worded,
  parameters: MessageParameters = {}
): Mistake {
  const wanted = typeof expected === 'string' ? wordedLater(expected, parameters) : expected
  return {
    path,
    value,
    expected: wanted.text,
    ...wordedLater('config.mistake', {
      path: path === '' ? wordedLater('config.wholeFile') : path,
      value: shorten(value),
      expected: wanted
    })
  }
}

/** The names that there are, and the one of them that may have been meant. */
export function oneOfKnown (
  key: MessageKey,
  value: string,
  known: readonly string[],
  parameters: MessageParameters = {}
): Worded {
  const suggestion = nearest(value, known)
  const what = wordedLater(key, {
    ...parameters,
    known: known.length === 0 ? wordedLater('config.noName') : known.slice(0, 20)
  })
  return suggestion === undefined ? what : wordedLater('config.near', { what, suggestion })
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
    // What is wrong inside is told on its own.
    case 'if':
    case 'propertyNames':
      return []
    case 'additionalProperties':
      return [unknownKey(error, path)]
    case 'required': {
      const key = String(error.params.missingProperty)
      const missing = join(path, key)
      const expected = describeField(fieldsOf(error)[key])
      return [{
        path: missing,
        expected: expected.text,
        ...wordedLater('config.missingKey', { path: missing, expected })
      }]
    }
    default:
      return [mistake(path, error.data, expectation(error))]
  }
}

function unknownKey (error: SchemaError, path: string): Mistake {
  const key = String(error.params.additionalProperty)
  const suggestion = nearest(key, Object.keys(fieldsOf(error)))
  const unknown = { path: join(path, key), value: isJsonObject(error.data) ? error.data[key] : undefined }
  if (suggestion === undefined) {
    return {
      ...unknown,
      ...wordedLater('config.unknownKey', { path: unknown.path, known: Object.keys(fieldsOf(error)) })
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

function expectation (error: SchemaError): Worded {
  const { keyword, params, parentSchema } = error
  if (keyword === 'enum') {
    const allowed: unknown[] = Array.isArray(params.allowedValues) ? params.allowedValues : []
    return typeof error.data === 'string'
      ? oneOfKnown('config.oneOf', error.data, allowed.map(String))
      : wordedLater('config.oneOf', { known: allowed.map(String) })
  }
  if (keyword === 'const') {
    return wordedLater('config.exactly', { value: JSON.stringify(params.allowedValue) })
  }
  return describeField(parentSchema)
}

const types: Readonly<Record<string, MessageKey>> = {
  string: 'config.string',
  integer: 'config.integer',
  number: 'config.number',
  boolean: 'config.boolean',
  array: 'config.array',
  object: 'config.object',
  'string,object': 'config.stringOrObject'
}

/** A field's type, bounds and purpose in words. */
export function describeField (field: unknown): Worded {
  if (!isJsonObject(field)) return wordedLater('config.value')
  if (Array.isArray(field.enum)) return wordedLater('config.oneOf', { known: field.enum.map(String) })
  const { minItems, minProperties, uniqueItems, pattern, description } = field
  let what = bounded(wordedLater(types[String(field.type)] ?? 'config.value'), field)
  if (typeof minItems === 'number') what = wordedLater('config.items', { what, count: minItems })
  if (minProperties === 1) what = wordedLater('config.notEmpty', { what })
  if (uniqueItems === true) what = wordedLater('config.unique', { what })
  const words = typeof pattern === 'string' ? patternText(pattern) : undefined
  if (words !== undefined) what = wordedLater('config.like', { what, pattern: wordedLater(words) })
  return typeof description === 'string'
    ? wordedLater('config.purpose', { what, purpose: description })
    : what
}

/** `what` within the bounds that a schema or a parameter sets. */
export function bounded (
  what: Worded,
  { minimum, maximum, exclusiveMinimum }: { minimum?: unknown, maximum?: unknown, exclusiveMinimum?: unknown }
): Worded {
  if (minimum !== undefined && maximum !== undefined) {
    return wordedLater('config.between', { what, minimum, maximum })
  }
  if (minimum !== undefined) return wordedLater('config.atLeast', { what, minimum })
  if (exclusiveMinimum === undefined && maximum !== undefined) {
    return wordedLater('config.atMost', { what, maximum })
  }
  if (exclusiveMinimum === undefined) return what
  return maximum === undefined
    ? wordedLater('config.over', { what, minimum: exclusiveMinimum })
    : wordedLater('config.overUpTo', { what, minimum: exclusiveMinimum, maximum })
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
