import type { Commit } from './source.js'

const hash = /^[0-9a-f]{40}([0-9a-f]{24})?$/
/** One colon for each parent that it is compared with, then modes, hashes and the kind of change. */
const changeLine = /^\n?:+(?:\d{6} )+(?:[0-9a-f]+ )+[A-Z]+$/
const linkMode = '160000'
const absentMode = '000000'

export function isHash (text: string): boolean {
  return hash.test(text)
}

/** A revision is a hash and nothing else, so that none can be read as an option or a range. */
export function checked (commit: string): string {
  if (!isHash(commit)) throw new TypeError(`"${commit}" is no commit`)
  return commit
}

/** What git wrote has another form than is known here. */
export class UnreadableLog extends Error {}

/**
 * What `git log -z --raw --format=%x00%H%x00%B%x00` wrote, split at its NULs. Between a message and the
 * changes git puts nothing, a line break or an empty token, as the kind of merge has it; a change is a line
 * that begins with a colon and then one path, whatever that holds.
 */
export function parseLog (tokens: readonly string[]): Commit[] {
  const commits: Commit[] = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    const commit = commits.at(-1)
    if (token === '' || token === '\n') continue
    const next = tokens[++at]
    if (next === undefined) throw new UnreadableLog(`it ends after ${JSON.stringify(token.slice(0, 80))}`)
    if (isHash(token)) commits.push({ id: token, message: next.trim(), paths: [] })
    else if (commit !== undefined && changeLine.test(token)) {
      commit.paths.push(...changedPaths(token, next))
    } else throw new UnreadableLog(`${JSON.stringify(token.slice(0, 80))} is neither commit nor change`)
  }
  return commits
}

/** What `git diff -z --raw` wrote: change lines and paths in turn. */
export function parseChanges (tokens: readonly string[]): string[] {
  const paths: string[] = []
  for (let at = 0; at + 1 < tokens.length; at += 2) {
    paths.push(...changedPaths(tokens[at] ?? '', tokens[at + 1] ?? ''))
  }
  return paths
}

/** A submodule is a folder, all of which may have changed; one that takes the place of a file is both. */
function changedPaths (line: string, path: string): string[] {
  const modes: string[] = line.match(/\b\d{6}\b(?= )/g) ?? []
  const isLink = modes.includes(linkMode)
  const isFile = !isLink || modes.some(mode => mode !== linkMode && mode !== absentMode)
  return [...isFile ? [path] : [], ...isLink ? [`${path}/`] : []]
}
