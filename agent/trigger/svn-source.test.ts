import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { SvnSource } from './svn-source.js'
import { randomNumbers } from './testing/random-history.js'
import { RandomRevisions } from './testing/random-revisions.js'
import { plainEnvironment, whyNoSvn } from './testing/repositories.js'

const skip = whyNoSvn()
const svn = (...args: string[]): string =>
  execFileSync('svn', ['--non-interactive', ...args], {
    encoding: 'utf8',
    env: { ...plainEnvironment, LC_ALL: 'C.UTF-8' }
  })

t.test('folders of a Subversion server are branches, revisions are commits', { skip }, async t => {
  const folder = t.testdir()
  execFileSync('svnadmin', ['create', join(folder, 'server')])
  const url = `file://${folder}/server/games/dk`
  svn('mkdir', '--parents', '-m', 'layout', `${url}/trunk/art`, `${url}/branches`)
  const copy = join(folder, 'copy')
  svn('checkout', '-q', `${url}/trunk`, copy)
  const change = (message: string, files: Record<string, string>): void => {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(copy, path, '..'), { recursive: true })
      writeFileSync(join(copy, path), content)
    }
    svn('add', '-q', '--force', copy)
    svn('commit', '-q', '-m', message, copy)
  }
  change('图 <first> & "x"', { 'art/图 1@2.png': '1', 'packline.json': '{"project":"dk"}' })
  change('second', { 'art/b.png': '1' })
  svn('copy', '-m', 'branch', `${url}/trunk`, `${url}/branches/r1`)
  svn('update', '-q', copy)
  svn('move', '-q', join(copy, 'art'), join(copy, 'pictures'))
  svn('commit', '-q', '-m', 'move', copy)
  const source = new SvnSource({
    name: 'dk',
    config: { url, branches: ['trunk', 'branches/r1', 'branches/none', '-x'] },
    environment: plainEnvironment
  })

  const heads = await source.heads()
  t.same([...heads.branches], [['trunk', 'trunk@5'], ['branches/r1', 'branches/r1@4']])
  t.same(heads.refused, ['-x'])
  const commits = await source.commits(['trunk@1'], 'trunk@5', { isMainLine: true })
  t.same(commits.map(({ id, message }) => [id, message]), [['trunk@2', '图 <first> & "x"'], [
    'trunk@3',
    'second'
  ], ['trunk@5', 'move']])
  t.same(commits.map(({ paths }) => paths.sort()), [
    ['art/图 1@2.png', 'packline.json'],
    ['art/b.png'],
    ['art', 'art/b.png', 'art/图 1@2.png', 'pictures', 'pictures/b.png', 'pictures/图 1@2.png']
  ], 'a moved folder names what it holds')
  t.same((await source.commits(['trunk@3'], 'branches/r1@4', { isMainLine: true })).map(({ id }) => id), [
    'branches/r1@4'
  ])
  t.equal(await source.isInPast('trunk@2', 'trunk@5'), true)
  t.equal(await source.isInPast('branches/r1@4', 'trunk@5'), false)
  t.equal(source.nameOf('trunk@5'), '5')
  t.equal((await source.readFile('trunk@3', 'art/图 1@2.png'))?.toString(), '1')
  t.equal(await source.readFile('trunk@5', 'art/b.png'), undefined)

  const { signal } = new AbortController()
  const work = join(folder, 'work')
  await source.checkOut('trunk@3', work, signal)
  t.equal(readFileSync(join(work, 'art/b.png'), 'utf8'), '1')
  await source.checkOut('trunk@5', work, signal)
  t.equal(readFileSync(join(work, 'pictures/b.png'), 'utf8'), '1')
  await t.rejects(source.commits([], '--config-dir=x', { isMainLine: true }), { message: /is no branch/ })
  await t.rejects(
    new SvnSource({
      name: 'dk',
      config: { url: 'svn://127.0.0.1:1/x', branches: ['trunk'] },
      environment: plainEnvironment
    })
      .heads(),
    { code: 'REPOSITORY_COMMAND_FAILED' }
  )
})

t.test('generated revisions are read as their commands made them', { skip }, async t => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  t.comment(`SEED=${seed}`)
  const folder = t.testdir()
  execFileSync('svnadmin', ['create', join(folder, 'server')])
  const branch = 'branches/v1.2+x'
  const url = `file://${folder}/server`
  svn('mkdir', '--parents', '-m', 'layout', `${url}/${branch}`)
  const made = new RandomRevisions(randomNumbers(seed), `${url}/${branch}`)
  made.make(12)
  const source = new SvnSource({
    name: 'dk',
    config: { url, branches: [branch] },
    environment: plainEnvironment
  })

  const read = await source.commits([`${branch}@1`], `${branch}@13`, { isMainLine: true })
  t.same(read.map(({ message }) => message), made.revisions.map(({ message }) => message))
  for (const [index, { changed, touched }] of made.revisions.entries()) {
    const paths = read[index]?.paths ?? []
    t.same(
      changed.filter(path => !paths.includes(path)),
      [],
      `SEED=${seed}, revision ${index}: all that changed`
    )
    t.same(paths.filter(path => !changed.includes(path) && !touched.has(path)), [], 'and nothing else')
  }
})
