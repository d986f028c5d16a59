import { uploadsDocument, uploadsOf } from './app-stores/upload-records.js'
import type { UploadRecord } from './app-stores/upload-records.js'
import { compareReleases } from './compare-releases.js'
import type { ReleaseDifference } from './compare-releases.js'
import { compareVersions } from './game-version.js'
import { namedRelease } from './named-release.js'
import { releaseKey } from './registry-model.js'
import type { PackageRow, Release } from './registry-model.js'
import { Registry, releaseDocument } from './registry.js'
import type { ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

export interface ReleaseDetails {
  project: string
  revision: number
  release: Release
  rows: Array<{ target: string, rows: PackageRow[] }>
  /** What was sent of it to app stores. */
  uploads: UploadRecord[]
  /** Releases to compare with, the newest first. */
  others: string[]
  /** The one that is compared with, or that a comparison would start from: the one before. */
  other: string | undefined
  /** From the other one to this. */
  difference: ReleaseDifference | undefined
  /** What was done to it in the last revisions of the project, the newest first. */
  history: Revision[]
}

const searchedRevisions = 500

/** All that is known of one release. Throws RELEASE_UNKNOWN. */
export async function releaseDetails (
  store: ReleaseStore,
  name: string,
  compared: string | undefined
): Promise<ReleaseDetails> {
  const registry = new Registry(store)
  const find = async (text: string): Promise<Release> =>
    await registry.get(await namedRelease({ registry, store }, text))
  const { revision, value } = await store.readTogether(async () => {
    const release = await find(name)
    const from = compared === undefined ? undefined : await find(compared)
    const [rows, all, difference, history, uploads] = await Promise.all([
      Promise.all(
        Object.keys(release.targets).map(async target => ({
          target,
          rows: await registry.rows(release, target)
        }))
      ),
      registry.list(),
      from && compareReleases(registry, from, release),
      store.history(Math.max(1, await store.head() - searchedRevisions + 1)),
      uploadsOf(store, release)
    ])
    const others = all.reverse().filter(each => releaseKey(each) !== releaseKey(release))
    const before = others.find(each =>
      (compareVersions(each.version, release.version) || each.build - release.build) < 0
    )
    const other = from ?? before ?? others[0]
    const own = [releaseDocument(release), uploadsDocument(release)]
    return {
      project: store.project,
      release,
      rows,
      uploads,
      others: others.map(releaseKey),
      other: other && releaseKey(other),
      difference,
      history: history.filter(({ changes }) => changes.some(each => own.includes(each.document))).reverse()
    }
  })
  return { ...value, revision }
}
