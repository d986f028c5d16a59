import picomatch from 'picomatch'

/** With the flag, `**` matches every name: one that holds a line break, too. */
const settings = { dot: true, nonegate: true, strictSlashes: true, flags: 's' }

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
  const pattern = text.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  const matches = matcher([pattern])
  return {
    text,
    base: baseOf(pattern, namesFolders),
    namesFolders,
    // The folders of a tree are asked for once for each file in them.
    matches: namesFolders ? remembering(matches) : matches
  }
}

function remembering (matches: (path: string) => boolean): (path: string) => boolean {
  const known = new Map<string, boolean>()
  return path => {
    const before = known.get(path)
    if (before !== undefined) return before
    const now = matches(path)
    known.set(path, now)
    return now
  }
}

/** The path of the folder, as it is on the disk: a pattern may have escaped what would be a wildcard. */
function baseOf (pattern: string, namesFolder: boolean): string {
  const parts = pattern.split('/')
  const wild = parts.findIndex(part => /[*?[{(|"]/.test(part.replace(/\\./g, '')))
  const fixed = wild >= 0 ? parts.slice(0, wild) : namesFolder ? parts : parts.slice(0, -1)
  return fixed.join('/').replace(/\\(.)/g, '$1').replace(/^\.$/, '')
}

/** The pattern that matches this path alone. */
export function literalPattern (path: string): string {
  return path.replace(/[*?[\]{}()!@+|"\\]/g, '\\$&')
}

/** Whether a path matches one of the patterns; always false for none. */
export function matcher (patterns: readonly string[]): (path: string) => boolean {
  if (patterns.length === 0) return () => false
  const globs = patterns.map(pattern => pattern.replace(/^\.\//, ''))
  // What picomatch does besides, for each path and pattern, takes as long as the expressions do.
  const literal = new Set(globs)
  const expression = new RegExp(globs.map(glob => sourceOf(glob)).join('|'), settings.flags)
  return path => path !== '' && (literal.has(path) || expression.test(path))
}

function sourceOf (glob: string): string {
  return `(?:${picomatch.makeRe(glob, { ...settings, windows: process.platform === 'win32' }).source})`
}

/** An exclude pattern takes a file, or everything under a folder. */
export function excludeMatcher (patterns: readonly string[]): (path: string) => boolean {
  return matcher(
    patterns.flatMap(pattern => pattern.endsWith('/') ? [`${pattern}**`] : [pattern, `${pattern}/**`])
  )
}
