import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { Transformer } from '@napi-rs/image'
import t from 'tap'
import { lockFile } from '../../files/file-lock.js'
import { WrittenFiles } from '../../files/written-files.js'
import type { Test } from 'tap'
import { english } from '../../messages/testing/english.js'
import type { RunEvent } from '../actions/run-events.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'

const copy = { name: 'sound', processor: 'copy', include: ['sound/**'], output: 'sound' }

function project (t: Test, assets: Record<string, unknown> = {}): TestProject {
  const made = testProject(assets)
  t.teardown(() => {
    made.remove()
  })
  return made
}

t.test('a first run writes every output, a second one does nothing', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a.ogg': 'A', 'sound/深/b 1.ogg': 'B', 'sound/深/b\\2.ogg': 'C' })

  const first = await game.build()
  const second = await game.build()

  t.match(first, {
    status: 'done',
    scanned: 3,
    actions: { total: 1, executed: 1 },
    written: ['out/sound/a.ogg', 'out/sound/深/b 1.ogg', 'out/sound/深/b\\2.ogg']
  })
  t.same(Object.keys(game.outputs()), ['sound/a.ogg', 'sound/深/b 1.ogg', 'sound/深/b\\2.ogg'])
  t.match(first.outputs[0], {
    path: 'out/sound/a.ogg',
    size: 1,
    sha256: game.outputs()['sound/a.ogg'],
    md5: '7fc56270e7a70fa81a5935b72eacbe29'
  })
  t.match(second, { actions: { total: 1, cached: 1, executed: 0 }, written: [], bytesWritten: 0 })
  t.same(second.outputs, first.outputs)
})

t.test('what is changed, added and removed is, and nothing else', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', 'sound/c': 'C', 'sound/d/e': 'E' })
  await game.build()
  const kept = statSync(join(game.folder, 'out/sound/c')).ino

  game.write({ 'sound/a': 'A2', 'sound/b': null, 'sound/d': null, 'sound/new': 'N' })
  const report = await game.build()

  t.same(report.written, ['out/sound/a', 'out/sound/new'])
  t.same(report.removed, ['out/sound/b', 'out/sound/d/e'])
  t.same(Object.keys(game.outputs()), ['sound/a', 'sound/c', 'sound/new'])
  t.notOk(existsSync(join(game.folder, 'out/sound/d')), 'empty folders go too')
  t.equal(statSync(join(game.folder, 'out/sound/c')).ino, kept)
  t.match(english(report.why), [{
    action: 'sound',
    reasons: ['input a changed', 'input new was added', 'input b was removed', 'input d/e was removed']
  }])
})

t.test('a rule that is gone takes its outputs with it', async t => {
  const game = project(t)
  game.rules(copy, { ...copy, name: 'more', include: ['more/*'], output: 'more' })
  game.write({ 'sound/a': 'A', 'more/b': 'B' })
  await game.build()
  game.rules(copy)

  t.same((await game.build()).removed, ['out/more/b'])
  t.same(Object.keys(game.outputs()), ['sound/a'])
})

t.test('files that packline did not write are never touched', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({
    'sound/a': 'A',
    'sound/b': 'B',
    'out/sound/mine.txt': 'mine',
    'out/sound/sub/mine.txt': 'mine'
  })
  mkdirSync(join(game.folder, 'out/sound/empty'))
  symlinkSync('mine.txt', join(game.folder, 'out/sound/link'))
  const inode = statSync(join(game.folder, 'out/sound/mine.txt')).ino
  await game.build()
  game.write({ 'sound/a': null, 'sound/b': 'B2', 'sound/c': 'C' })
  await game.build()

  t.equal(statSync(join(game.folder, 'out/sound/mine.txt')).ino, inode)
  t.equal(readFileSync(join(game.folder, 'out/sound/link'), 'utf8'), 'mine')
  t.ok(existsSync(join(game.folder, 'out/sound/empty')))
  t.same(Object.keys(game.outputs()), [
    'sound/b',
    'sound/c',
    'sound/link',
    'sound/mine.txt',
    'sound/sub/mine.txt'
  ])
})

