import { readFileSync } from 'node:fs'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'

/** Reads the bytes of a project file. Throws CONFIG_NOT_FOUND or CONFIG_UNREADABLE. */
export async function readProjectFile (file: string): Promise<Buffer> {
  try {
    // At once: Node takes 3 ms to load what reads files meanwhile.
    return readFileSync(file)
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) {
      throw new PacklineError('CONFIG_NOT_FOUND', { file }, { cause: error })
    }
    throw new PacklineError('CONFIG_UNREADABLE', { file, reason: errorText(error) }, { cause: error })
  }
}
