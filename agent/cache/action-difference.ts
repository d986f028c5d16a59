import type { ActionInputs } from './action-cache.js'
import { canonicalJson } from './canonical-json.js'

const listedAtMost = 10

/** Which input, option or version makes `after` another action than `before`. */
export function explainDifference (before: ActionInputs, after: ActionInputs): string[] {
  const reasons: string[] = []
  if (before.version !== after.version) {
    reasons.push(`packline's version of ${after.kind} changed from ${before.version} to ${after.version}`)
  }
  reasons.push(...differences('option', fields(before.options), fields(after.options)))
  reasons.push(...differences('tool', before.tools ?? {}, after.tools ?? {}))
  const old = new Map(before.inputs)
  const current = new Map(after.inputs)
  const changes = [
    ...after.inputs.flatMap(([name, digest]) =>
      old.get(name) === digest ? [] : [`input ${name} ${old.has(name) ? 'changed' : 'was added'}`]
    ),
    ...before.inputs.flatMap(([name]) => current.has(name) ? [] : [`input ${name} was removed`])
  ]
  reasons.push(...changes.slice(0, listedAtMost))
  if (changes.length > listedAtMost) reasons.push(`and ${changes.length - listedAtMost} more inputs`)
  return reasons.length > 0 ? reasons : ['the order of its inputs changed']
}

function fields (options: unknown): Record<string, unknown> {
  return typeof options === 'object' && options !== null ? { ...options } : { value: options }
}

function differences (
  what: string,
  before: Record<string, unknown>,
  after: Record<string, unknown>
): string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap(name => {
    const texts = [before[name], after[name]].map(value =>
      value === undefined ? 'none' : canonicalJson(value)
    )
    const [old = '', current = ''] = texts
    if (old === current) return []
    const start = partedAt(old, current)
    return [`${what} ${name} changed from ${shorten(old, start)} to ${shorten(current, start)}`]
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
