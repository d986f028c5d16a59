import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { checkApprovals, giveApproval, proposalOf, withdrawApproval } from './approvals.js'
import type { Proposal } from './approvals.js'
import { targetIn } from './change-definition.js'
import { commitChange } from './change-maker.js'
import type { ChangeMaker } from './change-maker.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { flipRefused, missingPlatforms, missingPlatformsProblem } from './flip-problems.js'
import { compareVersions } from './game-version.js'
import { lineAddress, nativeOf } from './hot-update-line.js'
import type { Lines } from './hot-update-line.js'
import { lineUnknown } from './hot-update-lines.js'
import { moveRelease, noTarget, placeOf, releaseKey } from './registry-model.js'
import type { Release, ReleaseAtTarget } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { ReleaseName } from './registry.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current, HeldRelease } from './resolve-document.js'
import type { Revision } from './revision.js'
import {
  checkAddresses,
  contentOf,
  currentDocument,
  setContent,
  withLines,
  writeResolveDocument
} from './target-content.js'
import type { Content } from './target-content.js'
import type { TargetState } from './target-state.js'

/**
 * Brings a release to another state at a target; what the target holds, and the document that services read,
 * follow. `make` does the change, and lets publishers show it where there are any.
 */
export async function moveTo (
  store: ReleaseStore,
  { version, build }: ReleaseName,
  target: string,
  state: TargetState,
  author: Author,
  make: ChangeMaker = commitChange
): Promise<Revision | undefined> {
  const name = { version, build }
  const request = { ...author, action: `release ${state}`, subject: `${releaseKey(name)} ${target}` }
  return await make(store, request, async draft => {
    const { definition, defined, release, place, held } = await situationOf(store, draft, name, target)
    const moved = moveRelease(release, target, state, draft.moment)
    if (defined !== undefined && state === 'live') {
      await checkPlatforms(draft, defined, held.release, release, place.platforms)
    }
    if (state === 'in-review' || state === 'live') {
      const content = contentWith({ release, place, held }, target, state)
      if (state === 'live' && defined !== undefined) {
        await checkApprovals(draft, proposalOfMove(defined, { release, place, held }), author)
      }
      await setContent(draft, definition, target, content)
    } else if (state === 'withdrawn' && isSame(held.release, name)) {
      await setContent(draft, definition, target, { ...held, release: null })
    } else {
      draft.write(releaseDocument(name), moved)
    }
    await checkAddresses(draft)
    await writeResolveDocument(store.project, draft)
  })
}

type Moved = Pick<Awaited<ReturnType<typeof situationOf>>, 'release' | 'place' | 'held'>

/** What the target holds with the release in review or live there. */
function contentWith ({ release, place, held }: Moved, target: string, state: 'in-review' | 'live'): Content {
  const { version, build } = release
  const { packagesOf } = isSame(held.release, release) ? held.release : { packagesOf: undefined }
  const come = { version, build, state, ...packagesOf === undefined ? {} : { packagesOf } }
  const hotUpdate = higher(held.hotUpdate, place.hotUpdate?.version)
  return withLines({ release: come, hotUpdate }, raised(target, held, release))
}

function proposalOfMove (target: Target, moved: Moved): Proposal {
  const content = contentWith(moved, target.id, 'live')
  return proposalOf(target, moved.release, { from: target.id, since: moved.place.since, content })
}

/** Agrees that a release goes live at a target by being moved there. */
export async function approveMove (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  author: Author
): Promise<Revision | undefined> {
  return await agreed(store, name, target, { ...author, action: 'approve' }, giveApproval)
}

export async function withdrawMoveApproval (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  author: Author
): Promise<Revision | undefined> {
  return await agreed(store, name, target, { ...author, action: 'approval withdrawn' }, withdrawApproval)
}

async function agreed (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  request: Author & { action: string },
  work: typeof giveApproval
): Promise<Revision | undefined> {
  return await store.commit({ ...request, subject: `${releaseKey(name)} ${target}` }, async draft => {
    const { defined, ...moved } = await situationOf(store, draft, name, target)
    moveRelease(moved.release, target, 'live', draft.moment)
    if (defined === undefined) throw new PacklineError('RELEASE_NO_APPROVAL_NEEDED', { target })
    await work(draft, proposalOfMove(defined, moved), request)
  })
}

/**
 * Tells clients of the hot update that was published for `name` at `target`, which it is held by or was held
 * by before.
 */
