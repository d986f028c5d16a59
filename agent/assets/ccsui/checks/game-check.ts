import { posix } from 'node:path'
import { publishedName } from '../file-names.js'
import type { Serializer } from '../file-names.js'
import type { Reference } from '../export-options.js'
import type { GameTree } from './game-tree.js'

/** A csb of the game, and what it names. */
export interface CheckedCsb {
  /** What a person looks at: the csd. */
  file: string
  /** Where the csb lies in the tree. */
  path: string
  /** It may be JSON or Lua instead, and so are those that it holds. */
  serializer?: Serializer
  /** Where the engine looks for what it names, in that order. */
  searchPaths: readonly string[]
  /** Paths as the csb has them; a nested csb is named by its csd. */
  references: readonly Reference[]
  /** What the game gets from elsewhere. */
  isExternal: (path: string) => boolean
}

export interface MissingReference extends Reference {
  file: string
  /**
   * `sheet`: there is no such plist, and no other sheet has the frame; `case`: there is one under another
   * spelling; `part`: a file that is there needs one that is not; `cycle`: a csb that holds itself; `lfs`:
   * only the pointer was fetched; `default`: a picture of the Studio's own.
   */
  reason: 'file' | 'frame' | 'sheet' | 'case' | 'part' | 'cycle' | 'lfs' | 'default'
  suggestion?: string
  part?: string
  /** Where it was found, of a cycle its way. */
  found?: string
}

type Problem = Omit<MissingReference, keyof Reference | 'file'>

/**
 * What would fail in the game: everything that the csb files name, and what that needs, in `tree`. `used`
 * gets the files that are needed.
 */
export function checkGame (
  csbs: readonly CheckedCsb[],
  tree: GameTree,
  used = new Set<string>()
): MissingReference[] {
  const problems = csbs.flatMap(csb =>
    csb.references.flatMap(reference =>
      problemsOf(reference, csb, tree, used).map(problem => ({ ...reference, file: csb.file, ...problem }))
    )
  )
  return [...problems, ...cyclesAmong(csbs, tree)]
}

function problemsOf (reference: Reference, csb: CheckedCsb, tree: GameTree, used: Set<string>): Problem[] {
  const { kind, path, plist = '', isDefault } = reference
  const wanted = filePath(wantedBy(csb, { kind, path, plist }))
  const found = wanted === '' ? undefined : tree.find(csb.searchPaths, wanted)
  if (kind === 'frame') {
    if (found !== undefined && tree.framesOf(found)?.has(path) === true) {
      return partProblems(found, kind, csb, tree, used)
    }
    if (tree.isPacked(path) || csb.isExternal(wanted)) return []
    return [{ reason: found === undefined ? 'sheet' : 'frame' }]
  }
  if (found !== undefined) return partProblems(found, kind, csb, tree, used)
  if (csb.isExternal(wanted)) return []
  if (isDefault === true) return [{ reason: 'default' }]
  const suggestion = tree.findInOtherCase(csb.searchPaths, wanted)
  return [suggestion === undefined ? { reason: 'file' } : { reason: 'case', suggestion }]
}

/** The file itself, and what it needs in turn, each only once. */
function partProblems (
  found: string,
  kind: Reference['kind'],
  csb: CheckedCsb,
  tree: GameTree,
  used: Set<string>,
  seen = new Set<string>()
): Problem[] {
  if (seen.has(found)) return []
  seen.add(found)
  used.add(found)
  if (kind !== 'csb' && tree.isLfsPointer(found)) return [{ reason: 'lfs', found }]
  return tree.partsOf(found, kind).flatMap((part): Problem[] => {
    if (tree.has(part)) return partProblems(part, 'picture', csb, tree, used, seen)
    if (csb.isExternal(part)) return []
    const suggestion = tree.findInOtherCase([''], part)
    return [{ reason: 'part', part: suggestion === undefined ? part : `${part} (${suggestion})`, found }]
  })
}

/** Files that hold each other: the engine would load them until its stack ends. */
function cyclesAmong (csbs: readonly CheckedCsb[], tree: GameTree): MissingReference[] {
  const byPath = new Map(csbs.map(csb => [csb.path, csb]))
  const state = new Map<string, 'open' | 'done'>()
  const found: MissingReference[] = []
  const visit = (csb: CheckedCsb, way: readonly string[]): void => {
    state.set(csb.path, 'open')
    for (const reference of csb.references) {
      if (reference.kind !== 'csb') continue
      const target = tree.find(csb.searchPaths, filePath(wantedBy(csb, reference)))
      const next = target === undefined ? undefined : byPath.get(target)
      if (next === undefined) continue
      if (state.get(next.path) === 'open') {
        const circle = [...way.slice(way.indexOf(next.path)), next.path].join(' → ')
        found.push({ ...reference, file: csb.file, reason: 'cycle', found: circle })
      } else if (!state.has(next.path)) visit(next, [...way, next.path])
    }
    state.set(csb.path, 'done')
  }
  for (const csb of csbs) if (!state.has(csb.path)) visit(csb, [csb.path])
  return found
}

/** The file that has to be there for a reference. */
export function wantedBy (
  { serializer = 'csb' }: Pick<CheckedCsb, 'serializer'>,
  { kind, path, plist = '' }: Pick<Reference, 'kind' | 'path' | 'plist'>
): string {
  return kind === 'frame' ? plist : kind === 'csb' ? publishedName(path, serializer) : path
}

/** As the engine's file utilities take it: forward slashes. */
function filePath (path: string): string {
  const slashed = path.replaceAll('\\', '/')
  return slashed === '' ? '' : posix.normalize(slashed)
}
