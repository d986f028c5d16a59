import { PacklineError } from '../errors.js'
import type { Wording } from '../messages/phrase.js'
import { reasonsRead } from '../messages/words-beside.js'
import { approvalsOf, giveApproval, withdrawApproval } from './approvals.js'
import type { Approval } from './approvals.js'
import type { Draft } from './draft-documents.js'
import { planFlip, proposalOfFlip } from './flip.js'
import { flipRefused } from './flip-problems.js'
import { rehearse } from './flip-plan.js'
import type { FlipPlan } from './flip-plan.js'
import { releaseKey } from './registry-model.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

/** A flip before it is done. */
export interface FlipReview {
  project: string
  revision: number
  from: string
  to: string
  /** VERSION-BUILD of what would go live; null where nothing is in review. */
  release: string | null
  plan: Pick<FlipPlan, 'before' | 'after'> | null
  /** Why it may not be done; nothing where it may. */
  problems: Wording[]
  /** How many people have to agree, and who did. */
  needed: number
  approvals: Approval[]
}

/** What a flip would do, what stands against it, and who agreed. */
export async function reviewFlip (store: ReleaseStore, from: string, to: string): Promise<FlipReview> {
  const { revision, value } = await store.readTogether(async () => await reviewed(store, from, to))
  return { project: store.project, revision, from, to, ...value }
}

type Reviewed = Omit<FlipReview, 'project' | 'revision' | 'from' | 'to'>

async function reviewed (store: ReleaseStore, from: string, to: string): Promise<Reviewed> {
  let found: Reviewed = { release: null, plan: null, problems: [], needed: 0, approvals: [] }
  const look = async (draft: Draft): Promise<void> => {
    const planned = await planFlip(store, draft, { from, to })
    const { plan: { before, after }, problems, release, to: { approvals: needed = 0 } } = planned
    const approvals = await approvalsOf(draft, await proposalOfFlip(draft, planned))
    found = { release: releaseKey(release), plan: { before, after }, problems, needed, approvals }
  }
  try {
    await rehearse(store, { by: '', why: '' }, 'flip', '', look)
  } catch (error) {
    if (!(error instanceof PacklineError) || error.code !== 'RELEASE_FLIP_REFUSED') throw error
    found = { ...found, problems: reasonsRead(error.details).list as Wording[] }
  }
  return found
}

/** Takes back that somebody agreed, also where by now something stands against the flip. */
export async function withdrawFlipApproval (
  store: ReleaseStore,
  from: string,
  to: string,
  author: Author
): Promise<Revision | undefined> {
  const request = { ...author, action: 'approval withdrawn', subject: `${from} → ${to}` }
  return await store.commit(request, async draft => {
    const planned = await planFlip(store, draft, { from, to })
    await withdrawApproval(draft, await proposalOfFlip(draft, planned), author)
  })
}

/** Agrees to a flip as it would be done now. */
export async function approveFlip (
  store: ReleaseStore,
  from: string,
  to: string,
  author: Author
): Promise<Revision | undefined> {
  return await store.commit({ ...author, action: 'approve', subject: `${from} → ${to}` }, async draft => {
    const planned = await planFlip(store, draft, { from, to })
    if (planned.problems.length > 0) throw flipRefused(from, to, planned.problems)
    await giveApproval(draft, await proposalOfFlip(draft, planned), author)
  })
}
