import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { nativeOf } from './hot-update-line.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { Registry } from './registry.js'
import type { ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import { targetRows } from './target-rows.js'
import type { TargetRow } from './target-rows.js'
import type { TargetState } from './target-state.js'

/** A build of one version at one target. */
export interface BoardBuild {
  build: number
  /** VERSION-BUILD. */
  release: string
  state: TargetState
  /** What players of this version get; null for none. */
  hotUpdate: string | null
  /** What was recorded for the build and is not what players get. */
  hotUpdateReady: string | null
  /** Whether the target holds it. */
  isHeld: boolean
}

export interface BoardRow {
  version: string
  /** By target, as `targets` of the board has them: the build that is held and the newest one. */
  cells: BoardBuild[][]
}

export interface Board {
  project: string
  revision: number
  targets: TargetRow[]
  /** Those that hold packages and are defined no more; `_` in a project without targets. */
  others: string[]
  /** The newest version first. */
  rows: BoardRow[]
  /** How many versions there are newer and older than those. */
  newer: number
  older: number
  history: Revision[]
}

export const shownVersions = 200
const shownRevisions = 15

/** Every version at every target, and what the targets hold. */
export async function releaseBoard (store: ReleaseStore, atMs: number, newer: number): Promise<Board> {
  const { revision, value } = await store.readTogether(async () =>
    await Promise.all([
      store.read<StoredDefinition>('definition'),
      store.list<Current>('current'),
      new Registry(store).list(),
      lastChanges(store)
    ])
  )
  const [stored = emptyDefinition, current, releases, history] = value
  const targets = targetRows(stored, current, atMs)
  const known = new Set(effectiveDefinition(stored).targets.map(({ id }) => id))
  const others = [...new Set(releases.flatMap(release => Object.keys(release.targets)))]
    .filter(id => !known.has(id))
    .sort()
  const versions = byVersion(releases)
  const columns = [...targets.map(({ id }) => id), ...others]
  const pins = new Map(targets.map(({ id, hotUpdate }) => [id, hotUpdate?.version]))
  return {
    project: store.project,
    revision,
    targets,
    others,
    rows: versions.slice(newer, newer + shownVersions).map(builds => ({
      version: builds[0]!.version,
      cells: columns.map(id => cellOf(builds, id, current.get(id), pins.get(id)))
    })),
    newer: Math.min(newer, versions.length),
    older: Math.max(0, versions.length - newer - shownVersions),
    history: history.reverse()
  }
}

/** Without those that go along with others: half of what a package of twenty targets writes. */
async function lastChanges (store: ReleaseStore): Promise<Revision[]> {
  const head = await store.head()
  const found = await store.history(Math.max(1, head - 2 * shownRevisions + 1))
  return found.filter(({ action }) => action !== 'record list').slice(-shownRevisions)
}

/** The builds of each version, the newest first. `1.4` and `1.4.0` are one. */
function byVersion (releases: readonly Release[]): Release[][] {
  const versions = new Map<string, Release[]>()
  for (const release of releases.toReversed()) {
    const native = nativeOf(release.version)
    const builds = versions.get(native)
    if (builds === undefined) versions.set(native, [release])
    else builds.push(release)
  }
  for (const builds of versions.values()) builds.sort((a, b) => b.build - a.build)
  return [...versions.values()]
}

function cellOf (
  builds: readonly Release[],
  target: string,
  current: Current | undefined,
  pinned: string | undefined
): BoardBuild[] {
  const here = builds.filter(({ targets }) => Object.hasOwn(targets, target))
  const held = here.find(release => isHeld(release, current))
  const shown = new Set([...held === undefined ? [] : [held], ...here.slice(0, 1)])
  return [...shown].map(release => {
    const { state, hotUpdate } = release.targets[target]!
    const own = current?.lines?.[nativeOf(release.version)]?.update?.version ??
      (release === held ? current?.hotUpdate : null)
    const told = (release === held ? pinned : undefined) ?? own ?? null
    const ready = hotUpdate?.version ?? null
    return {
      build: release.build,
      release: releaseKey(release),
      state,
      hotUpdate: told,
      hotUpdateReady: ready === told || state === 'withdrawn' ? null : ready,
      isHeld: release === held
    }
  })
}

function isHeld ({ version, build }: Release, current: Current | undefined): boolean {
  return current?.release?.version === version && current.release.build === build
}
