import { isDeepStrictEqual } from 'node:util'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { boxOf, intersects } from './client-box.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { addressesOf, nativeOf } from './hot-update-line.js'
import type { Lines } from './hot-update-line.js'
import { moveRelease, releaseKey } from './registry-model.js'
import type { Release, ReleaseAtTarget } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { ReleaseName } from './registry.js'
import type { Draft } from './draft-documents.js'
import { resolveDocument } from './resolve-document.js'
import type { Current } from './resolve-document.js'
import { canMove } from './target-state.js'
import type { TargetState } from './target-state.js'

/** What a target holds, without when and by whom it came there. */
export type Content = Pick<Current, 'release' | 'hotUpdate' | 'lines'>

const nothing: Content = { release: null, hotUpdate: null }

export function currentDocument (target: string): string {
  return `current/${target}`
}

export function contentOf (current: Current | undefined): Content {
  if (current === undefined) return nothing
  const { release, hotUpdate, lines } = current
  return { release, hotUpdate, ...lines === undefined ? {} : { lines } }
}

/** `content` with these lines; the hot update of the release is that of its own line. */
export function withLines (content: Content, lines: Lines): Content {
  if (Object.keys(lines).length === 0) return { release: content.release, hotUpdate: content.hotUpdate }
  const { release } = content
  const hotUpdate = release === null
    ? content.hotUpdate
    : lines[nativeOf(release.version)]?.update?.version ?? null
  return { release, hotUpdate, lines }
}

/**
 * Brings the document that game services read up to what `draft` holds. A project that never had targets has
 * none.
 */
export async function writeResolveDocument (project: string, draft: Draft): Promise<void> {
  if (draft.written().length === 0) return
  const [stored, before, current] = [
    await draft.read<StoredDefinition>('definition'),
    await draft.read('resolve'),
    await draft.list<Current>('current')
  ]
  const definition = effectiveDefinition(stored ?? emptyDefinition)
  if (before === undefined && definition.targets.length === 0) return
  draft.write('resolve', resolveDocument(project, draft.revision, definition, current))
}

/** Makes `target` hold `content`: what it held is withdrawn, what it gets takes its state there. */
export async function setContent (
  draft: Draft,
  definition: ReleaseDefinition,
  target: string,
  content: Content
): Promise<void> {
  const before = await draft.read<Current>(currentDocument(target))
  if (isDeepStrictEqual(contentOf(before), content)) return
  const [left, come] = [before?.release ?? null, content.release]
  if (left !== null && (come === null || !isSame(left, come))) {
    await moveState(draft, left, target, 'withdrawn')
  }
  if (come !== null) {
    if (come.state === 'in-review') await checkSubmittedOnce(draft, definition, target, come)
    if (come.packagesOf !== undefined) await copyPackages(draft, come, come.packagesOf, target)
    await moveState(draft, come, target, come.state)
  }
  draft.write(currentDocument(target), { ...content, since: draft.moment.at, by: draft.moment.by })
}

async function moveState (
  draft: Draft,
  name: ReleaseName,
  target: string,
  state: TargetState
): Promise<void> {
  const release = await draft.read<Release>(releaseDocument(name))
  if (release === undefined || release.targets[target]?.state === state) return
  draft.write(releaseDocument(name), moveRelease(release, target, state, draft.moment))
}

/**
 * Copies what a release is at `from` to `to`, where it has no packages of its own: the reviewed packages are
 * those that go live.
 */
async function copyPackages (draft: Draft, name: ReleaseName, from: string, to: string): Promise<void> {
  const release = await draft.read<Release>(releaseDocument(name))
  const place = release?.targets[from]
  if (release === undefined || place === undefined || release.targets[to] !== undefined) return
  const { hotUpdate: _, ...packages } = place
  const copied: ReleaseAtTarget = { ...packages, state: 'published' }
  draft.write(releaseDocument(name), { ...release, targets: { ...release.targets, [to]: copied } })
}

/** Throws HOT_UPDATE_LINE_TAKEN when two targets would show different lines under one address. */
export async function checkAddresses (draft: Draft): Promise<void> {
  const owners = new Map<string, string>()
  for (const [target, { lines = {} }] of await draft.list<Current>('current')) {
    for (const address of new Set(addressesOf(target, lines))) {
      const owner = owners.get(address)
      if (owner !== undefined) {
        throw new PacklineError('HOT_UPDATE_LINE_TAKEN', { address, target, owner })
      }
      owners.set(address, target)
    }
  }
}

export function canGo (release: Release, target: string, state: TargetState): boolean {
  const place = release.targets[target]
  return place !== undefined && (place.state === state || canMove(place.state, state))
}

function isSame (a: ReleaseName, b: ReleaseName): boolean {
  return a.version === b.version && a.build === b.build
}

/**
 * The same build submitted to two targets of one priority that take the same clients: which one gets them
 * would be chance.
 */
async function checkSubmittedOnce (
  draft: Draft,
  { targets }: ReleaseDefinition,
  id: string,
  release: ReleaseName
): Promise<void> {
  const target = targets.find(each => each.id === id)
  if (target?.match.submitted !== true) return
  const current = await draft.list<Current>('current')
  const reviews = ({ id }: Target): boolean => {
    const held = current.get(id)?.release
    return held?.state === 'in-review' && isSame(held, release)
  }
  const other = targets.find(each =>
    each.id !== id && each.priority === target.priority && each.match.submitted === true && reviews(each) &&
    intersects(boxOf(each.match), boxOf(target.match))
  )
  if (other !== undefined) {
    throw new PacklineError('RELEASE_SUBMITTED_TWICE', {
      release: releaseKey(release),
      target: id,
      other: other.id
    })
  }
}
