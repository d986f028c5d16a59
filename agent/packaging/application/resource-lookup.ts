import type { ManifestValue } from '../../formats/android/manifest-element.js'

/** What a reference to a resource stands for: a value for each language, `default` for all others. */
export type ResourceLookup = (resource: number) => Record<string, string | number | boolean>

/** One value of a resource; an empty locale is every language. */
export interface LocalValue {
  locale: string
  value: ManifestValue
}

/** References lead to references; more than Android follows is a circle. */
const longestChain = 20

/** Follows references. `valuesOf` gives the plainest value of each language first. */
export function resourceLookup (valuesOf: (resource: number) => LocalValue[]): ResourceLookup {
  const lookup = (resource: number, depth: number): Record<string, string | number | boolean> => {
    const found: Record<string, string | number | boolean> = {}
    for (const { locale, value } of valuesOf(resource)) {
      const name = locale === '' ? 'default' : locale
      if (name in found) continue
      if (typeof value !== 'object') found[name] = value
      else if (depth < longestChain) {
        const target = lookup(value.resource, depth + 1)
        const single = target[name] ?? target.default
        if (single !== undefined) found[name] = single
        if (name === 'default') { for (const [each, other] of Object.entries(target)) found[each] ??= other }
      }
    }
    return found
  }
  return resource => lookup(resource, 0)
}
