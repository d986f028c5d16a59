import { isDeepStrictEqual } from 'node:util'
import type { ReleaseDefinition, Target } from '../config/release-schema.js'
import { PacklineError } from '../errors.js'
import { targetIn } from './change-definition.js'
import { effectiveDefinition, emptyDefinition } from './definition.js'
import type { StoredDefinition } from './definition.js'
import { releaseKey } from './registry-model.js'
import type { Release } from './registry-model.js'
import { releaseDocument } from './registry.js'
import type { Author, Draft, ReleaseStore, Revision } from './release-store.js'
import type { Current } from './resolve-document.js'
import {
  canGo,
  contentOf,
  currentDocument,
  nothing,
  setContent,
  withPackagesOf,
  writeResolveDocument
} from './target-content.js'
import type { Content } from './target-content.js'
import { compareVersions } from './version.js'

export interface FlipRequest extends Author {
  from: string
  to: string
  isDryRun?: boolean
}

export interface FlipPlan {
  from: string
  to: string
  before: Record<string, Content>
  after: Record<string, Content>
}

export interface FlipOutcome extends FlipPlan {
  revision: number | null
}

interface Situation {
  from: Target
  to: Target
  atFrom: Content
  atTo: Content
  release: Release
  live: Release | undefined
}

/**
 * Turns what is in review at `from` into what is live at `to`: one transaction over both targets, the
 * registry, the document that services read, and the history with the contents of before. Of two flips at
 * once one wins; the other is told who did.
 */
export async function flip (
  store: ReleaseStore,
  { from, to, isDryRun = false, ...author }: FlipRequest
): Promise<FlipOutcome> {
  let plan: FlipPlan | undefined
  const work = async (draft: Draft): Promise<void> => {
    const definition = effectiveDefinition(
      await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    )
    const before = {
      [from]: contentOf(await draft.read<Current>(currentDocument(from))),
      [to]: contentOf(await draft.read<Current>(currentDocument(to)))
    }
    if (plan !== undefined && !isDeepStrictEqual(plan.before, before)) throw await lost(store, from, to)
    const situation = await situationOf(store, draft, from, to, before)
    const problems = flipProblems(situation)
    if (problems.length > 0) {
      throw new PacklineError('RELEASE_FLIP_REFUSED', {
        from,
        to,
        count: problems.length,
        problems: problems
          .map(each => `  ${each}`)
          .join('\n'),
        list: problems
      })
    }
    plan = {
      from,
      to,
      before,
      after: { [from]: { ...before[from]!, release: null }, [to]: liveContent(situation) }
    }
    await enact(draft, store.project, definition, plan, withPackagesOf(situation.release, from, to))
  }
  if (isDryRun) {
    await rehearse(store, author, 'flip', `${from} → ${to}`, work)
    return { ...plan!, revision: null }
  }
  const entry = await store.commit({ ...author, action: 'flip', subject: `${from} → ${to}` }, work)
  // A request that came again finds what it did the first time.
  return { ...plan ?? planOf(entry, from, to), revision: entry?.revision ?? null }
}

/**
 * Undoes a flip, by default the last one, by flipping back to what was before: another revision. Undoing an
 * undo does it again.
 */
export async function undoFlip (
  store: ReleaseStore,
  { revision, isDryRun = false, ...author }: Author & { revision?: number, isDryRun?: boolean }
): Promise<FlipOutcome & { hotUpdateGoesDown: boolean }> {
  const isFlip = (each: Revision): boolean =>
    (each.action === 'flip' || each.action === 'undo') && each.id !== author.id
  const undone = await store.findLast(each =>
    isFlip(each) && (revision === undefined || each.revision === revision)
  )
  if (undone === undefined) {
    throw new PacklineError('RELEASE_NOTHING_TO_UNDO', { revision: revision ?? 'last' })
  }
  const { from, to } = directionOf(undone)
  const plan: FlipPlan = { from, to, before: imagesOf(undone.after), after: imagesOf(undone.before) }
  const work = async (draft: Draft): Promise<void> => {
    for (const [target, content] of Object.entries(plan.before)) {
      const held = contentOf(await draft.read<Current>(currentDocument(target)))
      if (!isDeepStrictEqual(held.release, content.release)) throw await lost(store, from, to)
      // A hot update that was published since then is no other release: it is taken back with it.
      plan.before[target] = held
    }
    const definition = effectiveDefinition(
      await draft.read<StoredDefinition>('definition') ?? emptyDefinition
    )
    for (const target of [from, to]) targetIn(store, { ...emptyDefinition, declared: definition }, target)
    await enact(draft, store.project, definition, plan)
  }
  const subject = `${from} → ${to}`
  const entry = isDryRun
    ? await rehearse(store, author, 'undo', subject, work)
    : await store.commit({ ...author, action: 'undo', subject }, work)
  const [now, then] = [plan.before[to]?.hotUpdate ?? null, plan.after[to]?.hotUpdate ?? null]
  return {
    ...plan,
    revision: entry?.revision ?? null,
    hotUpdateGoesDown: now !== null && (then === null || compareVersions(then, now) < 0)
  }
}

