import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Revision } from '../../agent/release/revision.js'
import type { ResolveDocument } from '../../agent/release/resolve-document.js'

export interface FlipAgentSettings {
  name: string
  servers: string
  chroot: string
  sessionTimeoutMs: number
  folder: string
}

/** An intent before it is tried, then what came of it. */
export type FlipJournalEntry =
  | { id: string, action: 'flip' | 'undo' }
  | { id: string, done: number | null }
  | { id: string, told: string }

export interface FlipCheck {
  flips: number
  undos: number
  told: number
  lost: string[]
  doubled: string[]
  unexplained: string[]
  brokenChain: string[]
}

/** What a reader must see: the whole state before a flip, or the whole one after it. */
export function isWhole ({ targets }: ResolveDocument): boolean {
  const live = targets.find(({ id }) => id === 'live')
  const review = targets.find(({ id }) => id === 'review-1')
  const isBefore = live?.hotUpdate?.version === '1.0.0.1' && review?.match.version?.equals === '1.1' &&
    review.match.build?.equals === 2
  const isAfter = live?.hotUpdate?.version === '1.1.0.1' && review === undefined
  return isBefore !== isAfter
}

/**
 * Compares what the agents were answered with the history: nothing lost, nothing twice, every state following
 * from the one before.
 */
export function checkFlips (folder: string, history: readonly Revision[]): FlipCheck {
  const entries = readdirSync(folder)
    .filter(name => name.endsWith('.journal'))
    .flatMap(name => readJournal(join(folder, name)))
  const intents = new Set(entries.flatMap(entry => 'action' in entry ? [entry.id] : []))
  const done = entries.filter(entry => 'done' in entry)
  const told = entries.filter(entry => 'told' in entry)
  const changes = history.filter(({ action }) => action === 'flip' || action === 'undo')
  const byId = new Map<string, Revision[]>()
  for (const change of changes) byId.set(change.id, [...byId.get(change.id) ?? [], change])
  return {
    flips: changes.filter(({ action }) => action === 'flip').length,
    undos: changes.filter(({ action }) => action === 'undo').length,
    told: told.length,
    lost: done.filter(({ id, done }) => byId.get(id)?.[0]?.revision !== done).map(({ id }) => id),
    doubled: [...byId].filter(([, list]) => list.length > 1).map(([id]) => id),
    unexplained: [
      ...changes.filter(({ id }) => !intents.has(id)).map(({ id }) => id),
      ...told.filter(({ id }) => byId.has(id)).map(({ id }) => id)
    ],
    brokenChain: [
      ...history.flatMap(({ revision, parent }, index) =>
        revision === index + 1 && parent === index
          ? []
          : [`revision ${revision} after ${parent} at place ${index + 1}`]
      ),
      ...changes.flatMap((change, index) => {
        const last = changes[index - 1]
        return last === undefined || sameImages(last.after, change.before)
          ? []
          : [`revision ${change.revision} does not begin where ${last.revision} ended`]
      })
    ]
  }
}

/** Whole lines only: a kill may have left half a one. */
export function readJournal (file: string): FlipJournalEntry[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(line => line.endsWith('}'))
  return lines.map(line => JSON.parse(line) as FlipJournalEntry)
}

function sameImages (a: Revision['before'], b: Revision['before']): boolean {
  const sorted = (images: Revision['before']): string =>
    JSON.stringify(Object.entries(images).sort(([one], [other]) => one < other ? -1 : 1))
  return sorted(a) === sorted(b)
}