t.test('a file of somebody else in the place of an output is an error, and stays', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', 'out/sound/a': 'mine' })

  await t.rejects(game.build(), { code: 'OUTPUT_NOT_OURS' })
  t.same(Object.keys(game.outputs()), ['sound/a'])
  t.equal(readFileSync(join(game.folder, 'out/sound/a'), 'utf8'), 'mine')
})

t.test('an output that was changed or deleted by hand is made good', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', 'sound/c': 'C' })
  await game.build()
  const good = game.outputs()
  game.write({ 'out/sound/a': 'changed', 'out/sound/b': null })

  t.same((await game.build()).written, ['out/sound/a', 'out/sound/b'])
  t.same(game.outputs(), good)
})

t.test('an output that goes elsewhere makes good its entry in the cache that was damaged meanwhile', async t => {
  const game = project(t)
  game.write({ 'art/orc/a.png': noisePng(20, 30, 1) })
  const units = { name: 'units', processor: 'atlas', include: ['art/*/'] }
  game.rules({ ...units, output: 'units/{dir}' })
  const { outputs: [, page] } = await game.build()
  const entry = join(game.home, 'cache/cas', `${page?.sha256.slice(0, 2)}/${page?.sha256}`)
  chmodSync(entry, 0o644)
  writeFileSync(entry, Buffer.alloc(page?.size ?? 0))
  game.rules({ ...units, output: 'moved/{dir}' })
  await game.build()

  t.equal(game.outputs()['moved/orc.png'], page?.sha256)
})

t.test('an output that was changed by hand is not removed with its input', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  await game.build()
  game.write({ 'out/sound/a': 'changed', 'sound/a': null })

  const report = await game.build()
  t.same(report.removed, [])
  t.match(report.warnings, [/sound\/a was changed by hand/])
})

t.test('a home that was lost costs time only', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  await game.build()
  game.write({ 'sound/a': null })

  const report = await game.build({ home: `${game.home}-2` })
  t.same(report.removed, ['out/sound/a'])
  t.same(report.written, [])
})

t.test('a home that takes no more when all is published fails no run, and says so', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  await game.build()
  const [name = ''] = readdirSync(join(game.home, 'projects'))
  const record = join(game.home, 'projects', name, 'run.json')
  rmSync(record)
  mkdirSync(record)
  game.write({ 'sound/b': 'B' })
  const report = await game.build()

  t.match(report, {
    status: 'done',
    written: ['out/sound/b'],
    warnings: [/takes nothing more \(.*all is published/]
  })
  t.match(Object.keys(game.outputs()), ['sound/a', 'sound/b'])
  rmSync(record, { recursive: true })
  t.match(await game.build(), { status: 'done', written: [], warnings: [] })
})

t.test('the record of outputs that was lost is found again by their bytes', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  await game.build()
  game.write({ '.packline': null })

  t.match(await game.build(), { status: 'done' })
  t.same(Object.keys(game.outputs()), ['sound/a', 'sound/b'])
})

t.test('a file whose size and times are as before is found changed by its change time', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  const path = join(game.folder, 'sound/a')
  utimesSync(path, 1e9, 1e9)
  await game.build()
  writeFileSync(path, 'X')
  utimesSync(path, 1e9, 1e9)

  t.same((await game.build()).written, ['out/sound/a'])
})

t.test("a file saved within the clock's granularity of the scan is hashed again", async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  const { mtimeMs } = statSync(join(game.folder, 'sound/a'))

  await game.build({ now: () => mtimeMs + 1 })
  const again = await game.build({ now: () => mtimeMs + 5000 })
  const third = await game.build({ now: () => mtimeMs + 6000 })

  t.equal(again.hashed, 1)
  t.equal(third.hashed, 0)
})

