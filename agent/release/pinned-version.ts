import { PacklineError } from '../errors.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { compareVersions } from './game-version.js'
import type { Current } from './resolve-document.js'

/**
 * What resolve tells of a hot update is what its manifests serve. Throws HOT_UPDATE_PIN_NOT_SERVED for a
 * target whose pinned version is no line's. Where somebody else serves the manifests, any may be pinned.
 */
export async function checkPins (draft: Draft): Promise<void> {
  const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
  const current = await draft.list<Current>('current')
  for (const { id, hotUpdate } of effectiveDefinition(stored).targets) {
    const pinned = hotUpdate?.version
    const served = Object.values(current.get(id)?.lines ?? {}).flatMap(({ update }) =>
      update?.from === undefined ? [] : [update.version]
    )
    if (pinned === undefined || served.length === 0) continue
    if (served.some(version => compareVersions(version, pinned) === 0)) continue
    throw new PacklineError('HOT_UPDATE_PIN_NOT_SERVED', { target: id, pinned, served: served.join(', ') })
  }
}