/** Why the flip must not happen; nothing when it may. */
export function flipProblems ({ from, to, atFrom, atTo, release, live }: Situation): string[] {
  const key = releaseKey(release)
  const [reviewed, own] = [release.targets[from.id], release.targets[to.id]]
  const packaged = (own ?? reviewed)?.platforms ?? []
  const missing = missingPlatforms(to, live, packaged)
  const next = own?.hotUpdate?.version
  const problems: string[] = []
  if (atFrom.release?.state !== 'in-review') problems.push(`nothing is in review at ${from.id}`)
  if (packaged.length === 0) problems.push(`${key} has no packages`)
  else if (missing.length > 0) {
    problems.push(
      `${to.id} would be without packages for ${missing.join(', ')}: ${key} has ${packaged.join(', ')}`
    )
  }
  if (own !== undefined && !canGo(release, to.id, 'live')) {
    problems.push(`${key} is only ${own.state} at ${to.id}; publish it there first`)
  }
  if (live !== undefined && compareVersions(release.version, live.version) < 0) {
    problems.push(
      `${key} is older than ${
        releaseKey(live)
      }, which is live at ${to.id}; go back with "packline release undo"`
    )
  }
  if (reviewed?.hotUpdate !== undefined && next === undefined) {
    problems.push(`the hot update ${reviewed.hotUpdate.version} was not published to ${to.id}`)
  }
  if (next !== undefined && atTo.hotUpdate !== null && compareVersions(next, atTo.hotUpdate) < 0) {
    problems.push(`the hot update would go from ${atTo.hotUpdate} down to ${next}, which clients ignore`)
  }
  return problems
}

/** Platforms that are live at `to`, or that it is for, and have no package among `packaged`. */
export function missingPlatforms (
  to: Target,
  live: Release | undefined,
  packaged: readonly string[]
): string[] {
  const needed = new Set([...to.match.platform ?? [], ...live?.targets[to.id]?.platforms ?? []])
  return [...needed].filter(platform => !packaged.includes(platform)).sort()
}

async function situationOf (
  store: ReleaseStore,
  draft: Draft,
  from: string,
  to: string,
  before: Record<string, Content>
): Promise<Situation> {
  const stored = await draft.read<StoredDefinition>('definition') ?? emptyDefinition
  const [atFrom, atTo] = [before[from] ?? nothing, before[to] ?? nothing]
  const targets = { from: targetIn(store, stored, from), to: targetIn(store, stored, to) }
  const refused = (problem: string): PacklineError =>
    new PacklineError('RELEASE_FLIP_REFUSED', {
      from,
      to,
      count: 1,
      problems: `  ${problem}`,
      list: [problem]
    })
  if (from === to) throw refused('it is the same target')
  if (atFrom.release === null) {
    // Whoever comes second learns who was first.
    const last = await store.findLast(each => each.after[currentDocument(from)] !== undefined)
    throw refused(
      `nothing is in review at ${from}${
        last === undefined ? '' : ` since the ${last.action} of ${last.by} at ${last.at}`
      }`
    )
  }
  const release = await draft.read<Release>(releaseDocument(atFrom.release))
  if (release === undefined) {
    throw new PacklineError('RELEASE_UNKNOWN', {
      project: store.project,
      release: releaseKey(atFrom.release)
    })
  }
  return {
    ...targets,
    atFrom,
    atTo,
    release,
    live: atTo.release === null ? undefined : await draft.read<Release>(releaseDocument(atTo.release))
  }
}

function liveContent ({ to, atTo, release }: Situation): Content {
  return {
    release: { version: release.version, build: release.build, state: 'live' },
    hotUpdate: release.targets[to.id]?.hotUpdate?.version ?? atTo.hotUpdate
  }
}

async function enact (
  draft: Draft,
  project: string,
  definition: ReleaseDefinition,
  { from, to, after }: FlipPlan,
  release?: Release
): Promise<void> {
  if (release !== undefined) draft.write(releaseDocument(release), release)
  await setContent(draft, definition, from, after[from]!)
  await setContent(draft, definition, to, after[to]!)
  await writeResolveDocument(project, draft)
}

/** All of `work` but the writing. */
async function rehearse (
  store: ReleaseStore,
  author: Author,
  action: string,
  subject: string,
  work: (draft: Draft) => Promise<void>
): Promise<undefined> {
  const rehearsed = new Error('rehearsed')
  try {
    await store.commit({ ...author, action, subject, isRehearsal: true }, async draft => {
      await work(draft)
      throw rehearsed
    })
  } catch (error) {
    if (error !== rehearsed) throw error
  }
  return undefined
}

async function lost (store: ReleaseStore, from: string, to: string): Promise<PacklineError> {
  const winner = await store.findLast(each =>
    [from, to].some(target => each.after[currentDocument(target)] !== undefined)
  )
  return new PacklineError('RELEASE_FLIP_LOST', {
    from,
    to,
    by: winner?.by ?? 'somebody',
    at: winner?.at ?? '',
    action: winner?.action ?? '',
    revision: winner?.revision ?? 0
  })
}

function directionOf ({ subject }: Revision): { from: string, to: string } {
  const [from = '', to = ''] = subject.split(' → ')
  return { from, to }
}

function imagesOf (images: Revision['before']): Record<string, Content> {
  return Object.fromEntries(
    Object.entries(images).map(([document, image]) => [
      document.slice(
        'current/'.length
      ),
      contentOf((image ?? undefined) as unknown as Current | undefined)
    ])
  )
}

function planOf (entry: Revision | undefined, from: string, to: string): FlipPlan {
  return { from, to, before: imagesOf(entry?.before ?? {}), after: imagesOf(entry?.after ?? {}) }
}
