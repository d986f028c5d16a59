// Takes 7 s.
import { spawnSync } from 'node:child_process'
import { hash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { PacklineError } from '../errors.js'
import { chooseBatch } from './batch-choice.js'
import { changeBetween } from './branch-change.js'
import { isSafeBranch } from './branch-name.js'
import { parseLog } from './git-log.js'
import { GitSource } from './git-source.js'
import { submoduleUrl } from './submodule-paths.js'
import { RandomHistory, randomNumbers } from './testing/random-history.js'
import { pathFilter } from './path-filter.js'
import { projectFile, repositoryConfig } from './testing/watched-repository.js'
import { plainEnvironment, TestRepository } from './testing/repositories.js'

function start (
  t: Test,
  { branches = ['**'], needsFiles = false } = {}
): { origin: TestRepository, source: GitSource, folder: string } {
  const folder = t.testdir()
  const origin = new TestRepository(join(folder, 'origin'))
  const source = new GitSource({
    name: 'dk',
    config: { url: origin.url, branches, forge: 'none' },
    mirror: join(folder, 'mirror'),
    needsFiles,
    environment: plainEnvironment
  })
  return { origin, source, folder }
}

t.test('commits come with their whole message and every path, whatever its name', async t => {
  const { origin, source } = start(t)
  const odd = [
    'art/图 标.png',
    'a "b"\t;$(x).png',
    '-rf',
    'line\nbreak',
    ':(glob)**',
    '0000000000000000000000000000000000000000'
  ]
  const first = origin.commit({ message: '', files: { seed: '1' } })
  const head = origin.commit(
    {
      message: 'Título\n\nbody\x01with\x02marks [skip ci]',
      files: Object.fromEntries(odd.map(path => [path, 'x']))
    },
    { message: 'nothing' },
    { message: 'remove', files: { '-rf': null } }
  )
  await source.fetch()

  const commits = await source.commits([first], head, { isMainLine: false })
  t.same(commits.map(({ message }) => message), [
    'Título\n\nbody\x01with\x02marks [skip ci]',
    'nothing',
    'remove'
  ])
  t.same(commits.map(({ paths }) => paths.sort()), [[...odd].sort(), [], ['-rf']])
  t.same((await source.paths(first, head)).sort(), odd.filter(path => path !== '-rf').sort())
  t.equal((await source.commits([], head, { isMainLine: true }))[0]?.message, '')
})

t.test('a merge brings in its side: as one step of the main line, or commit by commit', async t => {
  const { origin, source } = start(t)
  const base = origin.commit({ message: 'base', files: { a: '1' } })
  const side = origin.commit({ message: 'side', files: { s: '1' }, branch: 'side', from: base })
  const head = origin.commit({ message: 'main', files: { m: '1' } }, {
    message: 'merge',
    merge: side,
    files: { s: '1' }
  })
  await source.fetch()

  t.same(
    (await source.commits([base], head, { isMainLine: true })).map((
      { message, paths }
    ) => [message, ...paths]),
    [['main', 'm'], ['merge', 's']]
  )
  t.same(
    (await source.commits([base], head, { isMainLine: false }))
      .map(({ message, paths }) => [message, ...paths])
      .sort(),
    [['main', 'm'], ['merge'], ['side', 's']]
  )
})

t.test('a merge whose conflict a person resolved names what is in neither side', async t => {
  const { origin, source } = start(t)
  const base = origin.commit({ message: 'base', files: { notes: 'base', 'art/a': '1' } })
  const side = origin.commit({ message: 'left', files: { notes: 'left' }, branch: 'side', from: base })
  const head = origin.commit(
    { message: 'right', files: { notes: 'right' } },
    { message: 'merge', merge: side, files: { notes: 'both' } },
    { message: 'new art', files: { 'art/a': '2' } }
  )
  await source.fetch()

  t.same(
    (await source.commits([base], head, { isMainLine: false }))
      .map(({ message, paths }) => [message, ...paths])
      .sort(),
    [['left', 'notes'], ['merge', 'notes'], ['new art', 'art/a'], ['right', 'notes']]
  )
})

t.test('generated histories are read as comparing whole trees reads them', async t => {
  const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
  t.comment(`SEED=${seed}`)
  const { origin, source } = start(t)
  const random = randomNumbers(seed)
  const history = new RandomHistory(random)
  history.make(origin, 120)
  await source.fetch()

  for (let range = 0; range < 24; range++) {
    const pick = (): typeof history.commits[number] => history.commits[random(history.commits.length)]!
    const [head, since, isMainLine] = [pick(), Array.from({ length: random(3) }, pick), random(2) === 0]
    const read = await source.commits(since.map(({ id }) => id), head.id, { isMainLine })
    const byId = (a: { id: string }, b: { id: string }): number => a.id < b.id ? -1 : 1
    t.same(
      read.map(({ id, message, paths }) => ({ id, message, paths: paths.sort() })).sort(byId),
      history.read(since, head, isMainLine).sort(byId),
      `SEED=${seed}, range ${range}`
    )
  }
})

t.test('a log that nobody can read is told as such, with the head of the range', async t => {
  const { origin, source, folder } = start(t)
  const first = origin.commit({ message: '1', files: { a: '1' } })
  const head = origin.commit({ message: '2', files: { a: '2' } })
  await source.fetch()
  const tree = origin.git('rev-parse', `${head}^{tree}`)
  // The copy would fetch from there what it lacks.
  rmSync(join(folder, 'origin'), { recursive: true })
  rmSync(join(folder, 'mirror/objects'), { recursive: true })
  mkdirSync(join(folder, 'mirror/objects'))

  const error = await source.commits([], head, { isMainLine: true }).catch((thrown: unknown) => thrown)
  t.match(error, { code: 'REPOSITORY_RANGE_UNREADABLE', details: { what: 'dk', head } })
  for (
    const odd of [[first, 'm', tree], [first, 'm', ':100644 100644 1 2 M'], ['art/a.txt', first], [first]]
  ) {
    t.throws(() => parseLog(odd), { message: /^(it ends after|.* is neither)/ }, odd.join(' '))
  }
})

t.test('sees what is pushed, removed and put elsewhere', async t => {
  const { origin, source } = start(t, { branches: ['main', 'release/*'] })
  t.equal((await source.heads()).branches.size, 0, 'nothing yet')
  const first = origin.commit({ message: '1', files: { a: '1' } })
  const second = origin.commit({ message: '2', files: { a: '2' } })
  origin.git('branch', 'release/1', first)
  origin.git('branch', 'other', first)
  origin.git('tag', 'v1', second)

  t.same([...(await source.heads()).branches], [['main', second], ['release/1', first]])
  t.same([...(await source.fetch()).branches], [['main', second], ['release/1', first]])
  t.equal(await source.isInPast(first, second), true)
  t.equal(await source.isInPast(second, first), false)
  t.equal(await source.isInPast('0'.repeat(40), first), false, 'gone altogether')
  origin.git('branch', '-D', 'release/1')
  const rewritten = origin.commit({ message: '2b', files: { a: '3' }, from: first })
  t.same([...(await source.fetch()).branches], [['main', rewritten]])
  t.equal(await source.isInPast(second, rewritten), false)
  t.same((await source.commits([second], rewritten, { isMainLine: true })).map(({ message }) => message), [
    '2b'
  ])
})

t.test('branches whose names could do harm in a script are left out, and named', async t => {
  const { origin, source } = start(t)
  const head = origin.commit({ message: '1', files: { a: '1' } })
  const bad = ['a;b', "a'b", 'a"b', 'a$(id)', 'a`b', 'a&b', 'a|b', '-x', 'a!b']
  const good = ['feature/图', 'v1.2+x', 'JIRA-1_x']
  for (const name of [...bad, ...good]) origin.git('update-ref', `refs/heads/${name}`, head)

  const heads = await source.fetch()
  t.same([...heads.branches.keys()].sort(), ['main', ...good].sort())
  t.same(heads.refused.sort(), bad.sort())
  for (
    const name of [
      'a..b',
      'a\nb',
      'a b',
      'a@{1}',
      'a.lock',
      '/a',
      'a/',
      'a//b',
      'a/.b',
      '',
      'a\u0000',
      '..',
      '--upload-pack=x',
      'a'.repeat(300)
    ]
  ) t.notOk(isSafeBranch(name), JSON.stringify(name))
})

t.test('reads files of a commit without having them all', async t => {
  const { origin, source, folder } = start(t)
  const head = origin.commit({
    message: '1',
    files: { 'packline.json': '{"project":"dk"}', 'big.bin': 'x'.repeat(100_000) }
  })
  await source.fetch()

  t.equal((await source.readFile(head, 'packline.json'))?.toString().trim(), '{"project":"dk"}')
  t.equal(await source.readFile(head, 'none.json'), undefined)
  t.equal(readFileSync(join(folder, 'mirror/config'), 'utf8').includes('blob:none'), true)
})

t.test('makes a working copy, moves it, and mends what a kill left', async t => {
  const { origin, source, folder } = start(t, { needsFiles: true })
  const first = origin.commit({ message: '1', files: { a: '1', gone: '1' } })
  const second = origin.commit({ message: '2', files: { a: '2', gone: null } })
  await source.fetch()
  const copy = join(folder, 'copy')
  const { signal } = new AbortController()

  await source.checkOut(first, copy, signal)
  t.equal(readFileSync(join(copy, 'a'), 'utf8').trim(), '1')
  await source.checkOut(second, copy, signal)
  t.equal(readFileSync(join(copy, 'a'), 'utf8').trim(), '2')
  t.notOk(existsSync(join(copy, 'gone')))
  origin.git('--git-dir', join(folder, 'mirror'), 'worktree', 'prune', '--expire=now')
  await source.checkOut(first, copy, signal)
  t.equal(readFileSync(join(copy, 'a'), 'utf8').trim(), '1')
})

t.test('a submodule that moved is the files that changed in it, or its whole folder, and is checked out', async t => {
  const { origin, source, folder } = start(t, { needsFiles: true })
  const art = new TestRepository(join(folder, 'art'))
  const [old, next] = [
    art.commit({ message: '1', files: { a: '1' } }),
    art.commit({ message: '2', files: { a: '2' } })
  ]
  const first = origin.commit({
    message: 'start',
    files: {
      '.gitmodules': `[submodule "art"]\n\tpath = client/art\n\turl = ${art.url}\n`,
      'client/packline.json': projectFile
    },
    links: { 'client/art': old }
  })
  const head = origin.commit({ message: 'bump', links: { 'client/art': next } })
  await source.fetch()

  const pathsOf = async (from: string, to: string) =>
    (await source.commits([from], to, { isMainLine: false })).map(({ paths }) => paths)
  t.same(await pathsOf(first, head), [['client/art/a']], 'what its own range changed')
  t.same(await source.paths(first, head), ['client/art/a'])
  const nowhere = origin.commit({ message: 'unpushed', links: { 'client/art': '1'.repeat(40) } })
  const removed = origin.commit({ message: 'removed', files: { 'client/art': null } })
  await source.fetch()
  t.same(
    await pathsOf(head, removed),
    [['client/art/'], ['client/art/']],
    'as a whole, where it cannot be had'
  )
  t.same(await source.paths(head, nowhere), ['client/art/'])
  const { matters } = await pathFilter(source, head, 'client')
  t.same(['client/art/', 'client/sound/x/', 'client/', 'client/src/', 'other/'].map(matters), [
    true,
    true,
    true,
    false,
    false
  ])
  const copy = join(folder, 'copy')
  for (const [commit, content] of [[first, '1'], [head, '2']] as const) {
    await source.checkOut(commit, copy, new AbortController().signal)
    t.equal(readFileSync(join(copy, 'client/art/a'), 'utf8').trim(), content)
  }
})

t.test('what is under Git LFS is checked out, or its absence is told', async t => {
  const { origin, source, folder } = start(t, { needsFiles: true })
  const pointers = ['one', 'two'].map(content => {
    const oid = hash('sha256', content)
    // Where git-lfs looks in a repository on the same disk.
    const place = join(origin.folder, 'lfs/objects', oid.slice(0, 2), oid.slice(2, 4))
    mkdirSync(place, { recursive: true })
    writeFileSync(join(place, oid), content)
    return `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize ${content.length}\n`
  })
  const [first, second] = pointers.map(pointer =>
    origin.commit({
      message: 'art',
      files: { 'art/.gitattributes': '*.png filter=lfs -text\n', 'art/a.png': pointer }
    })
  )
  const plain = origin.commit({ message: 'none', files: { 'art/.gitattributes': null } })
  await source.fetch()
  const hasLfs = spawnSync('git', ['lfs', 'version'], { env: plainEnvironment }).status === 0
  const copy = join(folder, 'copy')
  const said: string[] = []
  const contentAt = async (commit = ''): Promise<string> => {
    await source.checkOut(commit, copy, new AbortController().signal, line => said.push(line))
    return readFileSync(join(copy, 'art/a.png'), 'utf8').trim()
  }
  for (const [commit, pointer, content] of [[first, pointers[0], 'one'], [second, pointers[1], 'two']]) {
    t.equal(await contentAt(commit), hasLfs ? content : pointer?.trim())
  }
  t.equal(said.length, hasLfs ? 0 : 2)
  if (!hasLfs) t.match(said[0], /git-lfs is not installed/)
  await contentAt(plain)
  t.equal(said.length, hasLfs ? 0 : 2, 'a repository without LFS says nothing')
})

t.test('the address of a submodule is meant from that of the repository around it', async t => {
  t.same([
    submoduleUrl('https://forge.example/games/dk.git', '../art.git'),
    submoduleUrl('https://forge.example/games/dk.git/', './art.git'),
    submoduleUrl('https://forge.example/games/dk.git', '../../art/art.git'),
    submoduleUrl('git@forge.example:games/dk.git', '../art.git'),
    submoduleUrl('git@forge.example:games/dk.git', '../../art/art.git'),
    submoduleUrl('file:///srv/dk.git', 'https://forge.example/art.git')
  ], [
    'https://forge.example/games/art.git',
    'https://forge.example/games/dk.git/art.git',
    'https://forge.example/art/art.git',
    'git@forge.example:games/art.git',
    'git@forge.example:art/art.git',
    'https://forge.example/art.git'
  ])
})

t.test('five thousand commits in one push are read at once', async t => {
  const { origin, source } = start(t)
  const first = origin.commit({ message: 'first', files: { 'art/0.png': '0' } })
  await source.fetch()
  const head = origin.commit(
    ...Array.from(
      { length: 5000 },
      (_, index) => ({
        message: `commit ${index}`,
        files: { [`art/${index % 90}/${index}.png`]: String(index) }
      })
    )
  )

  await source.fetch()
  const commits = await source.commits([first], head, { isMainLine: true })
  t.equal(commits.length, 5000)
  t.same([commits[0]?.message, commits.at(-1)?.message], ['commit 0', 'commit 4999'])
})

t.test('a server that cannot be asked is an error that names the repository and no secret', async t => {
  const folder = t.testdir()
  const source = new GitSource({
    name: 'dk',
    config: { url: `file://${folder}/none`, branches: ['main'], forge: 'none' },
    mirror: join(folder, 'mirror'),
    needsFiles: false,
    token: 'canary-1',
    environment: plainEnvironment
  })

  const error = await source.heads().then(() => undefined, (thrown: unknown) => thrown)
  t.match(error, { code: 'REPOSITORY_COMMAND_FAILED', details: { what: 'dk', command: 'git ls-remote' } })
  t.notMatch(JSON.stringify((error as PacklineError).details), /canary/)
  await t.rejects(source.paths('--output=/tmp/x', '0'.repeat(40)), { message: /is no commit/ })
  const other = new GitSource({
    name: 'dk',
    config: { url: 'ext::sh -c touch% /tmp/x', branches: ['main'], forge: 'none' },
    mirror: join(folder, 'mirror'),
    needsFiles: false,
    environment: plainEnvironment
  })
  await t.rejects(other.heads(), { code: 'REPOSITORY_COMMAND_FAILED' })
})

t.test('a project file whose content cannot be fetched is an error, not a project without one', async t => {
  const { origin, source } = start(t)
  const head = origin.commit({ message: 'start', files: { 'packline.json': projectFile } })
  await source.fetch()
  renameSync(origin.folder, `${origin.folder}-away`)
  t.equal(await source.readFile(head, 'client/packline.json'), undefined)
  await t.rejects(source.readFile(head, 'packline.json'), { code: 'REPOSITORY_COMMAND_FAILED' })
  renameSync(`${origin.folder}-away`, origin.folder)
  t.equal(String(await source.readFile(head, 'packline.json')), projectFile)
})

t.test('from its hook to its statuses a push costs six starts of git', async t => {
  const folder = t.testdir({ trace: {} })
  const origin = new TestRepository(join(folder, 'origin'))
  const trace = join(folder, 'trace')
  const source = new GitSource({
    name: 'dk',
    config: { url: origin.url, branches: ['main'], forge: 'none' },
    mirror: join(folder, 'mirror'),
    needsFiles: false,
    environment: { ...plainEnvironment, GIT_TRACE2_EVENT: trace }
  })
  // git names what another git started after both (api-trace2, "sid").
  const starts = (): number => readdirSync(trace).filter(name => isStart(join(trace, name))).length
  const { pipelines: { assets } } = repositoryConfig(origin.url)
  if (assets === undefined) throw new Error('no pipeline')
  const seen = origin.commit({ message: 'start', files: { 'packline.json': projectFile } })
  await source.fetch()
  const before = starts()
  const head = origin.commit({ message: 'art', files: { 'art/a/1.png': 'a' } })
  t.equal((await source.fetch()).branches.get('main'), head)
  t.match(await changeBetween(source, assets, seen, head, []), { asks: true, files: 1 })
  const choice = await chooseBatch(source, assets, [seen], true, head, assets.maxFiles)
  t.match(choice, { head, isFull: false, paths: ['art/a/1.png'] })
  t.equal((await source.commits([seen], head, { isMainLine: false })).length, 1)
  t.equal(starts() - before, 6)
})

function isStart (file: string): boolean {
  const [line = '{}'] = readFileSync(file, 'utf8').split('\n')
  return !(JSON.parse(line) as { sid: string }).sid.includes('/')
}
