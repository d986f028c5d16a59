import type { ParameterValue } from '../config/parameter-schema.js'
import { PacklineError } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { checkMove } from './target-state.js'
import type { TargetState } from './target-state.js'
import { compareVersions, parseVersion } from './game-version.js'
import { nativeOf } from './hot-update-line.js'
import type { LineUpdate } from './hot-update-line.js'
import type { RebuildInformation } from './rebuild-information.js'
import type { ReleasedImage } from './released-image.js'

/** The target of rows in a project that declares none. No target can have this id. */
export const noTarget = '_'

/** One file of a package row. */
export interface Artifact {
  name: string
  sizeBytes: number
  sha256: string
}

/** What is compared of what a package says of itself; there is more in it. */
export interface RecordedApplication {
  type: string
  /** Package name or bundle id. */
  id: string
  version?: string
  build?: number | string
  /** sha256 of the certificates that it is signed by. */
  certificates?: string[]
  /** sha256 of those that the lineage of a rotated key names before them. */
  earlierCertificates?: string[]
}

/** One package: platform × channel × pairing at a target of a release, and what it was made of. */
export interface PackageRow {
  platform: string
  channel: string
  /** Which client build, environment and hot-update source go together; '' when the order has no pairings. */
  pairing: string
  /**
   * sha256 over everything that went into it: the key under which it is made again byte for byte, or reused.
   */
  inputDigest: string
  /** How it was made (reuse, stamp, repack, build), and why. */
  method: string
  why?: Wording[]
  signature: 'signed' | 'unsigned' | 'none'
  artifacts: Artifact[]
  baseline?: { name: string, sha256: string }
  /** What the package says of itself: see "package show". */
  application?: RecordedApplication
  /** Names the order that it was made by: see Registry.order. */
  order?: string
  /** Names the list of what is inside: see Registry.entries. */
  entries?: string
  /** The artifact is a folder: its files are its entries. */
  isFolder?: boolean
}

export interface ReleaseAtTarget {
  state: TargetState
  since: string
  by: string
  rows: number
  sizeBytes: number
  platforms: string[]
  hotUpdate?: LineUpdate
}

/** A version and build of the game; `targets` tells how far it has come where. */
export interface Release {
  version: string
  build: number
  createdAt: string
  createdBy: string
  notes: string
  /** What was done since the release before, a line each; people edit it. */
  changelog?: string
  parameters: Record<string, ParameterValue>
  rebuild: RebuildInformation
  /** The assets inside: the list itself is kept under its digest. */
  assets?: { digest: string, files: number, sizeBytes: number }
  /** Container images that belong to it, by their names. */
  images?: Record<string, ReleasedImage>
  targets: Record<string, ReleaseAtTarget>
}

export interface NewRelease {
  version: string
  /** Default: one more than the last build of the project. */
  build?: number
  notes?: string
  changelog?: string
  parameters?: Record<string, ParameterValue>
  rebuild: RebuildInformation
}

/** The highest version and the last build of the project. */
export interface Counter {
  version: string
  build: number
}

/** What was ever published as a hot update of one target: version → digest. Nothing is ever removed. */
export type HotUpdateHistory = Record<string, { digest: string, at: string, release: string }>

export interface Moment {
  at: string
  by: string
}

export function releaseKey ({ version, build }: { version: string, build: number }): string {
  return `${version}-${build}`
}

export function rowKey (
  { platform, channel, pairing }: Pick<PackageRow, 'platform' | 'channel' | 'pairing'>
): string {
  return [platform, channel, pairing].join('/')
}

/**
 * A new release. A version that was there already gets another build of it; a new version has to be higher
 * than all before.
 */
export function beginRelease (
  counter: Counter | undefined,
  isKnownVersion: boolean,
  given: NewRelease,
  { at, by }: Moment
): { release: Release, counter: Counter } {
  const { version, build = (counter?.build ?? 0) + 1, notes = '', parameters = {}, rebuild, changelog } =
    given
  checkNewName(counter, isKnownVersion, { version, build })
  const told = { notes, ...changelog !== undefined && { changelog } }
  const highest = counter === undefined || compareVersions(version, counter.version) > 0
    ? version
    : counter.version
  return {
    release: { version, build, createdAt: at, createdBy: by, ...told, parameters, rebuild, targets: {} },
    counter: { version: highest, build }
  }
}

/** Throws RELEASE_VERSION_INVALID, RELEASE_VERSION_DOWN and RELEASE_BUILD_NOT_RISING. */
export function checkNewName (
  counter: Counter | undefined,
  isKnownVersion: boolean,
  { version, build }: { version: string, build: number }
): void {
  if (parseVersion(version) === undefined) throw new PacklineError('RELEASE_VERSION_INVALID', { version })
  if (counter !== undefined && !isKnownVersion && compareVersions(version, counter.version) < 0) {
    throw new PacklineError('RELEASE_VERSION_DOWN', { version, last: counter.version })
  }
  const last = counter?.build ?? 0
  if (!(Number.isSafeInteger(build) && build > last)) {
    throw new PacklineError('RELEASE_BUILD_NOT_RISING', { version, build, last })
  }
}

