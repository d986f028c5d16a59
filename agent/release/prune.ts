import { journalKey } from './delivery-journal.js'
import type { JournalDocument } from './delivery-journal.js'
import type { Draft } from './draft-documents.js'
import { PacklineError } from '../errors.js'
import { rowArtifacts } from './publish/row-artifacts.js'
import { packagesFolder } from './publish/shown-target.js'
import type { ShownTarget } from './publish/shown-target.js'
import { releaseKey } from './registry-model.js'
import type { HotUpdateHistory, Release } from './registry-model.js'
import { Registry } from './registry.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Current } from './resolve-document.js'
import { recordedFroms, removable } from './release-retention.js'
import type { Removable, RetentionFacts, RetentionPolicy } from './release-retention.js'

/** What was pruned and is published nowhere any more, until somebody publishes it again. */
interface Pruned {
  packages: string[]
  updates: string[]
  /** Of these nothing is left anywhere. */
  finished?: string[]
}

const prunedKey = 'pruned'

/** What may go by what the registry says now. */
export async function prunable (store: ReleaseStore, policy: RetentionPolicy): Promise<Removable> {
  const { value } = await store.readTogether(async () => ({
    facts: await factsOf(store, store),
    finished: (await store.read<Pruned>(prunedKey))?.finished
  }))
  return unfinished(removable(value.facts, policy), value.finished)
}

/**
 * Writes down what goes, before the first byte of it: from then on no delivery takes any of it. Returns what
 * it is, with what a prune of before may have left.
 */
export async function recordPrune (
  store: ReleaseStore,
  policy: RetentionPolicy,
  author: Author
): Promise<Removable> {
  let found: Removable = { packages: [], updates: [], contents: [] }
  await store.commit({ ...author, action: 'prune', subject: store.project }, async draft => {
    const before = await draft.read<Pruned>(prunedKey) ?? { packages: [], updates: [] }
    found = unfinished(removable(await factsOf(store, draft), policy), before.finished)
    const next: Pruned = {
      ...before,
      packages: [...new Set([...before.packages, ...found.packages])].sort(),
      updates: [...new Set([...before.updates, ...found.updates.map(({ from }) => from)])].sort()
    }
    if (next.packages.length + next.updates.length > 0) draft.write(prunedKey, next)
  })
  return found
}

/** Nothing of it is left at any place: the next prune need not look for it. */
export async function finishPrune (
  store: ReleaseStore,
  { packages, updates }: Removable,
  { by, why }: Author
): Promise<void> {
  await store.commit({ by, why, action: 'pruned', subject: store.project }, async draft => {
    const before = await draft.read<Pruned>(prunedKey)
    if (before === undefined) return
    const all = [...before.finished ?? [], ...packages, ...updates.map(({ from }) => from)]
    // What was published again meanwhile is there.
    const known = new Set([...before.packages, ...before.updates])
    draft.write(prunedKey, { ...before, finished: [...new Set(all)].filter(name => known.has(name)).sort() })
  })
}

function unfinished (found: Removable, finished: readonly string[] = []): Removable {
  const done = new Set(finished)
  const updates = found.updates.filter(({ from }) => !done.has(from))
  const digests = new Set(updates.map(({ digest }) => digest))
  return {
    packages: found.packages.filter(name => !done.has(name)),
    updates,
    contents: found.contents.filter(digest => digests.has(digest))
  }
}

/** Where the manifests of every recorded hot update lie, below hot-update/. */
export async function recordedUpdates (store: ReleaseStore): Promise<Set<string>> {
  return recordedFroms(await store.list<HotUpdateHistory>('hot-updates'))
}

async function factsOf (
  store: ReleaseStore,
  documents: Pick<Draft, 'read' | 'list'>
): Promise<RetentionFacts> {
  return {
    releases: [...(await documents.list<Release>('releases')).values()],
    current: await documents.list<Current>('current'),
    // Read by name: a delivery that is decided meanwhile has this made again.
    pending: (await documents.read<JournalDocument>(journalKey))?.pending ?? null,
    history: await store.history(),
    updates: await documents.list<HotUpdateHistory>('hot-updates')
  }
}

/** Throws RELEASE_NOT_PUBLISHED for what was pruned: its bytes may be going at this moment. */
export async function checkNotPruned (draft: Draft, shown: readonly ShownTarget[]): Promise<void> {
  const { packages, updates } = await draft.read<Pruned>(prunedKey) ?? { packages: [], updates: [] }
  for (const each of shown) {
    const gone = Object.values(each.lines).find(({ from }) => updates.includes(from))?.from ??
      packages.find(name => name === each.packages)
    if (gone !== undefined) throw new PacklineError('RELEASE_PRUNED', { what: gone })
  }
}

/** What is published again is there again. */
export async function unprune (
  draft: Draft,
  packages: string | undefined,
  update: string | undefined
): Promise<void> {
  const before = await draft.read<Pruned>(prunedKey)
  if (before === undefined) return
  const isThere = (name: string): boolean => name === packages || name === update
  draft.write(prunedKey, {
    packages: before.packages.filter(name => !isThere(name)),
    updates: before.updates.filter(name => !isThere(name)),
    finished: (before.finished ?? []).filter(name => !isThere(name))
  })
}

/** The sha256 of artifacts that belong to packages that go and to none that stays. */
export async function prunableArtifacts (store: ReleaseStore, { packages }: Removable): Promise<Set<string>> {
  const registry = new Registry(store)
  const [gone, kept] = [new Set<string>(), new Set<string>()]
  for (const release of await registry.list()) {
    for (const target of Object.keys(release.targets)) {
      const to = packages.includes(packagesFolder(releaseKey(release), target)) ? gone : kept
      const rows = await registry.rows(release, target)
      for (const { sha256 } of await rowArtifacts(registry, release, rows)) to.add(sha256)
    }
  }
  return new Set([...gone].filter(sha256 => !kept.has(sha256)))
}
