import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { targetIn } from './change-definition.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { flipRefused, missingPlatforms, missingPlatformsProblem } from './flip-problems.js'
import { moveRelease, noTarget, placeOf, releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { ReleaseName } from './registry.js'
import type { Draft } from './draft-documents.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'
import type { Current } from './resolve-document.js'
import { contentOf, currentDocument, setContent, writeResolveDocument } from './target-content.js'
import type { TargetState } from './target-state.js'
import { compareVersions } from './game-version.js'

/**
 * Brings a release to another state at a target; what the target holds, and the document that services read,
 * follow.
 */
export async function moveTo (
  store: ReleaseStore,
  { version, build }: ReleaseName,
  target: string,
  state: TargetState,
  author: Author
): Promise<Revision | undefined> {
  const name = { version, build }
  return await store.commit({
    ...author,
    action: `release ${state}`,
    subject: `${releaseKey(name)} ${target}`
  }, async draft => {
    const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    const release = await draft.read<Release>(releaseDocument(name))
    if (release === undefined) {
      throw new PacklineError('RELEASE_UNKNOWN', { project: store.project, release: releaseKey(name) })
    }
    const place = placeOf(release, target)
    const moved = moveRelease(release, target, state, draft.moment)
    const held = contentOf(await draft.read<Current>(currentDocument(target)))
    const isHeld = held.release?.version === name.version && held.release.build === name.build
    const definition = effectiveDefinition(stored)
    if (target !== noTarget) {
      const defined = targetIn(store, stored, target)
      if (state === 'live') await checkPlatforms(draft, defined, held.release, release, place.platforms)
    }
    if (state === 'in-review' || state === 'live') {
      await setContent(draft, definition, target, {
        release: { ...name, state },
        hotUpdate: higher(held.hotUpdate, place.hotUpdate?.version)
      })
    } else if (state === 'withdrawn' && isHeld) {
      await setContent(draft, definition, target, { ...held, release: null })
    } else {
      draft.write(releaseDocument(name), moved)
      if (state === 'published') {
        await setContent(draft, definition, target, {
          ...held,
          hotUpdate: higher(held.hotUpdate, place.hotUpdate?.version)
        })
      }
    }
    await writeResolveDocument(store.project, draft)
  })
}

/**
 * Tells clients of the hot update that `name` brought to `target`; one that is not higher than theirs changes
 * nothing.
 */
export async function announceHotUpdate (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  author: Author
): Promise<Revision | undefined> {
  return await store.commit({
    ...author,
    action: 'hot update published',
    subject: `${releaseKey(name)} ${target}`
  }, async draft => {
    const definition = effectiveDefinition(
      await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    )
    const version = (await draft.read<Release>(releaseDocument(name)))?.targets[target]?.hotUpdate?.version
    const held = contentOf(await draft.read<Current>(currentDocument(target)))
    const hotUpdate = higher(held.hotUpdate, version)
    if (hotUpdate === held.hotUpdate) return
    await setContent(draft, definition, target, { ...held, hotUpdate })
    await writeResolveDocument(store.project, draft)
  })
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
