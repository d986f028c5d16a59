import { isDeepStrictEqual } from 'node:util'
import { isJsonObject } from '../json-object.js'

type Schema = Readonly<Record<string, unknown>>

/** Where a check stands: the whole schema for references, and whether defaults are filled in. */
interface Place {
  root: Schema
  fills: boolean
}

type Keyword = (value: unknown, data: unknown, schema: Schema, place: Place) => boolean

class UnknownKeyword extends Error {}

/**
 * Whether `document` fits `schema`; its defaults are filled in as Ajv does with `useDefaults`, in the same
 * order. Ajv takes 0.3 s to compile the schema of a project before it looks at a file, this takes 1 ms. It
 * says yes, or that Ajv has to be asked: for the words of a mistake, and for a schema with other keywords.
 */
export function fitsSchema (schema: object, document: unknown): boolean {
  const root: Schema = { ...schema }
  try {
    return fits(root, document, { root, fills: true })
  } catch (error) {
    if (error instanceof UnknownKeyword) return false
    throw error
  }
}

function fits (schema: unknown, data: unknown, place: Place): boolean {
  if (typeof schema === 'boolean') return schema
  return isJsonObject(schema) && fitsFields(schema, data, place)
}

function fitsFields (schema: Schema, data: unknown, place: Place): boolean {
  const words = Object.keys(schema)
  if (words.some(word => !(word in keywords) && !silent.has(word))) throw new UnknownKeyword()
  if ('type' in schema && !isOfType(schema.type, data)) return false
  // Ajv's order: what needs no kind of value comes before an object gets its defaults.
  const all = words.filter(word => word in keywords && !ofArrays.has(word) && !ofObjects.has(word))
  if (!every(all)) return false
  if (Array.isArray(data)) return every(words.filter(word => ofArrays.has(word)))
  if (!isJsonObject(data)) return true
  if (place.fills) fillIn(schema, data)
  return every(words.filter(word => ofObjects.has(word)))

  function every (some: readonly string[]): boolean {
    return some.every(word => keywords[word]?.(schema[word], data, schema, place) === true)
  }
}

function fillIn (schema: Schema, data: Record<string, unknown>): void {
  if (!isJsonObject(schema.properties)) return
  for (const [name, field] of Object.entries(schema.properties)) {
    if (data[name] === undefined && isJsonObject(field) && field.default !== undefined) {
      data[name] = structuredClone(field.default)
    }
  }
}

/** What says nothing about a document. */
const silent = new Set(['$schema', 'title', 'description', 'default', 'definitions', 'type', 'then', 'else'])
const ofArrays = new Set(['items', 'minItems', 'maxItems', 'uniqueItems'])
const ofObjects = new Set([
  'properties',
  'additionalProperties',
  'required',
  'propertyNames',
  'minProperties',
  'maxProperties'
])

function isOfType (type: unknown, data: unknown): boolean {
  if (Array.isArray(type)) return type.some(each => isOfType(each, data))
  switch (type) {
    case 'object':
      return isJsonObject(data)
    case 'array':
      return Array.isArray(data)
    case 'integer':
      return Number.isInteger(data)
    case 'number':
      return Number.isFinite(data)
    case 'null':
      return data === null
    case 'string':
      return typeof data === 'string'
    case 'boolean':
      return typeof data === 'boolean'
    default:
      throw new UnknownKeyword()
  }
}

const keywords: Readonly<Record<string, Keyword>> = {
  enum: (values, data) => Array.isArray(values) && values.some(value => isEqual(value, data)),
  const: (value, data) => isEqual(value, data),
  $ref: (name, data, _schema, place) => fits(referred(name, place.root), data, place),
  allOf: (parts, data, _schema, place) => list(parts).every(part => fits(part, data, place)),
  anyOf: (parts, data, _schema, place) => list(parts).some(part => fits(part, data, looking(place))),
  oneOf: (parts, data, _schema, place) =>
    list(parts).filter(part => fits(part, data, looking(place))).length === 1,
  not: (part, data, _schema, place) => !fits(part, data, looking(place)),
  if: (part, data, schema, place) => {
    const next = fits(part, data, looking(place)) ? schema.then : schema.else
    return next === undefined || fits(next, data, place)
  },

  minLength: (least, data) => typeof data !== 'string' || [...data].length >= Number(least),
  maxLength: (most, data) => typeof data !== 'string' || [...data].length <= Number(most),
  pattern: (pattern, data) => typeof data !== 'string' || new RegExp(String(pattern), 'u').test(data),
  minimum: (least, data) => typeof data !== 'number' || data >= Number(least),
  maximum: (most, data) => typeof data !== 'number' || data <= Number(most),
  exclusiveMinimum: (least, data) => typeof data !== 'number' || data > Number(least),

  items: (item, data, _schema, place) => list(data).every(each => fits(item, each, place)),
  minItems: (least, data) => list(data).length >= Number(least),
  maxItems: (most, data) => list(data).length <= Number(most),
  uniqueItems: (isAsked, data) =>
    isAsked !== true ||
    list(data).every((one, at) => !list(data).slice(at + 1).some(other => isEqual(one, other))),

  properties: (fields, data, _schema, place) =>
    Object.entries(object(fields)).every(([name, field]) => {
      const value = object(data)[name]
      return value === undefined || fits(field, value, place)
    }),
  additionalProperties: (rest, data, schema, place) =>
    Object.entries(object(data)).every(([name, value]) =>
      Object.hasOwn(object(schema.properties), name) || fits(rest, value, place)
    ),
  required: (names, data) => list(names).every(name => object(data)[String(name)] !== undefined),
  propertyNames: (names, data, _schema, place) =>
    Object.keys(object(data)).every(name => fits(names, name, place)),
  minProperties: (least, data) => Object.keys(object(data)).length >= Number(least),
  maxProperties: (most, data) => Object.keys(object(data)).length <= Number(most)
}

/** Alternatives are looked at, and change nothing. */
function looking (place: Place): Place {
  return { ...place, fills: false }
}

/** 0 and -0 are one number. */
function isEqual (one: unknown, other: unknown): boolean {
  return one === other || isDeepStrictEqual(one, other)
}

function referred (name: unknown, root: Schema): unknown {
  const [top, ...words] = String(name).split('/')
  return top === '#' ? words.reduce<unknown>((at, word) => object(at)[word], root) : undefined
}

function list (value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function object (value: unknown): Record<string, unknown> {
  return isJsonObject(value) ? value : {}
}
