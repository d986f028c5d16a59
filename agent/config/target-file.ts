import { environmentSchema } from './environment-schema.js'
import { namePattern } from './name-patterns.js'
import { targetSchema } from './target-schema.js'
import type { Environment } from './environment-schema.js'
import type { Target } from './target-schema.js'
import { schemaCheck } from './validate.js'

const check = schemaCheck<Target>(targetSchema, 'target')
const checkEnvironments = schemaCheck<Record<string, Environment>>({
  type: 'object',
  propertyNames: { pattern: namePattern },
  additionalProperties: environmentSchema
})

/**
 * A target as the project file has it, defaults filled in. Throws CONFIG_INVALID with all mistakes; `where`
 * names what holds it.
 */
export function parseTarget (where: string, value: unknown): Target {
  return check(where, structuredClone(value))
}

/**
 * The environment `name` as the project file has it, defaults filled in. Throws CONFIG_INVALID with all
 * mistakes.
 */
export function parseEnvironment (where: string, name: string, value: unknown): Environment {
  const copy: Record<string, unknown> = { [name]: structuredClone(value) }
  checkEnvironments(where, copy)
  return copy[name] as Environment
}
