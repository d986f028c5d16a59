import { PacklineError } from '../errors.js'
import { namedRelease } from './named-release.js'
import { rowKey } from './registry-model.js'
import type { Artifact, PackageRow, Release } from './registry-model.js'
import { Registry } from './registry.js'
import type { ReleaseStore } from './release-store.js'

/** One file of a release that can be downloaded. */
export interface FoundPackage {
  release: Release
  target: string
  row: PackageRow
  artifact: Artifact
}

/** A package of the same target, platform and channel in another build. */
export interface OtherBuild {
  release: Release
  row: PackageRow
}

/** However long a project's history is, no more releases are looked at. */
const mostLookedAt = 60

/**
 * Throws RELEASE_UNKNOWN, and RELEASE_PACKAGE_AWAY for a digest that is none of this release's: others are
 * nobody's business.
 */
export async function findPackage (
  store: ReleaseStore,
  named: string,
  digest: string
): Promise<FoundPackage> {
  const registry = new Registry(store)
  const release = await registry.get(await namedRelease({ registry, store }, named))
  for (const target of Object.keys(release.targets)) {
    for (const row of await registry.rows(release, target)) {
      const artifact = row.isFolder === true
        ? undefined
        : row.artifacts.find(({ sha256 }) => sha256 === digest)
      if (artifact !== undefined) return { release, target, row, artifact }
    }
  }
  throw new PacklineError('RELEASE_PACKAGE_AWAY', { file: digest })
}

/** The last builds of the same place, the newest first; the one that is named is among them. */
export async function lastBuilds (
  store: ReleaseStore,
  { target, row }: Pick<FoundPackage, 'target' | 'row'>,
  limit: number
): Promise<OtherBuild[]> {
  const registry = new Registry(store)
  const releases = (await registry.list()).reverse().filter(({ targets }) => targets[target] !== undefined)
  const found: OtherBuild[] = []
  for (const release of releases.slice(0, mostLookedAt)) {
    if (found.length >= limit) break
    const same = (await registry.rows(release, target)).find(each => rowKey(each) === rowKey(row))
    if (same !== undefined) found.push({ release, row: same })
  }
  return found
}