t.test('only one rule is built with only', async t => {
  const game = project(t)
  game.rules(copy, { ...copy, name: 'more', include: ['more/*'], output: 'more' })
  game.write({ 'sound/a': 'A', 'more/b': 'B' })
  await game.build()
  game.write({ 'sound/a': 'A2', 'more/b': 'B2' })

  t.same((await game.build({ only: 'more' })).written, ['out/more/b'])
  t.same((await game.build()).written, ['out/sound/a'])
  await t.rejects(game.build({ only: 'mor' }), { code: 'PLAN_UNKNOWN_RULE', details: { suggestion: 'more' } })
})

t.test('a dry run writes nothing', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })

  t.match(await game.build({ isDryRun: true }), {
    status: 'planned',
    actions: { total: 1, executed: 1, cached: 0 }
  })
  t.notOk(existsSync(join(game.folder, 'out')))
  t.notOk(existsSync(join(game.folder, '.packline')))
  t.notOk(existsSync(game.home))
})

t.test('a dry run counts what the run after it does: new and changed sets, many pages, equal ones', async t => {
  const game = project(t)
  const atlas = (name: string, options: Record<string, unknown>) => ({
    name,
    processor: 'atlas',
    include: ['art/*/'],
    output: `${name}/{dir}`,
    options: { frameScope: 'set', maxSize: 64, ...options }
  })
  const stable = atlas('stable', { layout: 'stable', scales: [1, 0.5] })
  const mesh = atlas('mesh', { mesh: true, format: 'cocos2d-3' })
  game.rules(copy, atlas('units', {}), atlas('same', {}), stable, mesh)
  const compare = async (what: string) => {
    const planned = await game.build({ isDryRun: true })
    t.same(planned.removed, [], 'what is not known yet is not called removed')
    const done = await game.build()
    t.same(planned.actions, done.actions, what)
    // Which of two equal actions runs is chance.
    t.equal(planned.why.length, done.why.length)
    return done.actions.executed
  }
  game.write({ 'sound/a': 'A', 'art/orc/a.png': noisePng(60, 60, 1), 'art/orc/b.png': noisePng(50, 50, 2) })
  game.write({ 'art/elf/a.png': noisePng(10, 10, 3) })

  t.ok(await compare('all is new') > 20)
  game.write({ 'art/orc/c.png': noisePng(55, 60, 4) })
  t.ok(await compare('one set grew by a page') > 3)
  game.write({ 'art/orc/b.png': noisePng(50, 50, 5) })
  t.ok(await compare('other pixels of the same size') > 1)
  t.equal(await compare('nothing changed'), 0)
})

t.test('.gitignore is respected when asked, also in folders', async t => {
  for (const gitignore of [true, false]) {
    const game = project(t, { gitignore })
    game.rules({ ...copy, include: ['sound/**/*.ogg'] })
    game.write({
      'sound/a.ogg': 'A',
      'sound/b.ogg': 'B',
      'sound/tmp/c.ogg': 'C',
      'sound/x/d.ogg': 'D',
      '.gitignore': 'b.ogg\n/sound/tmp/\n',
      'sound/x/.gitignore': '*.ogg\n'
    })
    await game.build()
    t.same(
      Object.keys(game.outputs()),
      gitignore ? ['sound/a.ogg'] : ['sound/a.ogg', 'sound/b.ogg', 'sound/tmp/c.ogg', 'sound/x/d.ogg']
    )
  }
})

t.test('excludes of the project and of the rule leave files and folders out', async t => {
  const game = project(t, { exclude: ['**/.DS_Store', 'sound/old'] })
  game.rules({ ...copy, exclude: ['**/*.bak'] })
  game.write({ 'sound/a': 'A', 'sound/.DS_Store': 'x', 'sound/old/b': 'B', 'sound/c.bak': 'C' })
  await game.build()
  t.same(Object.keys(game.outputs()), ['sound/a'])
})

