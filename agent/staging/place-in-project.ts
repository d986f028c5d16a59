import { realpath } from 'node:fs/promises'
import { relative, resolve, sep } from 'node:path'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

/**
 * Where a path of the project really lies, links followed. `from` is what names it. Throws
 * STAGING_BASE_INVALID where it is not there, or lies elsewhere.
 */
export async function placeInProject (root: string, path: string, from: string): Promise<string> {
  const full = resolve(root, path)
  const shown = relative(root, full)
  const place = await realpath(full).catch(() => undefined)
  if (place === undefined) throw baseInvalid(from, phrase('staging.missing', { entry: shown }))
  if (place === root || place.startsWith(`${root}${sep}`)) return place
  throw baseInvalid(from, phrase('staging.outside', { folder: shown }))
}

export function baseInvalid (file: string, reason: Wording): PacklineError {
  return new PacklineError('STAGING_BASE_INVALID', { file, reason })
}
