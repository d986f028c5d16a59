import type { ParameterValue } from '../config/parameter-schema.js'
import { PacklineError } from '../errors.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { ReleaseName } from './registry.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

interface ReleaseEdit {
  notes?: string
  changelog?: string
  parameters?: Record<string, ParameterValue | null>
}

/**
 * Changes what people wrote about a release, however old: a new revision. What it holds, its packages and
 * bytes, never changes.
 */
export async function editRelease (
  store: ReleaseStore,
  { version, build }: ReleaseName,
  { notes, changelog, parameters = {} }: ReleaseEdit,
  author: Author
): Promise<Revision | undefined> {
  const name = releaseKey({ version, build })
  return await store.commit({ ...author, action: 'release edit', subject: name }, async draft => {
    const release = await draft.read<Release>(releaseDocument({ version, build }))
    if (release === undefined) {
      throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: name })
    }
    const merged = Object.entries({ ...release.parameters, ...parameters }).filter((
      each
    ): each is [string, ParameterValue] => each[1] !== null)
    draft.write(releaseDocument(release), {
      ...release,
      notes: notes ?? release.notes,
      ...changelog !== undefined && { changelog },
      parameters: Object.fromEntries(merged)
    })
  })
}
