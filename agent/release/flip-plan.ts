import type { ReleaseDefinition } from '../config/release-schema.js'
import { PacklineError } from '../errors.js'
import { deedLater } from '../messages/deed-key.js'
import type { Draft } from './draft-documents.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import type { Revision } from './revision.js'
import {
  checkAddresses,
  contentOf,
  currentDocument,
  setContent,
  writeResolveDocument
} from './target-content.js'
import type { Content } from './target-content.js'

/** What a flip or its undo turns into what, by target. */
export interface FlipPlan {
  from: string
  to: string
  before: Record<string, Content>
  after: Record<string, Content>
}

export interface FlipOutcome extends FlipPlan {
  revision: number | null
}

/** The plan that `entry` was made by. */
export function planOf (entry: Revision | undefined, from: string, to: string): FlipPlan {
  return { from, to, before: contentsOf(entry?.before ?? {}), after: contentsOf(entry?.after ?? {}) }
}

export async function enact (
  draft: Draft,
  project: string,
  definition: ReleaseDefinition,
  { from, to, after }: FlipPlan
): Promise<void> {
  for (const target of [from, to]) {
    const content = after[target]
    if (content !== undefined) await setContent(draft, definition, target, content)
  }
  await checkAddresses(draft)
  await writeResolveDocument(project, draft)
}

/** All of `work` but the writing. Returns the entry of a request that was done before, in place of work. */
export async function rehearse (
  store: ReleaseStore,
  author: Author,
  action: string,
  subject: string,
  work: (draft: Draft) => Promise<void>
): Promise<Revision | undefined> {
  const rehearsed = new Error('rehearsed')
  try {
    return await store.commit({ ...author, action, subject, isRehearsal: true }, async draft => {
      await work(draft)
      throw rehearsed
    })
  } catch (error) {
    if (error !== rehearsed) throw error
  }
  return undefined
}

/** Names who changed one of the targets last. */
export async function lostFlip (store: ReleaseStore, from: string, to: string): Promise<PacklineError> {
  const winner = await store.findLast(each =>
    [from, to].some(target => each.after[currentDocument(target)] !== undefined)
  )
  return new PacklineError('RELEASE_FLIP_LOST', {
    from,
    to,
    by: winner?.by ?? 'somebody',
    at: winner?.at ?? '',
    action: winner?.action ?? '',
    did: deedLater({ by: winner?.by ?? '', action: winner?.action ?? '', subject: winner?.subject ?? '' }),
    revision: winner?.revision ?? 0
  })
}

function contentsOf (images: Record<string, Current | null>): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(images).map(([document, image]) => [
      document.slice('current/'.length),
      contentOf(image ?? undefined)
    ])
  )
}
