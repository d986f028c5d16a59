import type { ManifestValue } from '../../formats/android/manifest-element.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

/** What a reference to a resource stands for: a value for each language, `default` for all others. */
export type ResourceLookup = (resource: number) => Record<string, string | number | boolean>

/** One value of a resource; an empty locale is every language. */
export interface LocalValue {
  locale: string
  value: ManifestValue
}

/** References lead to references; more than Android follows is a circle. */
const longestChain = 20
/** Each looked up once: a made-up table in which all refer to all would take for ever. */
const mostResources = 100

/** Follows references. `valuesOf` gives the plainest value of each language first. */
export function resourceLookup (valuesOf: (resource: number) => LocalValue[]): ResourceLookup {
  return resource => valuesBehind(resource, valuesOf, new Map(), 0)
}

type Values = ReturnType<ResourceLookup>

function valuesBehind (
  resource: number,
  valuesOf: (resource: number) => LocalValue[],
  seen: Map<number, Values>,
  depth: number
): Values {
  const known = seen.get(resource)
  if (known !== undefined) return known
  if (seen.size === mostResources) {
    throw new ReasonError(phrase('resource.loop', { most: mostResources }))
  }
  const found: Values = {}
  seen.set(resource, found)
  for (const { locale, value } of valuesOf(resource)) {
    const name = locale === '' ? 'default' : locale
    if (name in found) continue
    if (typeof value !== 'object') found[name] = value
    else if (depth < longestChain) {
      const target = valuesBehind(value.resource, valuesOf, seen, depth + 1)
      const single = target[name] ?? target.default
      if (single !== undefined) found[name] = single
      if (name === 'default') { for (const [each, other] of Object.entries(target)) found[each] ??= other }
    }
  }
  return found
}
