import { checkOf } from './csd-texts.js'
import type { CsdText } from './csd-texts.js'
import { keyOf } from './text-table.js'
import type { TextRow } from './text-table.js'
import type { TextGaps } from '../export-options.js'

export type FoundText = CsdText & { csd: string }

/** The table for the texts that there are, with the translations that there are. */
export function mergeTexts (found: readonly FoundText[], known: readonly TextRow[]): TextRow[] {
  const byKey = new Map(known.map(row => [keyOf(row), row]))
  const rows = found.map(({ csd, node, field, font, text: source }): TextRow => {
    const row = byKey.get(keyOf({ csd, node, field }))
    byKey.delete(keyOf({ csd, node, field }))
    const check = checkOf(source)
    const text = row?.text ?? ''
    const isChanged = row !== undefined && text !== '' && (row.state === 'changed' || !isOf(row, source))
    return { csd, node, field, font, source, text, state: isChanged ? 'changed' : '', check }
  })
  // Work that a node's new name would lose otherwise.
  const stale = [...byKey.values()].filter(({ text }) => text !== '')
  return [...rows, ...stale.map((row): TextRow => ({ ...row, state: 'stale' }))]
}

/** What came back from a translator, over what there was. Empty cells take nothing away. */
export function withReturned (known: readonly TextRow[], returned: readonly TextRow[]): TextRow[] {
  const rows = new Map(known.map(row => [keyOf(row), row]))
  for (const row of returned) {
    const before = rows.get(keyOf(row))
    if (row.text === '') continue
    // Who has translated it anew need not say so in another cell, too.
    const isDone = row.state === 'changed' && before !== undefined && before.text !== row.text
    rows.set(keyOf(row), isDone ? { ...row, state: '' } : row)
  }
  return [...rows.values()]
}

/** Whether a row translates this text. */
function isOf ({ check, source }: TextRow, text: string): boolean {
  return check === '' ? source === '' || source === text : check === checkOf(text)
}

/** What a person has to look at. */
export function gapOf ({ state, text }: TextRow): keyof TextGaps | undefined {
  if (state !== '') return state
  return text === '' ? 'missing' : undefined
}
