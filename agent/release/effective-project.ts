import { packageMistakes } from '../config/package-checks.js'
import type { ProjectFile } from '../config/project-schema.js'
import { valueMistakes } from '../config/release-checks.js'
import type { Parameter, ParameterValue } from '../config/release-schema.js'
import { configInvalid } from '../config/validate.js'
import { checkDefinition } from './definition-check.js'
import { effectiveDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'

/**
 * The project file with what operators changed over it: what packages and hot updates are made of. A value
 * that was set is the parameter's default here. Rows and edits may name a target that an operator removed: it
 * has none then.
 */
export function effectiveProject (file: ProjectFile, stored: StoredDefinition | undefined): ProjectFile {
  const where = `targets of ${file.project}`
  if (stored === undefined) {
    checkDefinition(where, file)
    return file
  }
  const definition = effectiveDefinition({ ...stored, declared: file })
  checkDefinition(where, definition)
  const { packages } = file
  const values = Object.entries(stored.values).filter(([name]) => definition.parameters[name] !== undefined)
  const mistakes = [
    ...values.flatMap(([name, { value, by }]) =>
      valueMistakes(`parameters.${name} (set by ${by})`, definition.parameters[name]!, value)
    ),
    ...packageMistakes({
      environments: definition.environments,
      targets: definition.targets,
      packages: { ...packages, order: [], edits: [], hotUpdate: { ...packages.hotUpdate!, content: [] } }
    })
  ]
  if (mistakes.length > 0) throw configInvalid(where, mistakes)
  const set = values.map((
    [name, { value }]
  ): [string, Parameter] => [name, { ...definition.parameters[name]!, default: value }])
  return { ...file, ...definition, parameters: { ...definition.parameters, ...Object.fromEntries(set) } }
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
