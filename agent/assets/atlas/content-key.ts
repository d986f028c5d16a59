import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import type { BuildContext } from '../actions/build-context.js'

/** The key that a rule's pages are encrypted with; undefined where it asks for none. */
export function contentKeyOf (
  { name, options }: { name: string, options: Pick<AtlasOptions, 'contentProtection' | 'textureFormat'> },
  { environment }: BuildContext
): string | undefined {
  const { contentProtection: variable, textureFormat: format } = options
  if (variable === undefined) return undefined
  if (format !== 'pvr.ccz') throw new PacklineError('ATLAS_CONTENT_FORMAT', { rule: name, format })
  const key = environment[variable]
  if (key === undefined || !/^[0-9a-fA-F]{32}$/.test(key)) {
    throw new PacklineError('ATLAS_CONTENT_KEY', { rule: name, variable })
  }
  return key.toLowerCase()
}
