import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import type { Mistake } from './validate.js'
import { placesOf, syntaxError, withoutComments } from './mistake-places.js'
import { mistakeAt } from './validate.js'

/**
 * What the JSON of `file` holds; a byte order mark, comments and commas after the last entry are left out.
 * Throws CONFIG_NOT_JSON.
 */
export function parseJsonDocument (file: string, bytes: Buffer): unknown {
  const text = textOf(bytes)
  try {
    return JSON.parse(text)
  } catch (error) {
    const found = syntaxError(text)
    if (found === undefined) return plainJson(file, withoutComments(text))
    throw new PacklineError('CONFIG_NOT_JSON', { file, ...found }, { cause: error })
  }
}

/** What the parser of comments lets pass and JSON does not is a mistake too. */
function plainJson (file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new PacklineError('CONFIG_NOT_JSON', { file, line: 1, column: 1, reason: errorText(error) }, {
      cause: error
    })
  }
}

/** What `check` throws about the document in `bytes`, each mistake with its line and column. */
export function withPlaces<T> (bytes: Buffer, check: () => T): T {
  try {
    return check()
  } catch (error) {
    if (!hasCode(error, 'CONFIG_INVALID') || !(error instanceof PacklineError)) throw error
    const mistakes = error.details.list as Mistake[]
    const places = placesOf(textOf(bytes), mistakes.map(({ path }) => path))
    throw mistakeAt(error, mistakes, places)
  }
}

function textOf (bytes: Buffer): string {
  return bytes.toString('utf8').replace(/^\uFEFF/, '')
}
