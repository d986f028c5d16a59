import { posix } from 'node:path'
import { longestSide } from './art-tree.js'

/** A folder of pictures that becomes one atlas set. */
export interface SpriteSet {
  folder: string
  sprites: readonly string[]
  /** Pictures in it that no page could hold. */
  tooLarge: readonly string[]
}

export interface SpriteSets {
  sets: readonly SpriteSet[]
  /** Pictures that are better used as they are: large ones, and single ones beside folders of others. */
  loose: readonly string[]
}

interface Folder {
  path: string
  direct: string[]
  children: Map<string, Folder>
}

/** A page is 2048 pixels wide, and wants a rim. */
const longestSprite = 2040
/** From here on pictures are backgrounds: a page of one picture saves nothing. */
const longestOfSets = 1024

/**
 * Which folders of pictures are sets: one whose pictures mostly lie in it directly, with what lies in its
 * folders; one that mostly has folders is looked into.
 */
export function spriteSetsOf (pictures: readonly string[], root: string): SpriteSets {
  const sets: SpriteSet[] = []
  const loose: string[] = []
  const look = (folder: Folder): void => {
    const below = allBelow(folder)
    if (folder.path === '' || folder.direct.length * 2 < below.length) {
      loose.push(...folder.direct)
      for (const child of folder.children.values()) look(child)
      return
    }
    const sides = new Map(below.map(path => [path, longestSide(root, path)]))
    const larger = (than: number): string[] => below.filter(path => (sides.get(path) ?? 0) > than)
    const tooLarge = larger(longestSprite)
    if (below.length === 1 || larger(longestOfSets).length * 2 >= below.length) loose.push(...below)
    else {
      loose.push(...tooLarge)
      sets.push({ folder: folder.path, sprites: below.filter(path => !tooLarge.includes(path)), tooLarge })
    }
  }
  look(treeOf(pictures))
  return { sets, loose }
}

function treeOf (paths: readonly string[]): Folder {
  const root: Folder = { path: '', direct: [], children: new Map() }
  for (const path of paths) {
    let folder = root
    for (const name of path.split('/').slice(0, -1)) {
      let child = folder.children.get(name)
      if (child === undefined) {
        child = { path: posix.join(folder.path, name), direct: [], children: new Map() }
        folder.children.set(name, child)
      }
      folder = child
    }
    folder.direct.push(path)
  }
  return root
}

function allBelow ({ direct, children }: Folder): string[] {
  return [...direct, ...[...children.values()].flatMap(allBelow)]
}
