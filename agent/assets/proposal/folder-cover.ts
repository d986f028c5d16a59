import { posix } from 'node:path'
import { literalPattern } from '../../files/glob.js'

/**
 * The fewest patterns that take these files and no others: whole folders where nothing else lies in them,
 * else single files, or all of an ending where a folder has many.
 */
export function coverOf (wanted: readonly string[], all: readonly string[]): string[] {
  const counts = new Map<string, { wanted: number, all: number }>()
  const count = (paths: readonly string[], field: 'wanted' | 'all'): void => {
    for (const path of paths) {
      for (let folder = posix.dirname(path); folder !== '.'; folder = posix.dirname(folder)) {
        const entry = counts.get(folder) ?? { wanted: 0, all: 0 }
        entry[field]++
        counts.set(folder, entry)
      }
    }
  }
  count(wanted, 'wanted')
  count(all, 'all')
  const isWhole = (folder: string): boolean => {
    const entry = counts.get(folder)
    return entry !== undefined && entry.wanted === entry.all
  }
  const patterns = new Set<string>()
  for (const path of wanted) {
    let whole: string | undefined
    for (
      let folder = posix.dirname(path);
      folder !== '.' && isWhole(folder);
      folder = posix.dirname(folder)
    ) {
      whole = folder
    }
    patterns.add(whole === undefined ? literalPattern(path) : `${literalPattern(whole)}/**`)
  }
  return patterns.size <= mostPatterns ? [...patterns] : byEnding(wanted)
}

/** What a rule's include may hold, less a few for the person who goes on with it. */
const mostPatterns = 200

function byEnding (wanted: readonly string[]): string[] {
  const patterns = wanted.map(path => {
    const [top = ''] = path.split('/')
    const ending = literalPattern(posix.extname(path))
    return path.includes('/') ? `${literalPattern(top)}/**/*${ending}` : `*${ending}`
  })
  return [...new Set(patterns)].slice(0, mostPatterns)
}
