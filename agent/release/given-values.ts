import type { ParameterValue } from '../config/parameter-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import { valueMistakes } from '../config/release-checks.js'
import { configInvalid, mistake, oneOfKnown } from '../config/validate.js'
import { wordedLater } from '../messages/message.js'

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
  const known = Object.keys(file.parameters)
  const mistakes = Object.entries(given).flatMap(([name, value]) => {
    const parameter = Object.hasOwn(file.parameters, name) ? file.parameters[name] : undefined
    return parameter === undefined
      ? [mistake(name, value, oneOfKnown('config.parameter', name, known))]
      : valueMistakes(name, parameter, value)
  })
  if (mistakes.length > 0) {
    throw configInvalid(wordedLater('config.parametersOf', { project: file.project }), mistakes)
  }
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