/**
 * `release` with `rows` at `target`. Rows may be made again until the release is published there; after that
 * only the same bytes are taken.
 */
export function recordRows (
  release: Release,
  target: string,
  before: readonly PackageRow[],
  rows: readonly PackageRow[],
  { at, by }: Moment
): { release: Release, rows: PackageRow[] } {
  const found = release.targets[target]
  const merged = new Map(before.map(row => [rowKey(row), row]))
  const isFixed = found !== undefined && found.state !== 'planned' && found.state !== 'packaged'
  for (const row of rows) {
    const key = rowKey(row)
    if (!isFixed) merged.set(key, row)
    else if (!hasSameContent(merged.get(key), row)) {
      throw new PacklineError('RELEASE_ROW_FIXED', {
        release: releaseKey(release),
        target,
        row: key,
        state: found.state
      })
    }
  }
  const all = [...merged.values()].sort((a, b) => rowKey(a) < rowKey(b) ? -1 : 1)
  const made = all.length > 0 ? 'packaged' : 'planned'
  const place: ReleaseAtTarget = {
    ...found,
    state: found !== undefined && found.state !== 'planned' ? found.state : made,
    since: found?.since ?? at,
    by: found?.by ?? by,
    rows: all.length,
    sizeBytes: all.reduce(
      (sum, row) => sum + row.artifacts.reduce((part, artifact) => part + artifact.sizeBytes, 0),
      0
    ),
    platforms: [...new Set(all.map(row => row.platform))].sort()
  }
  return { release: withTarget(release, target, place), rows: all }
}

/**
 * Throws HOT_UPDATE_VERSION_REUSED and HOT_UPDATE_VERSION_DOWN: a version is never used for other bytes, and
 * never lower than one before it for the same native version.
 */
export function checkHotUpdate (
  target: string,
  history: HotUpdateHistory,
  { version, digest }: Pick<LineUpdate, 'version' | 'digest'>,
  native?: string
): void {
  if (parseVersion(version) === undefined) throw new PacklineError('RELEASE_VERSION_INVALID', { version })
  const same = Object.keys(history).find(each => compareVersions(each, version) === 0)
  const known = same === undefined ? undefined : history[same]
  if (known !== undefined && (known.digest !== digest || same !== version)) {
    throw new PacklineError('HOT_UPDATE_VERSION_REUSED', {
      version,
      target,
      release: known.release,
      at: known.at
    })
  }
  const isOfLine = ({ release }: { release: string }): boolean =>
    native === undefined || nativeOf(release.slice(0, release.lastIndexOf('-'))) === nativeOf(native)
  const last = Object
    .keys(history)
    .filter(each => history[each] !== undefined && isOfLine(history[each]))
    .sort(compareVersions)
    .at(-1)
  if (known === undefined && last !== undefined && compareVersions(version, last) < 0) {
    throw new PacklineError('HOT_UPDATE_VERSION_DOWN', { version, target, last })
  }
}

/**
 * Registers a hot update of `target`. What was published stays what the release brings until another is
 * published.
 */
export function recordHotUpdate (
  release: Release,
  target: string,
  history: HotUpdateHistory,
  update: LineUpdate,
  { at, by }: Moment
): { release: Release, history: HotUpdateHistory } {
  const { version, digest } = update
  checkHotUpdate(target, history, update, release.version)
  const place = release.targets[target] ??
    { state: 'planned', since: at, by, rows: 0, sizeBytes: 0, platforms: [] }
  return {
    release: withTarget(
      release,
      target,
      place.hotUpdate?.from !== undefined && update.from === undefined
        ? place
        : { ...place, hotUpdate: update }
    ),
    history: history[version] === undefined
      ? { ...history, [version]: { digest, at, release: releaseKey(release) } }
      : history
  }
}

/** `release` in another state at `target`. */
export function moveRelease (
  release: Release,
  target: string,
  state: TargetState,
  { at, by }: Moment
): Release {
  const place = placeOf(release, target)
  checkMove(releaseKey(release), target, place.state, state)
  return withTarget(release, target, { ...place, state, since: at, by })
}

/** How `release` stands at `target`. Throws RELEASE_NOT_AT_TARGET. */
export function placeOf (release: Release, target: string): ReleaseAtTarget {
  const place = release.targets[target]
  if (place === undefined) {
    const known = Object.keys(release.targets).join(', ') || phrase('list.none')
    throw new PacklineError('RELEASE_NOT_AT_TARGET', { release: releaseKey(release), target, known })
  }
  return place
}

function withTarget (release: Release, target: string, place: ReleaseAtTarget): Release {
  return { ...release, targets: { ...release.targets, [target]: place } }
}

/** Whether two rows hold the same bytes under the same names. */
export function hasSameContent (a: PackageRow | undefined, b: PackageRow): boolean {
  const content = (row: PackageRow): string =>
    JSON.stringify(row.artifacts.map(({ name, sha256 }) => [name, sha256]).sort())
  return a !== undefined && content(a) === content(b)
}