t.test('a rule without output keeps the place of its files, from however many folders it takes them', async t => {
  const game = project(t)
  game.rules({ name: 'sound', processor: 'copy', include: ['menu/**', 'game/sound/**', 'coin.ogg'] })
  game.write({ 'menu/click.ogg': '1', 'game/sound/click.ogg': '2', 'coin.ogg': '3' })
  await game.build()
  t.same(Object.keys(game.outputs()).sort(), ['coin.ogg', 'game/sound/click.ogg', 'menu/click.ogg'])
})

t.test('links inside the project are followed, a loop ends, and one that leaves it is an error', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'shared/b': 'B', 'sound/x/y': 'Y' })
  symlinkSync('../shared/b', join(game.folder, 'sound/b'))
  symlinkSync('../shared', join(game.folder, 'sound/folder'))
  symlinkSync('..', join(game.folder, 'sound/x/loop'))
  await game.build()
  t.same(Object.keys(game.outputs()), ['sound/a', 'sound/b', 'sound/folder/b', 'sound/x/y'])

  for (const target of ['/etc/hostname', '/etc', '../nowhere']) {
    symlinkSync(target, join(game.folder, 'sound/out'))
    const code = target === '../nowhere' ? 'SCAN_DANGLING_LINK' : 'SCAN_LINK_LEAVES_PROJECT'
    await t.rejects(game.build(), { code, details: { file: 'sound/out' } })
    game.write({ 'sound/out': null })
  }
  t.equal(Object.keys(game.outputs()).length, 4)
})

t.test("two outputs with one path are an error, also when only their case differs or one is the other's folder", async t => {
  for (const [first, second] of [['a/x', 'b/x'], ['a/x', 'b/X'], ['a/x', 'b/x/y']]) {
    const game = project(t)
    game.rules({ ...copy, include: ['a/**'], output: 'o' }, {
      ...copy,
      name: 'b',
      include: ['b/**'],
      output: 'o'
    })
    game.write({ [first!]: '1', [second!]: '2' })
    await t.rejects(game.build(), { code: 'PLAN_OUTPUT_COLLISION' })
    t.same(game.outputs(), {})
  }
})

t.test('a rule that takes what packline writes is a cycle', async t => {
  const game = project(t)
  game.rules({ ...copy, include: ['out/**'] })
  await t.rejects(game.build(), { code: 'PLAN_CYCLE' })
})

t.test('an output folder that is no folder is an error', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', out: 'a file' })
  await t.rejects(game.build(), { code: /OUTPUT_NOT_(OURS|WRITABLE)/ })
  t.equal(readFileSync(join(game.folder, 'out'), 'utf8'), 'a file')
})

t.test('an output that is a link stays one, and its target receives the outputs, there or not there yet', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  symlinkSync('client/res', join(game.folder, 'out'))

  const first = await game.build()
  game.write({ 'sound/b': null, 'sound/c': 'C' })
  const second = await game.build()

  t.same([first.written, second.removed], [['out/sound/a', 'out/sound/b'], ['out/sound/b']])
  t.ok(lstatSync(join(game.folder, 'out')).isSymbolicLink())
  t.same(Object.keys(game.outputs('client/res')), ['sound/a', 'sound/c'])
  t.match(await game.build(), { written: [], actions: { executed: 0 } })
  game.rules({ ...copy, include: ['client/**'] })
  t.match(Object.keys(game.outputs('client/res')), ['sound/a', 'sound/c'])
  game.rules({ ...copy, include: ['client/res/**'] })
  await t.rejects(game.build(), { code: 'PLAN_CYCLE', details: { folder: 'client/res' } })
})

t.test('an output that is a link out of the project needs a word in the project file', async t => {
  const outside = join(t.testdir({ disk: {} }), 'disk')
  for (const outsideProject of [false, true]) {
    const game = project(t, { outsideProject })
    game.rules(copy)
    game.write({ 'sound/a': 'A', 'sound/b': 'B' })
    symlinkSync(outside, join(game.folder, 'out'))
    if (outsideProject) await game.build()
    else {
      await t.rejects(game.build(), {
        code: 'OUTPUT_LEAVES_PROJECT',
        details: { folder: 'out', target: outside }
      })
    }
    t.same(readdirSync(outside), outsideProject ? ['sound'] : [])
  }
  const game = project(t, { outsideProject: true })
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  symlinkSync('..', join(game.folder, 'out'))
  await t.rejects(game.build(), { code: 'OUTPUT_LEAVES_PROJECT' })
})

