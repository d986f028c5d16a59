import { errorText } from '../error-text.js'
import { PacklineError } from '../errors.js'

/** What the JSON of `file` holds; a byte order mark is left out. Throws CONFIG_NOT_JSON. */
export function parseJsonDocument (file: string, bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8').replace(/^\uFEFF/, ''))
  } catch (error) {
    throw new PacklineError('CONFIG_NOT_JSON', { file, reason: errorText(error) }, { cause: error })
  }
}
