import { isJsonObject } from '../agent/json-object.js'

const reference = { $ref: '#/definitions/optionParameter' }

/**
 * The schema of the project file for editors: options may have a parameter's value, which packline puts there
 * before it checks a file.
 */
export function editorSchema (schema: { definitions: Record<string, unknown>, properties: object }): object {
  const { optionParameter, ...overrides } = schema.definitions
  return {
    ...schema,
    definitions: { ...mapped(overrides, withParameters), optionParameter },
    properties: below(schema.properties)
  }
}

/** The options of rules are the only fields of this name that have fields of their own. */
function below (node: unknown): unknown {
  if (Array.isArray(node)) return node.map(below)
  if (!isJsonObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => {
      const isOptions = name === 'options' && isJsonObject(value) && isJsonObject(value.properties)
      return [name, isOptions ? withParameters(value) : below(value)]
    })
  )
}

function withParameters (options: unknown): unknown {
  if (!isJsonObject(options) || !isJsonObject(options.properties)) return options
  return { ...options, properties: mapped(options.properties, orParameter) }
}

/** Of a list, each entry may be one. What a field says of itself stays where editors look for it. */
function orParameter (field: unknown): unknown {
  if (!isJsonObject(field)) return field
  const { description, default: normal, ...value } = field
  const told = isJsonObject(value.items)
    ? { ...value, items: { anyOf: [value.items, reference] } }
    : value
  return {
    ...description !== undefined && { description },
    ...normal !== undefined && { default: normal },
    anyOf: [told, reference]
  }
}

function mapped (
  object: Record<string, unknown>,
  change: (value: unknown) => unknown
): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, change(value)]))
}
