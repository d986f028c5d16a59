import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'

/** What `--parameter NAME=VALUE` says, by name. */
export function namedValues (texts: readonly string[]): Record<string, string> {
  return Object.fromEntries(texts.map(text => {
    const [, name, value = ''] = /^([^=]+)=(.*)$/su.exec(text) ?? []
    if (name !== undefined) return [name, value] as const
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--parameter',
      value: JSON.stringify(text),
      expected: phrase('expected.parameterValue')
    })
  }))
}