t.test("outputs are their users' own: writable, alone, and as new as what they hold", async t => {
  const game = project(t)
  game.rules({ name: 'art', processor: 'atlas', include: ['art/'], output: 'art' })
  const times: number[] = []
  for (const red of [100, 200, 100]) {
    game.write({ 'art/x.png': picture(red) })
    await game.build()
    const { mode, nlink, mtimeMs } = statSync(join(game.folder, 'out/art.png'))
    t.same([mode & 0o777, nlink], [0o666 & ~process.umask(), 1])
    times.push(mtimeMs)
  }
  t.ok(times[0]! < times[1]! && times[1]! < times[2]!, 'what comes back from the cache is new too')
  const other = project(t)
  other.rules({ name: 'art', processor: 'atlas', include: ['art/'], output: 'art' })
  other.write({ 'art/x.png': picture(100) })
  await other.build({ home: game.home })
  const good = other.outputs()
  game.write({ 'out/art.png': 'written in place' })
  t.same(other.outputs(), good)
  t.match(await game.build(), { written: ['out/art.png'], actions: { executed: 0 } })
  t.same(game.outputs(), good)
})

t.test('links into the cache are for who asks for them, and become files for who does not', async t => {
  const game = project(t, { hardLinks: true })
  const rule = { name: 'art', processor: 'atlas', include: ['art/'], output: 'art' }
  game.rules(rule)
  game.write({ 'art/x.png': picture(100) })
  await game.build()
  const status = () => statSync(join(game.folder, 'out/art.png'))
  t.match(status(), { mode: 0o100444, nlink: 2 })
  game.write({
    'packline.json': JSON.stringify({ project: 'game', assets: { output: 'out', rules: [rule] } })
  })
  t.same((await game.build()).written, ['out/art.plist', 'out/art.png'])
  t.equal(status().nlink, 1)
})

t.test('an include that matches nothing is an error that keeps what is published, unless it may be empty', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', 'sound/c.ogg': 'C', 'art/x': 'X' })
  await game.build()
  const good = game.outputs()
  const wrong = [
    {
      include: ['sounds/**'],
      code: 'PLAN_FOLDER_MISSING',
      details: { folder: 'sounds', suggestion: 'sound' }
    },
    {
      include: ['Sound/deep/*'],
      code: 'PLAN_FOLDER_MISSING',
      details: { folder: 'Sound', suggestion: 'sound' }
    },
    {
      include: ['sound/**', 'sound/*.mp3'],
      code: 'PLAN_NOTHING_MATCHES',
      details: { include: 'sound/*.mp3' }
    },
    { include: ['sound/**', 'sound/deep/'], code: 'PLAN_FOLDER_MISSING', details: { folder: 'sound/deep' } },
    { include: ['sound\\*'], code: 'PLAN_NOTHING_MATCHES' },
    { include: ['a/*', 'b/*'], code: 'RUN_FAILED', details: { count: 2 } }
  ]
  for (const { include, ...error } of wrong) {
    game.rules({ ...copy, include })
    await t.rejects(game.build(), error)
    await t.rejects(game.build({ isDryRun: true }), error)
    t.same(game.outputs(), good)
  }
  game.rules({ ...copy, include: ['sounds/**'] }, {
    ...copy,
    name: 'art',
    include: ['art/**'],
    output: 'art'
  })
  t.match(await game.build({ only: 'art' }), { status: 'done' }, 'another rule is no affair of this one')
  game.rules({ ...copy, include: ['sounds/**'], allowEmpty: true })
  t.same((await game.build()).removed, ['out/art/x', 'out/sound/a', 'out/sound/b', 'out/sound/c.ogg'])
})

