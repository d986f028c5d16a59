import picomatch from 'picomatch'

const settings = { dot: true, nonegate: true, strictSlashes: true }

/** One include pattern: files, or (with a trailing slash) folders, each of which is a group. */
export interface IncludePattern {
  text: string
  /** The fixed part before the first wildcard: the folder to walk. */
  base: string
  namesFolders: boolean
  /** Tells whether a path (of a file, or of a folder for a folder pattern) matches. */
  matches: (path: string) => boolean
}

export function includePattern (text: string): IncludePattern {
  const namesFolders = text.endsWith('/')
  const pattern = namesFolders ? text.replace(/\/+$/, '') : text
  const { base, isGlob } = picomatch.scan(pattern)
  const fixed = isGlob
    ? base
    : namesFolders
    ? pattern
    : pattern.includes('/')
    ? pattern.slice(0, pattern.lastIndexOf('/'))
    : ''
  return {
    text,
    base: fixed === '.' ? '' : fixed.replace(/^\.\//, ''),
    namesFolders,
    matches: matcher([pattern])
  }
}

/** Whether a path matches one of the patterns; always false for none. */
export function matcher (patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false
  const match = picomatch(patterns.map(pattern => pattern.replace(/^\.\//, '')), settings)
  return path => match(path)
}

/** An exclude pattern takes a file, or everything under a folder. */
export function excludeMatcher (patterns: readonly string[]): (path: string) => boolean {
  return matcher(
    patterns.flatMap(pattern => pattern.endsWith('/') ? [`${pattern}**`] : [pattern, `${pattern}/**`])
  )
}
