import type { ProjectFile } from '../../config/project-schema.js'
import type { ParameterValue } from '../../config/parameter-schema.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { withGivenValues } from '../../release/given-values.js'
import { jsonOrText } from '../release/edit-values.js'

export const parameterOption = {
  parameter: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.buildParameter' }
} as const

/** The project with the values of `--parameter NAME=VALUE`. */
export function withParameters (file: ProjectFile, texts: readonly string[]): ProjectFile {
  const given = texts.map(text => {
    const [, name, value = ''] = /^([^=]+)=(.*)$/su.exec(text) ?? []
    if (name !== undefined) return [name, valueOf(file, name, value)] as const
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--parameter',
      value: JSON.stringify(text),
      expected: phrase('expected.parameterValue')
    })
  })
  return withGivenValues(file, Object.fromEntries(given))
}

/** A text parameter may be "12" or "true": its type decides what is meant. */
function valueOf ({ parameters }: ProjectFile, name: string, text: string): ParameterValue {
  const isText = ['string', 'choice'].includes(parameters[name]?.type ?? '')
  return isText ? text : jsonOrText(text) as ParameterValue
}