t.test('a name that is not UTF-8 is an error that shows it, where a rule would take it', async t => {
  const game = project(t)
  game.rules({ ...copy, include: ['sound/**/*.ogg'], exclude: ['sound/old*'] })
  game.write({ 'sound/a.ogg': 'A', 'sound/\u{FFFD}.ogg': 'a name of its own' })
  const gbk = Buffer.from([0xb0, 0xb4, 0xc5, 0xa5])
  const path = (...parts: Array<string | Buffer>) =>
    Buffer.concat([`${game.folder}/sound/`, ...parts].map(part => Buffer.from(part)))
  try {
    writeFileSync(path(gbk, '.txt'), 'no rule takes it')
    writeFileSync(path('old', gbk, '.ogg'), 'excluded')
  } catch {
    t.comment('this file system takes UTF-8 names only')
    return
  }
  await game.build()
  t.same(Object.keys(game.outputs()), ['sound/a.ogg', 'sound/\u{FFFD}.ogg'])
  const file = 'sound/\\xb0\\xb4\\xc5\\xa5.ogg (按钮.ogg)'
  writeFileSync(path(gbk, '.ogg'), 'lost')
  await t.rejects(game.build(), { code: 'SCAN_NAME_NOT_UTF8', details: { file } })
  rmSync(path(gbk, '.ogg'))
  mkdirSync(path(gbk))
  await t.rejects(game.build(), { code: 'SCAN_NAME_NOT_UTF8' })
})

t.test('what systems and editors leave beside files is taken by no rule', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({
    'sound/a': 'A',
    'sound/._a': 'fork',
    'sound/~$a': 'owner',
    'sound/.DS_Store': 'x',
    'sound/a~$b': 'B'
  })
  await game.build()
  t.same(Object.keys(game.outputs()), ['sound/a', 'sound/a~$b'])
})

t.test('two forms of one name are an error that says so', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/caf\u00e9': '1', 'sound/cafe\u0301': '2' })
  await t.rejects(game.build(), { code: 'SCAN_NAMES_DIFFER_IN_FORM' })
})

t.test("a layout file takes the place of nothing else, lies in the project, and is one set's own", async t => {
  const game = project(t)
  const stable = (layoutFile: string, name = 'art') => ({
    name,
    processor: 'atlas',
    include: [`${name}/`],
    output: name,
    options: { layout: 'stable', layoutFile }
  })
  game.write({ 'art/x.png': picture(200), 'more/y.png': picture(100), 'locks/empty.json': '' })
  game.rules(stable('art/x.png'))
  await t.rejects(game.build())
  t.same(readFileSync(join(game.folder, 'art/x.png')), Buffer.from(picture(200)))

  symlinkSync(t.testdir({ elsewhere: {} }), join(game.folder, 'outside'))
  game.rules(stable('outside/elsewhere/art.json'))
  await t.rejects(game.build(), { code: 'OUTPUT_LEAVES_PROJECT' })

  game.rules(stable('locks/a.json'), stable('./locks//a.json', 'more'))
  await t.rejects(game.build(), { code: 'PLAN_OUTPUT_COLLISION', details: { path: 'locks/a.json' } })
  t.same(game.outputs(), {})
  game.rules(stable('locks/empty.json'), stable('locks/a.json', 'more'))
  t.match(await game.build(), { status: 'done' })
  game.write({ 'art/z.png': picture(50) })
  t.match(
    await game.build({ home: `${game.home}-2` }),
    { status: 'done' },
    'a lock of another machine is one'
  )
})

t.test('what packline wrote by another command gives way to an output', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'out/sound/a': 'by another command' })
  await t.rejects(game.build(), { code: 'OUTPUT_NOT_OURS' })
  new WrittenFiles(game.home).add([join(game.folder, 'out/sound/a')])
  t.same((await game.build()).written, ['out/sound/a'])
})

