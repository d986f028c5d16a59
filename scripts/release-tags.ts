// scripts/release-tag: the tags of a release. Jenkins loads the library by one of them: packline@v1.4.2, or packline@v1.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const help = `Usage: scripts/release-tag [--check]

Makes the tags of the version in package.json at the commit that is checked out, and pushes nothing:
  vX.Y.Z  stays for ever
  vX.Y    moves with each patch; before 1.0 it is the widest, since minor versions may break
  vX      moves with each release from 1.0 on

Refused are a changed working tree, a version without a heading and its date in CHANGELOG.md, lines there that are
still unreleased, a library or documents that name another version, and a tag that exists at another commit. --check
looks at all that and makes nothing.
`

/** The tags of a version, the one that stays first; those that an older line must not take are left out. */
export function tagsOf (version: string, existing: readonly string[]): { fixed: string, moving: string[] } {
  const [major = 0, minor = 0, patch = 0] = numbers(version)
  const wide = major > 0 ? [`v${major}.${minor}`, `v${major}`] : [`v0.${minor}`]
  const isNewestOf = (prefix: string): boolean =>
    existing
      .filter(tag => tag.startsWith(`${prefix}.`) && /^v\d+\.\d+\.\d+$/.test(tag))
      .every(tag => compare(numbers(tag.slice(1)), [major, minor, patch]) <= 0)
  // A pre-release is taken by whoever names it, and by nobody else.
  return { fixed: `v${version}`, moving: version.includes('-') ? [] : wide.filter(isNewestOf) }
}

function numbers (version: string): number[] {
  return version.replace(/-.*/, '').split('.').map(Number)
}

function compare (one: number[], other: number[]): number {
  for (const [index, number] of one.entries()) {
    const difference = number - (other[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** What keeps this tree from being released, in words. */
export function obstacles (root: string): string[] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const found: string[] = []
  if (git(root, 'status', '--porcelain') !== '') {
    found.push('the working tree has changes that no commit holds')
  }
  const changelog = read(root, 'CHANGELOG.md')
  const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')} \\(\\d{4}-\\d\\d-\\d\\d\\)$`, 'm')
  if (!heading.test(changelog)) {
    found.push(`CHANGELOG.md has no heading for ${version} with its date: "## ${version} (2026-01-31)"`)
  }
  if (/^## Unreleased\n+(?!## |$)/m.test(changelog)) {
    found.push(`CHANGELOG.md has lines under "Unreleased"; at this commit they belong to ${version}`)
  }
  if (!read(root, 'src/packline/Library.groovy').includes(`VERSION = '${version}'`)) {
    found.push('the Jenkins library says another version: npm run generate')
  }
  const line = `packline@${tagsOf(version, []).moving.at(-1) ?? `v${version}`}`
  for (const page of version.includes('-') ? [] : ['docs/jenkins.md', 'docs/zh-CN/jenkins.md']) {
    const named = [...read(root, page).matchAll(/packline@v[\w.-]*\w/g)].map(([name]) => name)
    const other = named.find(name => name !== line && name !== `packline@v${version}`)
    if (!named.includes(line)) found.push(`${page} does not name ${line}`)
    else if (other !== undefined) found.push(`${page} names ${other}; the tags are ${line} and v${version}`)
  }
  const at = commitOf(root, `v${version}`)
  if (at !== undefined && at !== git(root, 'rev-parse', 'HEAD')) {
    found.push(`v${version} exists, at ${at.slice(0, 12)}; a tag that was given out stays`)
  }
  return found
}

/** What keeps archives from being those of a release: besides the above, that its tag is not at this commit. */
export function untagged (root: string): string[] {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  return commitOf(root, `v${version}`) === undefined
    ? [`v${version} is not there: scripts/release-tag makes it`]
    : []
}

function commitOf (root: string, tag: string): string | undefined {
  return git(root, 'tag', '--list', tag) === '' ? undefined : git(root, 'rev-list', '-1', tag)
}

/** Makes the tags and returns the command that would publish them. */
export function makeTags (root: string): string {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
  const { fixed, moving } = tagsOf(version, git(root, 'tag', '--list').split('\n'))
  if (git(root, 'tag', '--list', fixed) === '') git(root, 'tag', '--annotate', fixed, '--message', fixed)
  for (const tag of moving) git(root, 'tag', '--force', '--annotate', tag, '--message', `${tag} is ${fixed}`)
  const also = moving.length === 0 ? '' : ` && git push --force origin ${moving.join(' ')}`
  return `git push origin ${fixed}${also}`
}

function read (root: string, file: string): string {
  return existsSync(join(root, file)) ? readFileSync(join(root, file), 'utf8') : ''
}

function git (cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, encoding: 'utf8' }).trim()
}

if (process.argv[1] === import.meta.filename) {
  const [option, ...more] = process.argv.slice(2)
  const root = join(import.meta.dirname, '..')
  if (more.length > 0 || option !== undefined && option !== '--check') {
    process.stdout.write(help)
    process.exitCode = option === '--help' ? 0 : 2
  } else {
    const found = obstacles(root)
    for (const each of found) process.stderr.write(`release-tag: ${each}\n`)
    if (found.length > 0) process.exitCode = 1
    else if (option === undefined) process.stdout.write(`${makeTags(root)}\n`)
  }
}
