import type { XmlElement } from '../../../formats/xml-element.js'
import type { NodeText, TextGaps } from '../export-options.js'
import { checkOf, textsOf, withTexts } from './csd-texts.js'
import type { TextRow } from './text-table.js'

/** A csd's nodes in another language. What has no translation stays as the csd has it. */
export function translated (
  root: XmlElement,
  texts: readonly NodeText[]
): { root: XmlElement, gaps: TextGaps } {
  const byPlace = new Map(texts.map(each => [placeOf(each), each]))
  const gaps = { missing: 0, changed: 0, stale: 0 }
  const used = new Set<string>()
  for (const found of textsOf(root)) {
    const place = placeOf(found)
    used.add(place)
    const translation = byPlace.get(place)
    if (translation === undefined) gaps.missing++
    else if (isOutdated(translation, found.text)) gaps.changed++
  }
  for (const place of byPlace.keys()) if (!used.has(place)) gaps.stale++
  return { root: withTexts(root, place => byPlace.get(placeOf(place))?.text), gaps }
}

function isOutdated ({ state, check }: NodeText, source: string): boolean {
  return state === 'changed' || (check !== '' && check !== checkOf(source))
}

function placeOf ({ node, field }: Pick<NodeText, 'node' | 'field'>): string {
  return `${node}\0${field}`
}

/** What of a table is for each csd. Rows that nobody has translated are none. */
export function textsByCsd (rows: readonly TextRow[]): Map<string, NodeText[]> {
  const byCsd = new Map<string, NodeText[]>()
  for (const { csd, node, field, text, state, check } of rows) {
    if (text === '') continue
    const texts = byCsd.get(csd) ?? []
    if (texts.length === 0) byCsd.set(csd, texts)
    texts.push({ node, field, text, state, check })
  }
  return byCsd
}
