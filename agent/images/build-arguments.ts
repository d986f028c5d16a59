import type { ContainerImage } from '../config/container-image-schema.js'
import { looksSecret } from '../config/secret-looking.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import type { ContainerFile } from './container-file.js'

/**
 * What each declared argument is in this build. Throws CONTAINER_ARGUMENT_UNKNOWN, CONTAINER_ARGUMENT_MISSING
 * and CONTAINER_ARGUMENT_SECRET.
 */
export function argumentValues (
  image: string,
  { arguments: declared }: Pick<ContainerImage, 'arguments'>,
  given: Readonly<Record<string, string>>
): Record<string, string> {
  const names = Object.keys(declared)
  for (const [argument, value] of Object.entries(given)) {
    if (!Object.hasOwn(declared, argument)) {
      const known = names.join(', ') || phrase('list.none')
      throw new PacklineError('CONTAINER_ARGUMENT_UNKNOWN', { image, argument, known })
    }
    if (looksSecret(argument, value)) throw new PacklineError('CONTAINER_ARGUMENT_SECRET', { argument })
  }
  return Object.fromEntries(
    names.sort().map(argument => {
      const value = Object.hasOwn(given, argument) ? given[argument] : declared[argument]
      if (value === undefined || value === null) {
        throw new PacklineError('CONTAINER_ARGUMENT_MISSING', { image, argument })
      }
      return [argument, value]
    })
  )
}

/**
 * Nothing that is declared may go nowhere, and nothing that the Containerfile asks for may stay empty. Throws
 * CONTAINER_FILE_INVALID.
 */
export function checkArguments (
  file: string,
  { arguments: asked }: ContainerFile,
  values: Readonly<Record<string, string>>
): void {
  const fail = (reason: Wording): never => {
    throw new PacklineError('CONTAINER_FILE_INVALID', { file, line: 1, reason })
  }
  for (const argument of Object.keys(values)) {
    if (!asked.has(argument)) fail(phrase('container.unusedArgument', { argument }))
  }
  for (const [argument, hasValue] of asked) {
    if (!hasValue && !Object.hasOwn(values, argument)) fail(phrase('container.emptyArgument', { argument }))
  }
}
