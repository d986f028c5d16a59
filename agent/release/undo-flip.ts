import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../errors.js'
import { targetIn } from './change-definition.js'
import { commitChange } from './change-maker.js'
import type { ChangeMaker } from './change-maker.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { enact, lostFlip, planOf, rehearse } from './flip-plan.js'
import type { FlipOutcome, FlipPlan } from './flip-plan.js'
import { compareVersions } from './game-version.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import { wordedLater } from '../messages/message.js'
import { nativeOf } from './hot-update-line.js'
import { contentOf, currentDocument, withLines } from './target-content.js'
import type { Content } from './target-content.js'

/**
 * Undoes a flip, by default the last one, by flipping back to what was before: another revision. Undoing an
 * undo does it again.
 */
export async function undoFlip (
  store: ReleaseStore,
  { revision, isDryRun = false, ...author }: Author & { revision?: number, isDryRun?: boolean },
  make: ChangeMaker = commitChange
): Promise<FlipOutcome & { hotUpdateGoesDown: boolean }> {
  const undone = await undoneBy(store, author, revision)
  const { from, to } = directionOf(undone)
  const { before, after } = planOf(undone, from, to)
  const flipped = flippedNative(from, { before, after })
  const plan: FlipPlan = { from, to, before: after, after: {} }
  const work = async (draft: Draft): Promise<void> => {
    for (const [target, content] of Object.entries(plan.before)) {
      const held = contentOf(await draft.read<Current>(currentDocument(target)))
      if (!isDeepStrictEqual(held.release, content.release)) throw await lostFlip(store, from, to)
      // A hot update that was published since then is no other release: it is taken back with it.
      plan.before[target] = held
      plan.after[target] = goneBack(held, before[target] ?? content, flipped, target === to)
    }
    const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    for (const target of [from, to]) targetIn(store, stored, target)
    await enact(draft, store.project, effectiveDefinition(stored), plan)
  }
  const subject = `${from} → ${to}`
  const entry = isDryRun
    ? await rehearse(store, author, 'undo', subject, work)
    : await make(store, { ...author, action: 'undo', subject }, work)
  return {
    ...plan,
    revision: isDryRun ? null : entry?.revision ?? null,
    hotUpdateGoesDown: goesDown(plan.before[to], plan.after[to])
  }
}

/** The flip or undo to undo; an earlier try of the same request is none. */
async function undoneBy (
  store: ReleaseStore,
  { id }: Author,
  revision: number | undefined
): Promise<Revision> {
  const undone = await store.findLast(each =>
    (each.action === 'flip' || each.action === 'undo') && each.id !== id &&
    (revision === undefined || each.revision === revision)
  )
  if (undone === undefined) {
    throw new PacklineError('RELEASE_NOTHING_TO_UNDO', {
      revision: revision ?? wordedLater('release.noFlip')
    })
  }
  return undone
}

/** Only the line of the flipped release goes back; other native versions keep what they have come to. */
function goneBack (held: Content, image: Content, native: string | undefined, isTo: boolean): Content {
  if (native === undefined || (held.lines === undefined && image.lines === undefined)) return image
  const { [native]: line, ...others } = held.lines ?? {}
  const old = image.lines?.[native]
  // An address that players know goes on showing what it showed.
  const kept = old ?? (isTo && line?.update !== undefined ? { update: line.update, also: [] } : undefined)
  return withLines(image, { ...others, ...kept === undefined ? {} : { [native]: kept } })
}

/** The native version whose release goes back and forth. */
function flippedNative (
  from: string,
  { before, after }: Pick<FlipPlan, 'before' | 'after'>
): string | undefined {
  const release = before[from]?.release ?? after[from]?.release
  return release === null || release === undefined ? undefined : nativeOf(release.version)
}

function goesDown (now: Content | undefined, then: Content | undefined): boolean {
  const isDown = (one: string | null | undefined, other: string | null | undefined): boolean =>
    typeof one === 'string' && (typeof other !== 'string' || compareVersions(other, one) < 0)
  if (now?.lines === undefined) return isDown(now?.hotUpdate, then?.hotUpdate)
  return Object.entries(now.lines).some(([native, { update }]) =>
    isDown(update?.version, then?.lines?.[native]?.update?.version)
  )
}

function directionOf ({ subject }: Revision): { from: string, to: string } {
  const [from = '', to = ''] = subject.split(' → ')
  return { from, to }
}
