import { targetSchema } from './release-schema.js'
import type { Target } from './release-schema.js'
import { schemaCheck } from './validate.js'

const check = schemaCheck(targetSchema)

/** A target as the project file has it, defaults filled in. Throws CONFIG_INVALID with all mistakes; `where` names what holds it. */
export function parseTarget (where: string, value: unknown): Target {
  const copy: unknown = structuredClone(value)
  check(where, copy)
  return copy as Target
}
