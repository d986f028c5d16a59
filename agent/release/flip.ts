import { isDeepStrictEqual } from 'node:util'
import { PacklineError } from '../errors.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import type { Target } from '../config/target-schema.js'
import { checkApprovals, proposalOf } from './approvals.js'
import type { Proposal } from './approvals.js'
import { targetIn } from './change-definition.js'
import { commitChange } from './change-maker.js'
import type { ChangeMaker } from './change-maker.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import type { Draft } from './draft-documents.js'
import { enact, lostFlip, planOf, rehearse } from './flip-plan.js'
import type { FlipOutcome, FlipPlan } from './flip-plan.js'
import { flipProblems, flipRefused } from './flip-problems.js'
import type { FlipSituation } from './flip-problems.js'
import { phrase, type Wording } from '../messages/phrase.js'
import { lineAddress, nativeOf } from './hot-update-line.js'
import type { Line, Lines } from './hot-update-line.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { compareVersions } from './game-version.js'
import { releaseDocument } from './registry.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import { contentOf, currentDocument, withLines } from './target-content.js'
import type { Content } from './target-content.js'

interface FlipRequest extends Author {
  from: string
  to: string
  isDryRun?: boolean
}

/**
 * Turns what is in review at `from` into what is live at `to`: one transaction over both targets, the
 * registry, the document that services read, and the history with the contents of before. Of two flips at
 * once one wins; the other is told who did.
 */
export async function flip (
  store: ReleaseStore,
  { from, to, isDryRun = false, ...author }: FlipRequest,
  make: ChangeMaker = commitChange
): Promise<FlipOutcome> {
  const made: { plan?: FlipPlan } = {}
  const work = async (draft: Draft): Promise<void> => {
    const planned = await planFlip(store, draft, { from, to, before: made.plan?.before })
    const { plan, problems } = planned
    if (problems.length > 0) throw flipRefused(from, to, problems)
    made.plan = plan
    await checkApprovals(draft, await proposalOfFlip(draft, planned), author)
    await enact(draft, store.project, planned.definition, plan)
  }
  const subject = `${from} → ${to}`
  const entry = isDryRun
    ? await rehearse(store, author, 'flip', subject, work)
    : await make(store, { ...author, action: 'flip', subject }, work)
  // A request that came again finds what it did the first time.
  return { ...made.plan ?? planOf(entry, from, to), revision: isDryRun ? null : entry?.revision ?? null }
}

export interface PlannedFlip {
  plan: FlipPlan
  problems: Wording[]
  definition: ReleaseDefinition
  to: Target
  release: Release
}

/**
 * What a flip would do, and why it may not. Throws where there is nothing to flip, and where the targets hold
 * something else than `before` by now.
 */
export async function planFlip (
  store: ReleaseStore,
  draft: Draft,
  { from, to, before: seen }: { from: string, to: string, before?: FlipPlan['before'] | undefined }
): Promise<PlannedFlip> {
  const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
  const atFrom = contentOf(await draft.read<Current>(currentDocument(from)))
  const atTo = contentOf(await draft.read<Current>(currentDocument(to)))
  const before = { [from]: atFrom, [to]: atTo }
  if (seen !== undefined && !isDeepStrictEqual(seen, before)) throw await lostFlip(store, from, to)
  const targets = { from: targetIn(store, stored, from), to: targetIn(store, stored, to) }
  const situation: FlipSituation = { ...targets, ...await releasesOf(store, draft, targets, atFrom, atTo) }
  return {
    plan: { from, to, before, after: afterFlip(situation) },
    problems: flipProblems(situation),
    definition: effectiveDefinition(stored),
    to: targets.to,
    release: situation.release
  }
}

/** What the targets hold, with the release in review and the one that is live. */
async function releasesOf (
  store: ReleaseStore,
  draft: Draft,
  { from, to }: Pick<FlipSituation, 'from' | 'to'>,
  atFrom: Content,
  atTo: Content
): Promise<Pick<FlipSituation, 'atFrom' | 'atTo' | 'release' | 'live'>> {
  if (from.id === to.id) throw flipRefused(from.id, to.id, [phrase('flip.sameTarget')])
  if (atFrom.release === null) {
    // Whoever comes second learns who was first.
    const last = await store.findLast(each => each.after[currentDocument(from.id)] !== undefined)
    const problem = last === undefined
      ? phrase('flip.nothing', { target: from.id })
      : phrase('flip.nothingSince', { target: from.id, by: last.by, at: last.at })
    throw flipRefused(from.id, to.id, [problem])
  }
  const release = await draft.read<Release>(releaseDocument(atFrom.release))
  if (release === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', {
      project: store.project,
      release: releaseKey(atFrom.release)
    })
  }
  const live = atTo.release === null ? undefined : await draft.read<Release>(releaseDocument(atTo.release))
  return { atFrom, atTo, release, live }
}

/** What is approved: the release as it came into review, with what its players would get. */
export async function proposalOfFlip (
  draft: Draft,
  { plan: { from, after }, to, release }: PlannedFlip
): Promise<Proposal> {
  const current = await draft.read<Current>(currentDocument(from))
  return proposalOf(to, release, { from, since: current?.since ?? '', content: after[to.id] })
}

/** The release goes over with its packages and its line; packages out there ask at its old address. */
function afterFlip (situation: FlipSituation): Record<string, Content> {
  const { from, to, atFrom, atTo, release } = situation
  const native = nativeOf(release.version)
  const { [native]: reviewed, ...left } = atFrom.lines ?? {}
  const own = release.targets[to.id]
  const hotUpdate = own?.hotUpdate?.version ?? atTo.hotUpdate
  const live: Content = {
    release: {
      version: release.version,
      build: release.build,
      state: 'live',
      ...own === undefined ? { packagesOf: from.id } : {}
    },
    hotUpdate
  }
  const lines = linesAfter(situation, native, reviewed)
  return {
    [from.id]: reviewed === undefined
      ? { ...atFrom, release: null }
      : withLines({ release: null, hotUpdate: null }, left),
    [to.id]: withLines(live, lines)
  }
}

function linesAfter (
  { from, to, atTo, release }: FlipSituation,
  native: string,
  reviewed: Line | undefined
): Lines {
  const held = atTo.lines?.[native]
  const candidates = [release.targets[to.id]?.hotUpdate, held?.update, reviewed?.update]
    .filter(each => each !== undefined)
    .sort((a, b) => compareVersions(b.version, a.version))
  const [update] = candidates
  const asked = [...held?.also ?? [], ...reviewed?.also ?? [], lineAddress(from.id, native)]
  if (update === undefined && atTo.lines === undefined && reviewed === undefined) return {}
  return {
    ...atTo.lines,
    [native]: { ...update === undefined ? {} : { update }, also: [...new Set(asked)].sort() }
  }
}
