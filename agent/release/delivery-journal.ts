import type { Wording } from '../messages/phrase.js'
import type { Draft } from './draft-documents.js'
import type { ShownTarget } from './publish/shown-target.js'
import { concerned, publishersKey } from './publisher-record.js'
import type { PublisherRecords } from './publisher-record.js'
import type { Request } from './release-store.js'
import type { Current } from './resolve-document.js'
import { shownTargets } from './shown-targets.js'
import { contentOf } from './target-content.js'
import type { Content } from './target-content.js'

/** A delivery that was decided: enough for anybody to finish it. */
export interface Journal {
  /** That of the request. */
  id: string
  request: Request
  number: number
  targets: string[]
  /** What the targets held, and what they will hold. */
  before: Record<string, Content>
  after: Record<string, Content>
  shown: { before: ShownTarget[], after: ShownTarget[] }
  /** Everything is looked at, whatever publishers say that they show. */
  isWhole: boolean
  /** It is being taken back, and why. */
  failure?: { place: string, reason: Wording }
}

export interface JournalDocument {
  pending: Journal | null
}

export const journalKey = 'delivery'

/** What `draft` changes of what players see; undefined when nothing of it was ever published anywhere. */
export async function journalOf (
  project: string,
  request: Request & { id: string },
  draft: Draft
): Promise<Journal | undefined> {
  const changes = draft.written().filter(({ key }) => key.startsWith('current/'))
  const side = (name: 'before' | 'after'): Record<string, Content> =>
    Object.fromEntries(
      changes.map(
        change => [change.key.slice('current/'.length), contentOf(change[name] as Current | undefined)]
      )
    )
  return await journalFor(project, request, draft, { before: side('before'), after: side('after') })
}

export async function journalFor (
  project: string,
  request: Request & { id: string },
  draft: Draft,
  { before, after }: Pick<Journal, 'before' | 'after'>,
  isWhole = false
): Promise<Journal | undefined> {
  const targets = Object.keys(after)
  const records = await draft.read<PublisherRecords>(publishersKey) ?? {}
  if (concerned(records, targets).length === 0) return undefined
  const number = draft.revision
  return {
    id: request.id,
    request,
    number,
    targets,
    before,
    after,
    shown: {
      before: await shownTargets(draft, project, before, number),
      after: await shownTargets(draft, project, after, number)
    },
    isWhole
  }
}
