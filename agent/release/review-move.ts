import { PacklineError } from '../errors.js'
import type { ChangeMaker } from './change-maker.js'
import type { Draft } from './draft-documents.js'
import { rehearse } from './flip-plan.js'
import { moveTo } from './move-release.js'
import { concerned, publishersKey } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import type { ReleaseName } from './registry.js'
import type { ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import { contentOf, currentDocument } from './target-content.js'
import type { Content } from './target-content.js'
import type { TargetState } from './target-state.js'

/** A move before it is made. */
export interface MoveReview {
  /** What the target holds and would hold, by its id; null where it may not be moved. */
  plan: { before: Record<string, Content>, after: Record<string, Content> } | null
  problem: PacklineError | undefined
  /** Where players see it change. */
  places: string[]
}

/** What moving a release to another state at a target would do, or why it may not be. */
export async function reviewMove (
  store: ReleaseStore,
  name: ReleaseName,
  target: string,
  state: TargetState
): Promise<MoveReview> {
  let plan: MoveReview['plan'] = null
  let problem: PacklineError | undefined
  const heldIn = async (draft: Draft): Promise<Record<string, Content>> => ({
    [target]: contentOf(await draft.read<Current>(currentDocument(target)))
  })
  const look: ChangeMaker = async (store, request, work) =>
    await rehearse(store, request, request.action, request.subject, async draft => {
      const before = await heldIn(draft)
      await work(draft)
      plan = { before, after: await heldIn(draft) }
    })
  try {
    await moveTo(store, name, target, state, { by: '', why: '' }, look)
  } catch (error) {
    if (!(error instanceof PacklineError)) throw error
    problem = error
  }
  const records = await store.read<PublisherRecords>(publishersKey) ?? {}
  return { plan, problem, places: concerned(records, [target]).map(({ place }) => place) }
}
