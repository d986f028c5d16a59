import { isDeepStrictEqual } from 'node:util'
import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import type { Draft } from './draft-documents.js'
import { nativeOf } from './hot-update-line.js'
import type { Line } from './hot-update-line.js'
import { releaseKey } from './registry-model.js'
import type { ReleaseName } from './registry.js'
import type { Author } from './release-store.js'
import type { HeldRelease } from './resolve-document.js'
import type { Content } from './target-content.js'

/** What goes live, as whoever agrees sees it: with anything of it changed, nobody agreed yet. */
export interface Proposal {
  target: Target
  release: string
  what: {
    /** Where the release is now, and since when. */
    from: string
    since: string
    release: HeldRelease | null
    hotUpdate: string | null
    line: Line | null
  }
}

export interface Approval {
  /** Who it was proved to be: one name counts once. */
  person: string
  by: string
  at: string
  why: string
}

interface ApprovalsDocument {
  what: Proposal['what']
  given: Approval[]
}

export function proposalOf (
  target: Target,
  { version, build }: ReleaseName,
  { from, since, content }: { from: string, since: string, content: Content | undefined }
): Proposal {
  const line = content?.lines?.[nativeOf(version)] ?? null
  return {
    target,
    release: releaseKey({ version, build }),
    what: {
      from,
      since,
      release: content?.release ?? null,
      hotUpdate: content?.hotUpdate ?? null,
      line
    }
  }
}

/** Who agreed to exactly this. */
export async function approvalsOf (draft: Draft, { target, what }: Proposal): Promise<Approval[]> {
  const document = await draft.read<ApprovalsDocument>(documentOf(target))
  return document !== undefined && isDeepStrictEqual(document.what, what) ? document.given : []
}

/** Throws RELEASE_NEEDS_APPROVALS unless enough people agreed, whoever does it among them. */
export async function checkApprovals (draft: Draft, proposal: Proposal, author: Author): Promise<void> {
  const { target: { id, approvals: needed = 0 }, release } = proposal
  if (needed === 0) return
  const given = await approvalsOf(draft, proposal)
  const people = new Set([...given.map(({ person }) => person), personOf(author)])
  if (people.size >= needed) return
  throw new PacklineError('RELEASE_NEEDS_APPROVALS', {
    release,
    target: id,
    needed,
    people: [...people].join(', ')
  })
}

/** Writes down that `author` agrees. Throws RELEASE_APPROVED_ALREADY and RELEASE_NO_APPROVAL_NEEDED. */
export async function giveApproval (draft: Draft, proposal: Proposal, author: Author): Promise<void> {
  const { target, release, what } = proposal
  if ((target.approvals ?? 0) === 0) {
    throw new PacklineError('RELEASE_NO_APPROVAL_NEEDED', { target: target.id })
  }
  const given = await approvalsOf(draft, proposal)
  const person = personOf(author)
  const own = given.find(each => each.person === person)
  if (own !== undefined) {
    throw new PacklineError('RELEASE_APPROVED_ALREADY', { person, release, target: target.id, at: own.at })
  }
  const { at, by } = draft.moment
  const document: ApprovalsDocument = { what, given: [...given, { person, by, at, why: author.why }] }
  draft.write(documentOf(target), document)
}

/** Takes back that `author` agreed. Throws RELEASE_NOT_APPROVED. */
export async function withdrawApproval (draft: Draft, proposal: Proposal, author: Author): Promise<void> {
  const { target, release, what } = proposal
  const given = await approvalsOf(draft, proposal)
  const person = personOf(author)
  const left = given.filter(each => each.person !== person)
  if (left.length === given.length) {
    throw new PacklineError('RELEASE_NOT_APPROVED', { person, release, target: target.id })
  }
  const document: ApprovalsDocument = { what, given: left }
  draft.write(documentOf(target), document)
}

/** One person with capitals or without is one. */
function personOf ({ person, by }: Author): string {
  return (person ?? by).normalize('NFC').toLowerCase()
}

function documentOf ({ id }: Target): string {
  return `approvals/${id}`
}
