import type { ManifestValue } from '../../formats/android/manifest-element.js'
import type { ResourceTable, ResourceValue } from '../../formats/android/resource-table.js'
import { valueTypes } from '../../formats/android/resource-chunk.js'
import { resourceLookup } from './resource-lookup.js'
import type { ResourceLookup } from './resource-lookup.js'

/** Looks values up in the resources.arsc of an APK. Resources of Android's own are not in it. */
export function tableLookup (table: ResourceTable): ResourceLookup {
  return resourceLookup(resource =>
    table
      .values(resource)
      // Other screens and versions of Android do not count.
      .sort((a, b) => a.sdk - b.sdk || a.density - b.density)
      .flatMap(each => {
        const value = singleOf(each)
        return value === undefined ? [] : [{ locale: each.locale, value }]
      })
  )
}

function singleOf ({ type, data, text }: ResourceValue): ManifestValue | undefined {
  switch (type) {
    case valueTypes.string:
      return text
    case valueTypes.boolean:
      return data !== 0
    case valueTypes.decimal:
    case valueTypes.hexadecimal:
      return data | 0
    case valueTypes.reference:
    case valueTypes.dynamicReference:
      return { resource: data }
    default:
      return undefined
  }
}
