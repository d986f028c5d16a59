import type { Import } from './imports.js'

/** For each folder the folders that its files import from, itself left out. */
export type FolderGraph = ReadonlyMap<string, ReadonlySet<string>>

/** The folders directly below `base` ('' for agent/ itself); files that lie in `base` itself are left out. */
export function folderGraph (imports: readonly Import[], base: string): FolderGraph {
  const graph = new Map<string, Set<string>>()
  for (const { file, target } of imports) {
    const from = folderBelow(base, file)
    if (from === undefined) continue
    const targets = graph.get(from) ?? new Set()
    graph.set(from, targets)
    const to = target.endsWith('.ts') ? folderBelow(base, target) : undefined
    if (to !== undefined && to !== from) targets.add(to)
  }
  return graph
}

function folderBelow (base: string, path: string): string | undefined {
  if (!path.startsWith(base)) return undefined
  const rest = path.slice(base.length).replace(/^\//, '')
  return rest.includes('/') ? rest.slice(0, rest.indexOf('/')) : undefined
}

/** The graph without each arrow that a way over other folders says already; needs a graph without circles. */
export function withoutShortcuts (graph: FolderGraph): FolderGraph {
  return new Map(
    [...graph].map(([from, targets]) => {
      const indirect = new Set([...targets].flatMap(target => [...reachable(graph, target)]))
      return [from, new Set([...targets].filter(target => !indirect.has(target)))]
    })
  )
}

function reachable (graph: FolderGraph, from: string, seen = new Set<string>()): ReadonlySet<string> {
  for (const target of graph.get(from) ?? []) {
    if (seen.has(target)) continue
    seen.add(target)
    reachable(graph, target, seen)
  }
  return seen
}
