import { valueMistakes } from '../config/release-checks.js'
import type { Parameter } from '../config/parameter-schema.js'
import type { Mistake } from '../config/validate.js'
import type { SetValue, StoredDefinition } from './definition.js'

/** A value that somebody set, with the parameter that it is for. */
interface SetParameter {
  name: string
  parameter: Parameter
  set: SetValue
}

/** The values that were set of these parameters; those of others mean nothing any more. */
export function setValues (
  { values }: Pick<StoredDefinition, 'values'>,
  parameters: Readonly<Record<string, Parameter>>
): SetParameter[] {
  return Object.entries(values).flatMap(([name, set]) => {
    const parameter = parameters[name]
    return parameter === undefined ? [] : [{ name, parameter, set }]
  })
}

/** Set values that their parameter takes no longer. */
export function setValueMistakes (values: readonly SetParameter[]): Mistake[] {
  return values.flatMap(({ name, parameter, set }) =>
    valueMistakes(`parameters.${name} (${set.by})`, parameter, set.value)
  )
}
