import type { ActionInputs } from './action-cache.js'
import { canonicalJson } from './canonical-json.js'
import { phrase, type Wording } from '../messages/phrase.js'

const listedAtMost = 10

/** Which input, option or version makes `after` another action than `before`. */
export function explainDifference (before: ActionInputs, after: ActionInputs): Wording[] {
  const reasons: Wording[] = []
  if (before.version !== after.version) {
    reasons.push(phrase('why.version', { kind: after.kind, before: before.version, after: after.version }))
  }
  reasons.push(...differences('why.option', fields(before.options), fields(after.options)))
  reasons.push(...differences('why.tool', before.tools ?? {}, after.tools ?? {}))
  const old = new Map(before.inputs)
  const current = new Map(after.inputs)
  const changes = [
    ...after.inputs.flatMap(([name, digest]) =>
      old.get(name) === digest
        ? []
        : [phrase(old.has(name) ? 'why.inputChanged' : 'why.inputAdded', { name })]
    ),
    ...before.inputs.flatMap(([name]) => current.has(name) ? [] : [phrase('why.inputRemoved', { name })])
  ]
  reasons.push(...changes.slice(0, listedAtMost))
  if (changes.length > listedAtMost) {
    reasons.push(phrase('why.moreInputs', { count: changes.length - listedAtMost }))
  }
  return reasons.length > 0 ? reasons : [phrase('why.order')]
}

function fields (options: unknown): Record<string, unknown> {
  return typeof options === 'object' && options !== null ? { ...options } : { value: options }
}

function differences (
  what: 'why.option' | 'why.tool',
  before: Record<string, unknown>,
  after: Record<string, unknown>
): Wording[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(name => {
    const [old, current] = [before[name], after[name]].map(value =>
      value === undefined ? undefined : canonicalJson(value)
    )
    if (old === current) return []
    if (old === undefined || current === undefined) {
      const value = shorten(old ?? current ?? '', 0)
      return [phrase(old === undefined ? `${what}New` : `${what}Gone`, { name, value })]
    }
    const start = partedAt(old, current)
    return [phrase(what, { name, before: shorten(old, start), after: shorten(current, start) })]
  })
}

const shownAtMost = 60
const shownBefore = 16

/** Where the shown parts of two texts start: so that it can be seen what differs. */
function partedAt (old: string, current: string): number {
  if (old.length <= shownAtMost && current.length <= shownAtMost) return 0
  let same = 0
  while (same < old.length && old[same] === current[same]) same++
  return same + 20 <= shownAtMost ? 0 : same - shownBefore
}

function shorten (text: string, start: number): string {
  const shown = text.slice(start, start + shownAtMost - 3)
  const end = text.length <= shownAtMost && start === 0 ? text : shown
  return `${start > 0 ? '…' : ''}${end}${start + end.length < text.length ? '…' : ''}`
}
