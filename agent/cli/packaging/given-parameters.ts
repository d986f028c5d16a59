import type { ProjectFile } from '../../config/project-schema.js'
import type { ParameterValue } from '../../config/parameter-schema.js'
import { withGivenValues } from '../../release/given-values.js'
import { jsonOrText } from '../release/edit-values.js'
import { namedValues } from '../named-values.js'

export const parameterOption = {
  parameter: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.buildParameter' }
} as const

/** The project with the values of `--parameter NAME=VALUE`. */
export function withParameters (file: ProjectFile, texts: readonly string[]): ProjectFile {
  return withGivenValues(file, typedValues(file, namedValues(texts)))
}

/** A text parameter may be "12" or "true": its type decides what is meant. */
export function typedValues (
  { parameters }: Pick<ProjectFile, 'parameters'>,
  texts: Readonly<Record<string, string>>
): Record<string, ParameterValue> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => {
      const isText = ['string', 'choice'].includes(parameters[name]?.type ?? '')
      return [name, isText ? text : jsonOrText(text) as ParameterValue]
    })
  )
}
