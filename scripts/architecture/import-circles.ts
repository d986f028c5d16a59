import type { Import } from './imports.js'

/** The first circle that is found of files that import each other, as the files on the way round; none is []. */
export function importCircle (imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>()
  for (const { file, target } of imports) targets.set(file, [...targets.get(file) ?? [], target])
  const done = new Set<string>()
  const way: string[] = []
  const visit = (file: string): string[] => {
    const before = way.indexOf(file)
    if (before >= 0) return [...way.slice(before), file]
    if (done.has(file)) return []
    way.push(file)
    for (const target of targets.get(file) ?? []) {
      const circle = visit(target)
      if (circle.length > 0) return circle
    }
    way.pop()
    done.add(file)
    return []
  }
  for (const file of targets.keys()) {
    const circle = visit(file)
    if (circle.length > 0) return circle
  }
  return []
}
