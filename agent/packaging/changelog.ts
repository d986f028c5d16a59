import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import { compareVersions } from '../release/game-version.js'
import type { Release } from '../release/registry-model.js'
import type { ReleaseName } from '../release/registry.js'
import { lastWords, runCommand } from './run-command.js'

interface Checkout {
  /** The project's folder: only what changed below it counts. */
  folder: string
  environment: Readonly<Record<string, string | undefined>>
  signal: AbortSignal
}

export interface LoggedCommit {
  id: string
  subject: string
}

/** What one document of the registry has room for. */
const maxCharacters = 20_000
const maxCommits = 2000
const timeoutMs = 60_000
const hash = /^[0-9a-f]{40}([0-9a-f]{24})?$/
/** Types of conventional commits as people ask for them; what is no such commit is last. */
const order = ['feat', 'fix', 'perf', 'revert', 'refactor', 'style', 'docs', 'test', 'build', 'ci', 'chore']

/** The last release before `name`, of those that were made from a commit of the project. */
export function releaseBefore (
  releases: readonly Release[],
  { version, build }: ReleaseName,
  project: string
): Release | undefined {
  return releases
    .filter(each =>
      each.rebuild.commits[project] !== undefined &&
      (compareVersions(each.version, version) || each.build - build) < 0
    )
    .sort((a, b) => compareVersions(a.version, b.version) || a.build - b.build)
    .at(-1)
}

/** What was done to a project between two commits. Throws CHANGELOG_UNREADABLE. */
export async function changelogFromGit (checkout: Checkout, from: string, to: string): Promise<string> {
  return changelogText(await commitsBetween(checkout, from, to))
}

/** A line for each commit: what breaks first, then by type of conventional commits, then plain ones. */
export function changelogText (commits: readonly LoggedCommit[]): string {
  const sorted = commits
    .map(({ id, subject }) => ({ rank: rankOf(subject), line: `${subject} (${id.slice(0, 9)})` }))
    .sort((a, b) => a.rank - b.rank)
  let text = ''
  for (const [index, { line }] of sorted.entries()) {
    if (text.length + line.length > maxCharacters) return `${text}… ${sorted.length - index}\n`
    text += `${line}\n`
  }
  return text
}

function rankOf (subject: string): number {
  const [, type = '', breaking] = /^([a-z]+)(?:\([^)]*\))?(!)?: ./i.exec(subject) ?? []
  const rank = order.indexOf(type.toLowerCase())
  return rank < 0 ? order.length : breaking === undefined ? rank : -1
}

async function commitsBetween (
  { folder, environment: { PATH = '' }, signal }: Checkout,
  from: string,
  to: string
): Promise<LoggedCommit[]> {
  // A hash and nothing else, so that none can be read as an option.
  const wrong = [from, to].find(each => !hash.test(each))
  if (wrong !== undefined) throw new PacklineError('CHANGELOG_UNREADABLE', { from, to, reason: wrong })
  const commits: LoggedCommit[] = []
  const format = ['--no-merges', '--format=%H %s', `--max-count=${maxCommits}`]
  const result = await runCommand({
    file: findExecutable('git', PATH),
    args: ['-c', 'i18n.logOutputEncoding=UTF-8', 'log', ...format, `${from}..${to}`, '--', '.'],
    cwd: folder,
    environment: { PATH },
    timeoutMs,
    signal,
    onLine: line => {
      const [id = '', ...words] = line.split(' ')
      if (hash.test(id)) commits.push({ id, subject: words.join(' ') })
    }
  })
  if (result.failure === undefined) return commits
  throw new PacklineError('CHANGELOG_UNREADABLE', { from, to, reason: lastWords(result) || result.failure })
}
