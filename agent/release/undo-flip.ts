import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../errors.js'
import { targetIn } from './change-definition.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { enact, lostFlip, planOf, rehearse } from './flip-plan.js'
import type { FlipOutcome, FlipPlan } from './flip-plan.js'
import { compareVersions } from './game-version.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import { contentOf, currentDocument } from './target-content.js'

/**
 * Undoes a flip, by default the last one, by flipping back to what was before: another revision. Undoing an
 * undo does it again.
 */
export async function undoFlip (
  store: ReleaseStore,
  { revision, isDryRun = false, ...author }: Author & { revision?: number, isDryRun?: boolean }
): Promise<FlipOutcome & { hotUpdateGoesDown: boolean }> {
  const undone = await undoneBy(store, author, revision)
  const { from, to } = directionOf(undone)
  const { before, after } = planOf(undone, from, to)
  const plan: FlipPlan = { from, to, before: after, after: before }
  const work = async (draft: Draft): Promise<void> => {
    for (const [target, content] of Object.entries(plan.before)) {
      const held = contentOf(await draft.read<Current>(currentDocument(target)))
      if (!isDeepStrictEqual(held.release, content.release)) throw await lostFlip(store, from, to)
      // A hot update that was published since then is no other release: it is taken back with it.
      plan.before[target] = held
    }
    const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    for (const target of [from, to]) targetIn(store, stored, target)
    await enact(draft, store.project, effectiveDefinition(stored), plan)
  }
  const subject = `${from} → ${to}`
  const entry = isDryRun
    ? await rehearse(store, author, 'undo', subject, work)
    : await store.commit({ ...author, action: 'undo', subject }, work)
  const [now, then] = [plan.before[to]?.hotUpdate ?? null, plan.after[to]?.hotUpdate ?? null]
  return {
    ...plan,
    revision: isDryRun ? null : entry?.revision ?? null,
    hotUpdateGoesDown: now !== null && (then === null || compareVersions(then, now) < 0)
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
    throw new PacklineError('RELEASE_NOTHING_TO_UNDO', { revision: revision ?? 'last' })
  }
  return undone
}

function directionOf ({ subject }: Revision): { from: string, to: string } {
  const [from = '', to = ''] = subject.split(' → ')
  return { from, to }
}
