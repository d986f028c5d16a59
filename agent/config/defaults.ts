import { isJsonObject } from '../json-object.js'

interface ObjectSchema {
  properties?: Record<string, unknown>
  additionalProperties?: unknown
  default?: unknown
}

/** What an empty document becomes under `schema`, without loading a validator. */
export function defaultsOf (schema: object): unknown {
  return filled({}, schema)
}

function filled (value: Record<string, unknown>, schema: ObjectSchema): Record<string, unknown> {
  const result: Record<string, unknown> = { ...value }
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const property: ObjectSchema = isJsonObject(field) ? field : {}
    const given = result[name] ?? structuredClone(property.default)
    if (given !== undefined) result[name] = isJsonObject(given) ? filled(given, property) : given
  }
  if (isJsonObject(schema.additionalProperties)) {
    for (const [name, entry] of Object.entries(result)) {
      if (isJsonObject(entry) && schema.properties?.[name] === undefined) {
        result[name] = filled(
          entry,
          schema.additionalProperties
        )
      }
    }
  }
  return result
}