t.test('a run that keeps going tells every bad file of a group', async t => {
  for (const [processor, extension] of [['atlas', 'png'], ['image', 'png'], ['ccsui', 'csd']] as const) {
    const game = project(t)
    game.rules({ name: 'art', processor, include: ['art/'], output: 'art' })
    for (const name of ['x', 'y', 'z']) {
      game.write({ [`art/${name}.${extension}`]: 'neither picture nor XML' })
    }
    await t.rejects(game.build({ keepGoing: true }), { code: 'RUN_FAILED', details: { count: 3 } }, processor)
    await t.rejects(game.build(), { code: /IMAGE_WRONG_FORMAT|CCSUI_/ }, processor)
  }
})

t.test('a run that is interrupted publishes nothing', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  for (const phase of ['scan', 'plan', 'execute', 'publish']) {
    const interrupt = new AbortController()
    await t.rejects(
      game.build({
        signal: interrupt.signal,
        emit: event => {
          if (event.type === 'phase' && event.phase === phase) interrupt.abort()
        }
      }),
      { name: 'AbortError' }
    )
    t.same(game.outputs(), {}, phase)
  }
})

t.test('of two runs at the same time one finds the work done', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  const reports = await Promise.all([game.build(), game.build()])

  t.same(reports.map(report => report.written.length).sort(), [0, 1])
})

t.test('a run waits for the one under way, says who that is, and builds what is there then', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  const lock = await lockFile(join(game.folder, '.packline/out/lock'), {
    signal: new AbortController().signal,
    command: 'packline assets build'
  })
  const report = await game.build({
    emit: event => {
      if (event.type !== 'waiting') return
      t.match(event.holder, { pid: process.pid, command: 'packline assets build' })
      game.write({ 'sound/a': 'A2', 'sound/b': 'B' })
      lock.close()
    }
  })

  t.same(report.written, ['out/sound/a', 'out/sound/b'])
})

t.test('what another run published between scan and lock is not undone', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'old' })
  let other: Promise<unknown> | undefined
  const first = game.build({
    emit: event => {
      if (event.type !== 'scanned' || other !== undefined) return
      game.write({ 'sound/a': 'newer' })
      other = game.build()
    }
  })
  // A copy notices that its source changed; either way the newer bytes stay.
  await first.catch((error: unknown) => {
    t.match(error, { code: 'SCAN_FILE_CHANGED' })
  })
  await other

  t.equal(readFileSync(join(game.folder, 'out/sound/a'), 'utf8'), 'newer')
})

t.test('a hard link of an output elsewhere does not make it stale', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A' })
  await game.build()
  linkSync(join(game.folder, 'out/sound/a'), join(game.folder, 'elsewhere'))
  t.same((await game.build()).why, [])
})

t.test('what a failed run had staged is not published by the next one', async t => {
  const game = project(t)
  game.rules(copy)
  game.write({ 'sound/a': 'A', 'sound/b': 'B' })
  await game.build()
  game.write({ 'sound/early': 'E', 'sound/late': 'L' })
  const spoil = (event: RunEvent): void => {
    if (event.type === 'phase' && event.phase === 'publish') game.write({ 'sound/late': 'spoilt' })
  }
  await t.rejects(game.build({ emit: spoil }), { code: 'SCAN_FILE_CHANGED' })
  game.write({ 'sound/early': null, 'sound/late': null, 'sound/a': 'A2' })
  await game.build()

  t.same(Object.keys(game.outputs()), ['sound/a', 'sound/b'])
})

