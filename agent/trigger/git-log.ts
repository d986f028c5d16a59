import type { Commit } from './source.js'

const hash = /^[0-9a-f]{40}([0-9a-f]{24})?$/

export function isHash (text: string): boolean {
  return hash.test(text)
}

/** A revision is a hash and nothing else, so that none can be read as an option or a range. */
export function checked (commit: string): string {
  if (!isHash(commit)) throw new TypeError(`"${commit}" is no commit`)
  return commit
}

/**
 * What `git log -z --name-only` wrote: hash, message, and the paths up to an empty token; the first path
 * comes after a line break.
 */
export function parseLog (tokens: readonly string[]): Commit[] {
  const commits: Commit[] = []
  let at = 0
  while (at < tokens.length) {
    const [id = '', message = '', separator, first = ''] = tokens.slice(at, at + 4)
    if (id === '') {
      at++
      continue
    }
    const commit: Commit = { id: checked(id), message: message.trim(), paths: [] }
    commits.push(commit)
    at += 2
    if (separator === '' && first.startsWith('\n')) {
      const end = tokens.indexOf('', at + 1)
      const rest = tokens.slice(at + 2, end < 0 ? undefined : end)
      commit.paths.push(first.slice(1), ...rest)
      at += 2 + rest.length
    }
  }
  return commits
}
