import type { FarmView } from './farm-page.js'
import { farmParts } from './farm-page.js'
import type { View } from './page.js'

/** What of a farm page is other than it was: whole parts, and of the machines single rows. */
export interface FarmPatch {
  /** By id; only those that changed. */
  parts: Record<string, string>
  rows: Record<string, string>
  /** The ids of all rows, when there are others or they stand in another order. */
  order?: readonly string[]
}

/** Compares a page with what was sent of it before: of five hundred machines one row is news. */
export class FarmPatches {
  #known: ReadonlyMap<string, string> = new Map()
  #order = ''

  /** Undefined when nothing changed. The first one only learns what the page shows. */
  next (view: View, farm: FarmView): FarmPatch | undefined {
    const { parts, rows } = farmParts(view, farm)
    const isFirst = this.#known.size === 0
    const fresh = [...parts, ...rows].map(([id, text]): [string, string] => [id, withoutAges(text)])
    const known = this.#known
    this.#known = new Map(fresh)
    const order = [...rows.keys()]
    const isOrdered = order.join(' ') === this.#order
    this.#order = order.join(' ')
    const changed = new Set(fresh.filter(([id, text]) => known.get(id) !== text).map(([id]) => id))
    if (isFirst || (changed.size === 0 && isOrdered)) return undefined
    const only = (all: ReadonlyMap<string, string>): Record<string, string> =>
      Object.fromEntries([...all].filter(([id]) => changed.has(id)))
    return { parts: only(parts), rows: only(rows), ...isOrdered ? {} : { order } }
  }
}

/** How long ago something was is no news, and the page counts on by itself. */
function withoutAges (text: string): string {
  return text.replaceAll(/(<time [^>]*>)[^<]*/g, '$1')
}
