import type { Journal } from './delivery-journal.js'
import { compareVersions } from './game-version.js'
import { lineAddress, nativeOf } from './hot-update-line.js'
import { packagesFolder } from './publish/shown-target.js'
import { releaseKey } from './registry-model.js'
import type { HotUpdateHistory, Release } from './registry-model.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import { contentOf } from './target-content.js'
import type { Content } from './target-content.js'

export interface RetentionPolicy {
  /** So many of the newest stay, of each target's releases and of each line's hot updates. */
  keep: number
  /** What is younger than this moment stays. */
  before: string
}

/** All that says what is needed. */
export interface RetentionFacts {
  releases: Release[]
  current: ReadonlyMap<string, Current>
  pending: Journal | null
  history: Revision[]
  updates: ReadonlyMap<string, HotUpdateHistory>
}

export interface OldUpdate {
  target: string
  version: string
  /** Where its manifests lie, below hot-update/. */
  from: string
  digest: string
}

/** What nobody needs any more: folders of packages, hot updates, and content that no other has. */
export interface Removable {
  /** releases/VERSION-BUILD/TARGET. */
  packages: string[]
  updates: OldUpdate[]
  /** Names of folders in content/. */
  contents: string[]
}

/**
 * What may go. Everything stays that a target holds or comes to hold, what an undo of what is held brings
 * back, what was made and not withdrawn, the newest and the young.
 */
export function removable (facts: RetentionFacts, policy: RetentionPolicy): Removable {
  const needed = neededBy(facts)
  const packages = facts.releases.flatMap(release =>
    Object.entries(release.targets).flatMap(([target, { state, since }]) => {
      const name = packagesFolder(releaseKey(release), target)
      const isOld = state === 'withdrawn' && since < policy.before && !needed.packages.has(name)
      return isOld && !isNewest(facts.releases, release, target, policy.keep) ? [name] : []
    })
  )
  const gone = new Set(packages)
  for (const release of facts.releases) {
    for (const [target, { hotUpdate }] of Object.entries(release.targets)) {
      if (hotUpdate === undefined || gone.has(packagesFolder(releaseKey(release), target))) continue
      needed.updates.add(hotUpdate.from ?? fromOf(target, release.version, hotUpdate.version))
    }
  }
  const all = [...facts.updates].flatMap(([target, history]) => updatesOf(target, history))
  const updates = all.filter(each => !needed.updates.has(each.from) && isOldUpdate(each, all, policy))
  const old = new Set(updates)
  const used = new Set(all.filter(each => !old.has(each)).map(({ digest }) => digest))
  return {
    packages,
    updates: updates.map(({ target, version, from, digest }) => ({ target, version, from, digest })),
    contents: [...new Set(updates.map(({ digest }) => digest))].filter(digest => !used.has(digest))
  }
}

interface Needed {
  packages: Set<string>
  updates: Set<string>
}

function neededBy ({ current, pending, history }: RetentionFacts): Needed {
  const needed: Needed = { packages: new Set(), updates: new Set() }
  for (const [target, held] of current) need(needed, target, contentOf(held))
  for (const side of [pending?.before, pending?.after]) {
    for (const [target, content] of Object.entries(side ?? {})) need(needed, target, content)
  }
  for (const { before } of history.filter(entry => isUndoable(entry, current))) {
    for (const [document, held] of Object.entries(before)) {
      need(needed, document.slice('current/'.length), contentOf(held ?? undefined))
    }
  }
  return needed
}

/** Flips whose outcome is what their targets hold now: any of them may be undone. */
function isUndoable ({ action, after }: Revision, current: ReadonlyMap<string, Current>): boolean {
  if (action !== 'flip' && action !== 'undo') return false
  const keyOf = (held: Current | null | undefined): string | null =>
    held?.release ? releaseKey(held.release) : null
  return Object.entries(after).every(([document, held]) =>
    keyOf(held) === keyOf(current.get(document.slice('current/'.length)))
  )
}

function need ({ packages, updates }: Needed, target: string, { release, hotUpdate, lines }: Content): void {
  if (release !== null) {
    packages.add(packagesFolder(releaseKey(release), target))
    packages.add(packagesFolder(releaseKey(release), release.packagesOf ?? target))
    if (hotUpdate !== null) updates.add(fromOf(target, release.version, hotUpdate))
  }
  for (const [native, { update }] of Object.entries(lines ?? {})) {
    if (update !== undefined) updates.add(update.from ?? fromOf(target, native, update.version))
  }
}

/** Where the manifests of every recorded hot update lie. */
export function recordedFroms (updates: ReadonlyMap<string, HotUpdateHistory>): Set<string> {
  return new Set(
    [...updates].flatMap(([target, history]) => updatesOf(target, history)).map(({ from }) => from)
  )
}

interface KnownUpdate extends OldUpdate {
  line: string
  at: string
}

function updatesOf (target: string, history: HotUpdateHistory): KnownUpdate[] {
  return Object.entries(history).map(([version, { digest, at, release }]) => {
    const native = release.replace(/-\d+$/, '')
    const line = lineAddress(target, nativeOf(native))
    return { target, version, digest, at, line, from: fromOf(target, native, version) }
  })
}

function fromOf (target: string, native: string, version: string): string {
  return `${lineAddress(target, nativeOf(native))}/versions/${version}`
}

function isOldUpdate (
  { line, version, at }: KnownUpdate,
  all: readonly KnownUpdate[],
  { keep, before }: RetentionPolicy
): boolean {
  const newer = all.filter(other => other.line === line && compareVersions(other.version, version) > 0)
  return at < before && newer.length >= keep
}

function isNewest (releases: readonly Release[], release: Release, target: string, keep: number): boolean {
  const newer = releases.filter(other =>
    other.targets[target] !== undefined &&
    (compareVersions(other.version, release.version) || other.build - release.build) > 0
  )
  return newer.length < keep
}
