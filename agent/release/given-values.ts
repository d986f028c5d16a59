import type { Parameter, ParameterValue } from '../config/parameter-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import { valueMistakes } from '../config/release-checks.js'
import { configInvalid, mistake, oneOfKnown } from '../config/validate.js'
import { wordedLater } from '../messages/message.js'

/** Throws CONFIG_INVALID for all values that no parameter has, or that do not fit theirs. */
export function checkGivenValues (
  { project, parameters }: Pick<ProjectFile, 'project' | 'parameters'>,
  given: Readonly<Record<string, ParameterValue>>,
  isWanted: (parameter: Parameter) => boolean = () => true
): void {
  const known = Object.entries(parameters).filter(([, each]) => isWanted(each)).map(([name]) => name)
  const mistakes = Object.entries(given).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(parameters, name) ? parameters[name] : undefined
    if (parameter === undefined) return [mistake(name, value, oneOfKnown('config.parameter', name, known))]
    return isWanted(parameter)
      ? valueMistakes(name, parameter, value)
      : [mistake(name, value, 'config.parameterOfBuilds')]
  })
  if (mistakes.length > 0) throw configInvalid(wordedLater('config.parametersOf', { project }), mistakes)
}

/**
 * The project with values for one build: over the defaults, over what operators set, and over what single
 * targets have. Throws CONFIG_INVALID for all that do not fit.
 */
export function withGivenValues (
  file: ProjectFile,
  given: Readonly<Record<string, ParameterValue>>
): ProjectFile {
  const names = Object.keys(given)
  if (names.length === 0) return file
  checkGivenValues(file, given)
  return {
    ...file,
    parameters: Object.fromEntries(
      Object.entries(file.parameters).map(([name, parameter]) => [
        name,
        Object.hasOwn(given, name) ? { ...parameter, default: given[name] ?? parameter.default } : parameter
      ])
    ),
    targets: file.targets.map(target => ({
      ...target,
      parameters: Object.fromEntries(
        Object.entries(target.parameters).filter(([name]) => !Object.hasOwn(given, name))
      )
    }))
  }
}
