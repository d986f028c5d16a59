import { packageMistakes } from '../config/package-checks.js'
import type { ProjectFile } from '../config/project-schema.js'
import type { ParameterValue } from '../config/parameter-schema.js'
import { configInvalid } from '../config/validate.js'
import { wordedLater } from '../messages/message.js'
import { checkDefinition } from './definition-check.js'
import { effectiveDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { setValueMistakes, setValues } from './set-values.js'

/**
 * The project file with what operators changed over it: what packages and hot updates are made of. A value
 * that was set is the parameter's default here. Rows and edits may name a target that an operator removed: it
 * has none then.
 */
export function effectiveProject (file: ProjectFile, stored: StoredDefinition | undefined): ProjectFile {
  const where = wordedLater('config.targetsOf', { project: file.project })
  if (stored === undefined) {
    checkDefinition(where, file)
    return file
  }
  const definition = effectiveDefinition({ ...stored, declared: file })
  checkDefinition(where, definition)
  const { packages } = file
  const { hotUpdate } = packages
  const values = setValues(stored, definition.parameters)
  const mistakes = [
    ...setValueMistakes(values),
    ...packageMistakes({
      environments: definition.environments,
      targets: definition.targets,
      packages: {
        ...packages,
        order: [],
        edits: [],
        ...hotUpdate !== undefined && { hotUpdate: { ...hotUpdate, content: [] } }
      }
    })
  ]
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
  const set = Object.fromEntries(
    values.map(({ name, parameter, set }) => [name, { ...parameter, default: set.value }])
  )
  return { ...file, ...definition, parameters: { ...definition.parameters, ...set } }
}

/** The values of all parameters by name, and those of single targets as TARGET.NAME. */
export function parameterValues (
  { parameters, targets }: Pick<ProjectFile, 'parameters' | 'targets'>
): Record<string, ParameterValue> {
  return {
    ...Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, parameter.default])),
    ...Object.fromEntries(
      targets.flatMap(({ id, parameters: own }) =>
        Object.entries(own).map(([name, value]) => [`${id}.${name}`, value])
      )
    )
  }
}