t.test('a rule that writes beside the folder of another one undoes nothing of it', async t => {
  const game = project(t)
  const top = { name: 'top', processor: 'atlas', include: ['art/'], output: 'top' }
  game.rules(copy, top)
  game.write({ 'sound/a': 'A', 'sound/b': 'B', 'art/x.png': picture(200) })
  await game.build()
  game.write({ 'sound/a': 'A2', 'sound/b': 'B2', 'art/x.png': picture(100) })
  await game.build()

  t.same(['a', 'b'].map(name => readFileSync(join(game.folder, 'out/sound', name), 'utf8')), ['A2', 'B2'])
  game.write({ 'sound/a': 'A3', 'sound/b': 'B3' })
  game.rules(copy)
  t.same((await game.build()).removed, ['out/top.plist', 'out/top.png'])
  t.same(['a', 'b'].map(name => readFileSync(join(game.folder, 'out/sound', name), 'utf8')), ['A3', 'B3'])
  t.match(await game.build(), { actions: { executed: 0 }, written: [] })
})

t.test('a run tells what its cached results took to make, and no more than that run took', async t => {
  const game = project(t)
  const rule = (name: string) => ({ name, processor: 'atlas', include: [`${name}/`], output: name })
  game.rules(rule('a'), rule('b'))
  const pictures = Object.fromEntries(
    ['a', 'b'].flatMap(name =>
      Array.from({ length: 12 }, (_, index) => [`${name}/${name}${index}.png`, picture(index * 20)])
    )
  )
  game.write(pictures)

  const cold = await game.build()
  const unchanged = await game.build()
  game.write({ 'b/b0.png': picture(250) })
  const warm = await game.build()

  t.equal(cold.savedMs, 0)
  t.ok(
    unchanged.savedMs > 0 && unchanged.savedMs <= cold.timings.executeMs + cold.actions.executed,
    `${unchanged.savedMs} of ${cold.timings.executeMs} ms`
  )
  t.ok(warm.savedMs < unchanged.savedMs, 'what ran again saved nothing')
})

function picture (red: number): Uint8Array {
  return Transformer
    .fromRgbaPixels(Uint8Array.from({ length: 64 }, (_, at) => at % 4 === 0 ? red : 255), 4, 4)
    .pngSync()
}

t.test('a parameter that changes makes again what has its value, says so, and nobody is asked without need', async t => {
  const { write, build, rules, folder } = project(t)
  write({ 'art/orc/a.png': noisePng(20, 30, 1), 'art/elf/b.png': noisePng(30, 20, 2) })
  const rule = (name: string, maxSize: unknown) => ({
    name,
    processor: 'atlas',
    include: [`art/${name}/`],
    output: name,
    options: { maxSize }
  })
  const asked: string[][] = []
  let size = 512
  const parameters = {
    isGiven: false,
    valuesOf: async (_project: unknown, names: readonly string[]) => {
      asked.push([...names])
      return { size }
    }
  }
  rules(rule('orc', 64), rule('elf', 64))
  t.notOk('parameters' in await build({ parameters }))
  t.same(asked, [], 'no option has any')

  rules(rule('orc', { parameter: 'size' }), rule('elf', 64))
  const text = readFileSync(join(folder, 'packline.json'), 'utf8')
  const declared = { size: { type: 'integer', description: 'Longest side', default: 256 } }
  write({ 'packline.json': JSON.stringify({ ...JSON.parse(text), parameters: declared }) })
  await build({ parameters })
  t.match(await build({ parameters }), { actions: { executed: 0 }, hashed: 0, parameters: { size: 512 } })

  size = 128
  const planned = await build({ parameters, isDryRun: true })
  t.same([...new Set(planned.why.map(({ rule }) => rule))], ['orc'])
  t.match(english(planned.why.find(({ action }) => action.endsWith('layout'))?.reasons), [
    'parameter size changed from 512 to 128',
    /^option maxSize changed from 512 to 128/
  ])
  t.match(await build({ parameters }), { actions: { failed: 0 }, parameters: { size: 128 } })
  t.match(await build({ parameters }), { actions: { executed: 0 }, hashed: 0 })
  size = 512
  t.match(await build({ parameters }), { actions: { executed: 0 } }, 'what was made with it before is there')
  t.same(asked.flat(), asked.map(() => 'size'))
  size = 8
  await t.rejects(build({ parameters }), { code: 'CONFIG_INVALID', details: { mistakes: /parameter size/ } })
})
