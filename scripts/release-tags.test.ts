import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { makeTags, obstacles, tagsOf, untagged } from './release-tags.js'

const environment = {
  PATH: process.env.PATH,
  GIT_AUTHOR_NAME: 'a',
  GIT_AUTHOR_EMAIL: 'a@example',
  GIT_COMMITTER_NAME: 'a',
  GIT_COMMITTER_EMAIL: 'a@example'
}

function git (cwd: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd, env: environment, encoding: 'utf8' }).trim()
}

/** A repository in which a version is ready to be released. */
function repository (): string {
  const root = mkdtempSync(join(tmpdir(), 'release-tags-'))
  for (const folder of ['src/packline', 'docs/zh-CN']) mkdirSync(join(root, folder), { recursive: true })
  git(root, 'init', '--quiet', '--initial-branch=main')
  git(root, 'config', 'user.name', 'a')
  git(root, 'config', 'user.email', 'a@example')
  release(root, '1.0.0')
  return root
}

function release (root: string, version: string): void {
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version }))
  writeFileSync(
    join(root, 'CHANGELOG.md'),
    `# Changelog\n\n## Unreleased\n\n## ${version} (2026-01-31)\n\n- New.\n`
  )
  for (const page of ['docs/jenkins.md', 'docs/zh-CN/jenkins.md']) {
    writeFileSync(join(root, page), `@Library('packline@v1') packline@v${version}.`)
  }
  writeFileSync(join(root, 'src/packline/Library.groovy'), `VERSION = '${version}'\n`)
  git(root, 'add', '.')
  git(root, 'commit', '--quiet', '--message', version)
}

t.test('a version moves the tags of its line, and no others', async t => {
  t.same(tagsOf('1.4.2', ['v1.4.1', 'v1.3.9']), { fixed: 'v1.4.2', moving: ['v1.4', 'v1'] })
  t.same(
    tagsOf('1.3.10', ['v1.4.1', 'v1.3.9']),
    { fixed: 'v1.3.10', moving: ['v1.3'] },
    'a patch of an older line'
  )
  t.same(tagsOf('1.10.0', ['v1.9.0', 'v11.0.0', 'v1.9']), { fixed: 'v1.10.0', moving: ['v1.10', 'v1'] })
  t.same(
    tagsOf('0.2.0', ['v0.1.0']),
    { fixed: 'v0.2.0', moving: ['v0.2'] },
    'minor versions before 1.0 may break'
  )
  t.same(tagsOf('2.0.0-beta.1', ['v1.0.0']), { fixed: 'v2.0.0-beta.1', moving: [] })
})

t.test('who fetches the moving tag gets the newest release, and the library with it', async t => {
  const root = repository()
  t.equal(makeTags(root), 'git push origin v1.0.0 && git push --force origin v1.0 v1')
  release(root, '1.1.0')
  makeTags(root)
  // As the git plugin gets a library: the tag's commit, alone.
  const clone = mkdtempSync(join(tmpdir(), 'release-clone-'))
  git(
    clone,
    '-c',
    'advice.detachedHead=false',
    'clone',
    '--quiet',
    '--depth=1',
    '--branch=v1',
    `file://${root}`,
    'library'
  )
  t.match(git(join(clone, 'library'), 'show', 'HEAD:src/packline/Library.groovy'), "VERSION = '1.1.0'")
  t.equal(git(root, 'rev-list', '-1', 'v1.0'), git(root, 'rev-list', '-1', 'v1.0.0'))
  makeTags(root)
  t.equal(git(root, 'tag', '--list').split('\n').length, 5, 'made again, nothing is added')
})

t.test('what is not ready is not tagged', async t => {
  const root = repository()
  t.same(obstacles(root), [])
  t.match(untagged(root), [/v1\.0\.0 is not there/], 'archives of a release are of its tag')
  makeTags(root)
  t.same([...obstacles(root), ...untagged(root)], [])
  git(root, 'commit', '--quiet', '--allow-empty', '--message', 'later')
  t.match(obstacles(root), [/v1\.0\.0 exists, at \w{12}/])
  writeFileSync(join(root, 'package.json'), JSON.stringify({ version: '1.0.1' }))
  t.match(obstacles(root), [
    /working tree/,
    /no heading for 1\.0\.1/,
    /another version/,
    /docs\/jenkins\.md names packline@v1\.0\.0; the tags are packline@v1 and v1\.0\.1/,
    /docs\/zh-CN\/jenkins\.md names/
  ])
  writeFileSync(join(root, 'CHANGELOG.md'), '## Unreleased\n\n- Late.\n\n## 1.0.0\n')
  writeFileSync(join(root, 'package.json'), '{"version":"1.0.0"}')
  t.match(obstacles(root), [/working tree/, /with its date/, /lines under "Unreleased"/, /v1\.0\.0 exists/])
})
