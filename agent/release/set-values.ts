import { valueMistakes } from '../config/release-checks.js'
import type { Parameter, ParameterValue } from '../config/parameter-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import { configInvalid } from '../config/validate.js'
import type { Mistake } from '../config/validate.js'
import { wordedLater } from '../messages/message.js'
import type { SetValue, StoredDefinition } from './definition.js'
import type { ReleaseStore } from './release-store.js'

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

/** What was set of these parameters. Throws CONFIG_INVALID for values that they take no longer. */
export async function valuesSet (
  store: ReleaseStore,
  { project, parameters }: Pick<ProjectFile, 'project' | 'parameters'>,
  names: readonly string[]
): Promise<Record<string, ParameterValue>> {
  const stored = await store.read<StoredDefinition>('definition')
  if (stored === undefined) return {}
  const set = setValues(stored, parameters).filter(({ name }) => names.includes(name))
  const mistakes = setValueMistakes(set)
  if (mistakes.length > 0) throw configInvalid(wordedLater('config.parametersOf', { project }), mistakes)
  return Object.fromEntries(set.map(({ name, set: { value } }) => [name, value]))
}
