import { linkName, manifestNames, pointerName } from './publish/shown-target.js'
import type { ShownTarget } from './publish/shown-target.js'

/** What a content delivery network has to forget: single addresses, and folders that end with a slash. */
export interface CacheUrls {
  urls: string[]
  folders: string[]
}

/** What shows something else after a delivery, below the address of a place. With `isWhole` all that may. */
export function changedUrls (
  base: string,
  before: readonly ShownTarget[],
  after: readonly ShownTarget[],
  isWhole: boolean
): CacheUrls {
  const root = base.endsWith('/') ? base : `${base}/`
  const at = (name: string): string => root + name.split('/').map(encodeURIComponent).join('/')
  const found: CacheUrls = { urls: [], folders: [] }
  for (const { target, packages, lines } of after) {
    const old = before.find(each => each.target === target)
    found.urls.push(at(pointerName(target)))
    if (isWhole || old?.packages !== packages) found.folders.push(`${at(linkName(target))}/`)
    for (const address of new Set([...Object.keys(old?.lines ?? {}), ...Object.keys(lines)])) {
      const isSame = old?.lines[address]?.from === lines[address]?.from
      if (isSame && !isWhole) continue
      found.urls.push(...manifestNames.map(name => at(`hot-update/${address}/${name}`)))
    }
  }
  return found
}