export async function deliverHotUpdate (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  author: Author,
  make: ChangeMaker = commitChange
): Promise<Revision | undefined> {
  const request = { ...author, action: 'hot update delivered', subject: `${releaseKey(name)} ${target}` }
  return await make(store, request, async draft => {
    const { definition, release, place, held } = await situationOf(store, draft, name, target)
    const { hotUpdate } = place
    if (hotUpdate === undefined) {
      throw new PacklineError('RELEASE_NO_HOT_UPDATE', { release: releaseKey(name), target })
    }
    const isLine = held.lines?.[nativeOf(name.version)]?.update !== undefined
    if (!isLine && (held.release === null || nativeOf(held.release.version) !== nativeOf(name.version))) {
      throw new PacklineError('RELEASE_NOT_DELIVERED', {
        release: releaseKey(name),
        target,
        state: place.state
      })
    }
    await setContent(draft, definition, target, withLines(held, raised(target, held, release)))
    await checkAddresses(draft)
    await writeResolveDocument(store.project, draft)
  })
}

/** Ends a line, so that resolve tells its players to update the app, or opens it again. */
export async function endLine (
  store: ReleaseStore,
  native: string,
  target: string,
  isEnded: boolean,
  author: Author,
  make: ChangeMaker = commitChange
): Promise<Revision | undefined> {
  const request = {
    ...author,
    action: isEnded ? 'line ended' : 'line opened',
    subject: `${native} ${target}`
  }
  return await make(store, request, async draft => {
    const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    const held = contentOf(await draft.read<Current>(currentDocument(target)))
    const line = held.lines?.[nativeOf(native)]
    if (line === undefined) throw lineUnknown(target, native, held.lines)
    const { isEnded: _, ...open } = line
    const lines = { ...held.lines, [nativeOf(native)]: isEnded ? { ...open, isEnded: true as const } : open }
    await setContent(draft, effectiveDefinition(stored), target, { ...held, lines })
    await writeResolveDocument(store.project, draft)
  })
}

async function situationOf (
  store: ReleaseStore,
  draft: Draft,
  name: ReleaseName,
  target: string
): Promise<{
  definition: ReleaseDefinition
  defined: Target | undefined
  release: Release
  place: ReleaseAtTarget
  held: Content
}> {
  const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
  const release = await draft.read<Release>(releaseDocument(name))
  if (release === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: releaseKey(name) })
  }
  return {
    definition: effectiveDefinition(stored),
    defined: target === noTarget ? undefined : targetIn(store, stored, target),
    release,
    place: placeOf(release, target),
    held: contentOf(await draft.read<Current>(currentDocument(target)))
  }
}

/** The lines of `target` with what `release` brings; none goes down by itself: clients ignore that. */
function raised (target: string, { lines, release: holds }: Content, release: Release): Lines {
  const update = release.targets[target]?.hotUpdate
  const native = nativeOf(release.version)
  const held = lines?.[native]
  if (update === undefined) return lines ?? {}
  const isHigher = held?.update === undefined || compareVersions(update.version, held.update.version) >= 0
  if (held?.isEnded === true && isHigher && update.version !== held.update?.version) {
    throw new PacklineError('HOT_UPDATE_LINE_ENDED', { target, native })
  }
  const shipped = holds?.packagesOf === undefined || !isSame(holds, release)
    ? []
    : [lineAddress(holds.packagesOf, native)]
  const also = [...new Set([...held?.also ?? [], ...shipped])].sort()
  const next = isHigher ? update : held.update ?? update
  return { ...lines, [native]: { ...held, update: next, also } }
}

function isSame (held: HeldRelease | null, { version, build }: ReleaseName): held is HeldRelease {
  return held?.version === version && held.build === build
}

async function checkPlatforms (
  draft: Draft,
  target: Target,
  held: ReleaseName | null,
  release: Release,
  packaged: readonly string[]
): Promise<void> {
  const live = held === null ? undefined : await draft.read<Release>(releaseDocument(held))
  const missing = missingPlatforms(target, live, packaged)
  if (missing.length === 0) return
  const problem = missingPlatformsProblem(target, missing, release, packaged)
  throw flipRefused(releaseKey(release), target.id, [problem])
}

/** A hot update never goes down by itself: clients ignore a lower version. */
function higher (held: string | null, version: string | undefined): string | null {
  if (version === undefined) return held
  return held === null || compareVersions(version, held) > 0 ? version : held
}
