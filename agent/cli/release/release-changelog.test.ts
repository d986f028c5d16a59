import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { changelogText } from '../../packaging/changelog.js'
import { projectHere } from '../../../test/support/project-here.js'

const why = ['--why', 'test']
const game = {
  project: 'dk',
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } }
  }
}

t.test('a release tells what was done since the one before, in the folder of the project', async t => {
  const repository = t.testdir({ game: {}, server: {}, '.gitignore': '.home\nbuild\nagent.json\nshallow\n' })
  const git = (...words: string[]): void => {
    execFileSync('git', ['-c', 'user.name=ann', '-c', 'user.email=ann@example', ...words], {
      cwd: repository,
      stdio: ['ignore', 'ignore', 'inherit']
    })
  }
  const { packline, write, folder } = projectHere(join(repository, 'game'), game)
  let count = 0
  const commit = (message: string, place = 'game'): void => {
    mkdirSync(join(repository, place, 'client'), { recursive: true })
    writeFileSync(join(repository, place, 'client/a.txt'), String(++count))
    git('add', '-A')
    git('commit', '-q', '-m', message)
  }
  const record = async (version: string, build: number): Promise<string> =>
    (await packline(
      'package',
      'build',
      '--app-version',
      version,
      '--build',
      String(build),
      '--record',
      ...why
    ))
      .stderr
  git('init', '-q', '-b', 'main')
  commit('the first')
  t.match(await record('1.0', 1), /Recorded in release 1.0-1/)
  t.match(await packline('release', 'changelog', '1.0'), { status: 0, stdout: /No changes are known/ })
  commit('背包改版 <b>')
  commit('fix: crash at start\n\nFixes: it')
  commit('feat(shop)!: new prices')
  commit('fix: server only', 'server')
  commit('feat: a pet')
  await record('1.1', 2)
  const text = async (...words: string[]): Promise<string> =>
    (await packline('release', 'changelog', ...words)).stdout.replaceAll(/ \([0-9a-f]{9}\)/g, '')
  t.equal(await text('1.1'), 'feat(shop)!: new prices\nfeat: a pet\nfix: crash at start\n背包改版 <b>\n')

  await packline('release', 'edit', '1.1', '--changelog', 'a pet\nand a shop', ...why)
  t.equal(await text('1.1'), 'a pet\nand a shop\n', 'people edit it')
  t.match(await text('1.1', '--from', '1.0'), /new prices/, 'git still tells')
  t.match(await packline('release', 'changelog', '1.1', '--save'), { status: 2, stderr: /--why/ })
  t.equal((await packline('release', 'changelog', '1.1', '--save', ...why)).status, 0)
  t.match((await packline('release', 'show', '1.1', '--json')).json(), { changelog: /^feat\(shop\)/ })

  // A clone with one commit makes packages all the same.
  write({ 'client/a.txt': 'x' })
  execFileSync('git', ['clone', '-q', '--depth', '1', `file://${repository}`, join(repository, 'shallow')])
  const shallow = projectHere(join(repository, 'shallow/game'), game, { home: join(folder, '.home') })
  const made = await shallow.packline(
    'package',
    'build',
    '--app-version',
    '1.2',
    '--build',
    '3',
    '--record',
    ...why
  )
  t.match(made, { status: 0 })
  t.match(await shallow.packline('release', 'changelog', '1.1', '--from', '1.0'), {
    status: 1,
    stderr: /CHANGELOG_UNREADABLE[^]*unshallow/
  })
})

t.test('a long changelog is cut and says so', async t => {
  const commits = Array.from({ length: 3000 }, (_, index) => ({
    id: 'a'.repeat(40),
    subject: `fix: number ${index}`
  }))
  const text = changelogText(commits)
  t.ok(text.length < 20_100)
  const left = Number(/… (\d+)\n$/.exec(text)?.[1])
  t.equal(text.split('\n').length - 2 + left, 3000)
})
