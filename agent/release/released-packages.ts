import { noTarget, releaseKey, rowKey } from './registry-model.js'
import type { PackageRow, RecordedApplication } from './registry-model.js'
import type { Registry } from './registry.js'
import type { TargetState } from './target-state.js'

/** A package that players may have. */
export interface ReleasedPackage {
  /** The release, or the file that it is. */
  release: string
  application: RecordedApplication
}

interface PackagePlace extends Pick<PackageRow, 'platform' | 'channel' | 'pairing'> {
  /** Names it in the answer. */
  id: string
  target: string | undefined
}

/** What was withdrawn, or never left the farm, binds nobody. */
const states: readonly TargetState[] = ['published', 'in-review', 'live']
/** A build costs the same after the thousandth release: what was not in one of these counts as new. */
const mostReleases = 10

/** What was released of each row, the newest first; of those that say what they are. */
export async function releasedPackages (
  registry: Registry,
  places: readonly PackagePlace[]
): Promise<Map<string, ReleasedPackage[]>> {
  const found = new Map<string, ReleasedPackage[]>()
  const newest = (await registry.list()).reverse()
  for (const target of new Set(places.map(place => place.target ?? noTarget))) {
    const ids = new Map(
      places.filter(place => (place.target ?? noTarget) === target).map(place => [rowKey(place), place.id])
    )
    const released = newest.filter(({ targets }) => {
      const state = targets[target]?.state
      return state !== undefined && states.includes(state)
    })
    for (const release of released.slice(0, mostReleases)) {
      for (const row of await registry.rows(release, target)) {
        const id = ids.get(rowKey(row))
        if (id === undefined || row.application === undefined) continue
        const known = found.get(id) ?? []
        found.set(id, [...known, { release: releaseKey(release), application: row.application }])
      }
    }
  }
  return found
}
