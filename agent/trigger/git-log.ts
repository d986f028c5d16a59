import type { Commit, LinkChange } from './source.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

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
  if (!isHash(commit)) throw new ReasonError(phrase('git.noCommit', { commit }))
  return commit
}

/** Paths that changed, and submodules that moved. */
export interface Changes {
  paths: string[]
  links: LinkChange[]
}

/** What git wrote has another form than is known here. */
export class UnreadableLog extends ReasonError {}

/**
 * What `git log -z --raw --format=%x00%H%x00%B%x00` wrote, split at its NULs. Between a message and the
 * changes git puts nothing, a line break or an empty token, as the kind of merge has it; a change is a line
 * that begins with a colon and then one path, whatever that holds.
 */
export function parseLog (tokens: readonly string[]): Array<Commit & Changes> {
  const commits: Array<Commit & Changes> = []
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] ?? ''
    const commit = commits.at(-1)
    if (token === '' || token === '\n') continue
    const next = tokens[++at]
    if (next === undefined) {
      throw new UnreadableLog(phrase('git.endsAfter', { token: JSON.stringify(token.slice(0, 80)) }))
    }
    if (isHash(token)) commits.push({ id: token, message: next.trim(), paths: [], links: [] })
    else if (commit !== undefined && changeLine.test(token)) {
      addChange(commit, token, next)
    } else throw new UnreadableLog(phrase('git.neither', { token: JSON.stringify(token.slice(0, 80)) }))
  }
  return commits
}

/** What `git diff -z --raw` wrote: change lines and paths in turn. */
export function parseChanges (tokens: readonly string[]): Changes {
  const changes: Changes = { paths: [], links: [] }
  for (let at = 0; at + 1 < tokens.length; at += 2) addChange(changes, tokens[at] ?? '', tokens[at + 1] ?? '')
  return changes
}

/** A submodule is a folder, all of which may have changed; one that takes the place of a file is both. */
function addChange ({ paths, links }: Changes, line: string, path: string): void {
  const modes: string[] = line.match(/\b\d{6}\b(?= )/g) ?? []
  const isLink = modes.includes(linkMode)
  const isFile = !isLink || modes.some(mode => mode !== linkMode && mode !== absentMode)
  if (isFile) paths.push(path)
  if (!isLink) return
  paths.push(`${path}/`)
  // Of a merge the side that it was merged into.
  const hashes: string[] = line.match(/\b[0-9a-f]{40,64}\b/g) ?? []
  const isMove = !isFile && !modes.includes(absentMode)
  links.push({ path, from: isMove ? hashes[0] ?? '' : '', to: isMove ? hashes.at(-1) ?? '' : '' })
}
