import { posix } from 'node:path'
import { literalPattern } from '../../files/glob.js'
import type { ProposedRule } from './proposal.js'
import type { RuleNames } from './rule-names.js'
import type { SpriteSet } from './sprite-sets.js'

/** Sheets keep their names when they grow, and sprites their places. */
const options = { layout: 'stable', pages: 'numbered' }
/** Folders that say nothing of what lies in them. */
const plainFolders = new Set([
  'art',
  'assets',
  'asset',
  'res',
  'resource',
  'resources',
  'images',
  'src',
  'client'
])

/** One rule for the sets that lie in one folder. `pictures`: all that are to be packed. */
export function atlasRules (
  sets: readonly SpriteSet[],
  pictures: readonly string[],
  names: RuleNames
): ProposedRule[] {
  const byParent = new Map<string, SpriteSet[]>()
  for (const set of sets) {
    const parent = posix.dirname(set.folder)
    byParent.set(parent, [...byParent.get(parent) ?? [], set])
  }
  const drafts = [...byParent].flatMap(([parent, children]) => draftsOf(parent, children, pictures))
  return drafts.map(({ folder, include, children }) => {
    const name = names.take(posix.basename(folder), 'atlas')
    const tooLarge = children.flatMap(child => child.tooLarge)
    const isOne = include.length === 1 && children.length === 1
    return {
      name,
      processor: 'atlas',
      include,
      ...tooLarge.length > 0 && { exclude: tooLarge.map(literalPattern) },
      output: isOne ? name : `${placeOf(folder)}/{dir}`,
      options
    }
  })
}

interface Draft {
  folder: string
  include: string[]
  children: readonly SpriteSet[]
}

/** All folders of one by a wildcard where nothing but sets lies in it, else each by its name. */
function draftsOf (parent: string, children: readonly SpriteSet[], pictures: readonly string[]): Draft[] {
  const inSets = children.reduce((sum, { sprites, tooLarge }) => sum + sprites.length + tooLarge.length, 0)
  const isWhole = parent !== '.' && children.length > 1 &&
    pictures.filter(path => path.startsWith(`${parent}/`)).length === inSets
  if (isWhole) return [{ folder: parent, include: [`${literalPattern(parent)}/*/`], children }]
  return children.map(child => ({
    folder: child.folder,
    include: [`${literalPattern(child.folder)}/`],
    children: [child]
  }))
}

function placeOf (folder: string): string {
  const parts = folder.split('/')
  while (parts.length > 1 && plainFolders.has((parts[0] ?? '').toLowerCase())) parts.shift()
  return parts.join('/')
}
