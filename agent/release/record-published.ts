import type { LineUpdate } from './hot-update-line.js'
import { moveRelease, placeOf, recordHotUpdate, releaseKey } from './registry-model.js'
import type { HotUpdateHistory, Release } from './registry-model.js'
import { PacklineError } from '../errors.js'
import { unprune } from './prune.js'
import { packagesFolder } from './publish/shown-target.js'
import { addPublisher } from './publisher-record.js'
import type { PublisherRecord } from './publisher-record.js'
import { releaseDocument } from './registry.js'
import type { ReleaseName } from './registry.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

/**
 * Notes what was published where. Nobody sees a difference: what a target holds changes by a delivery only.
 */
export async function recordPublished (
  store: ReleaseStore,
  { version, build }: ReleaseName,
  target: string,
  { record, update }: { record: PublisherRecord, update: LineUpdate | undefined },
  author: Author
): Promise<Revision | undefined> {
  const name = { version, build }
  const request = { ...author, action: 'release published', subject: `${releaseKey(name)} ${target}` }
  return await store.commit(request, async draft => {
    const found = await draft.read<Release>(releaseDocument(name))
    if (found === undefined) {
      throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: releaseKey(name) })
    }
    const isPublished = record.targets.includes(target) && placeOf(found, target).state === 'packaged'
    let release = isPublished
      ? moveRelease(found, target, 'published', draft.moment)
      : found
    if (update !== undefined) {
      const document = `hot-updates/${target}`
      const history = await draft.read<HotUpdateHistory>(document) ?? {}
      const recorded = recordHotUpdate(release, target, history, update, draft.moment)
      release = recorded.release
      draft.write(document, recorded.history)
    }
    draft.write(releaseDocument(name), release)
    const packages = record.targets.includes(target) ? packagesFolder(releaseKey(name), target) : undefined
    await unprune(draft, packages, update?.from)
    await addPublisher(draft, record)
  })
}
