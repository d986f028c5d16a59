import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'

/**
 * The secret that `file:PATH`, `env:NAME` or a plain path points to, without the line end. It is never part
 * of a message.
 */
export async function readSecret (
  reference: string,
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string
): Promise<string> {
  if (reference.startsWith('env:')) {
    const value = environment[reference.slice(4)]
    if (value === undefined || value === '') {
      throw new PacklineError('CONFIG_SECRET_MISSING', {
        where: reference,
        reason: phrase('secret.notSet')
      })
    }
    return value
  }
  const file = resolve(cwd, reference.replace(/^file:/, ''))
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (error) {
    throw new PacklineError('CONFIG_SECRET_MISSING', { where: file, reason: errorText(error) }, {
      cause: error
    })
  }
  const secret = text.replace(/\r?\n$/, '')
  if (secret === '' || secret.length > 65_536) {
    throw new PacklineError('CONFIG_SECRET_MISSING', {
      where: file,
      reason: phrase(secret === '' ? 'secret.empty' : 'secret.tooLong')
    })
  }
  return secret
}
