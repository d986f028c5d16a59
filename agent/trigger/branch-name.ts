import picomatch from 'picomatch'

const safe = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}._/+@#=-]*$/u

/**
 * Whether a branch's name may be handed to Jenkins, whose scripts put it into shell lines: git itself allows
 * quotes and semicolons. The rest is what git allows.
 */
export function isSafeBranch (name: string): boolean {
  return name.length <= 255 && safe.test(name) && !/\.\.|@\{|\/\/|\/\.|\.lock(\/|$)|[./]$/.test(name)
}

export function branchMatcher (globs: readonly string[]): (name: string) => boolean {
  const isWatched = picomatch([...globs], { nonegate: true })
  return name => isWatched(name)
}
