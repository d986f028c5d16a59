import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { FileTable } from '../../files/file-table.js'
import { png } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import { openProject, scanProject } from './project-scan.js'
import { scan } from './scan.js'

const copy = { name: 'sound', processor: 'copy', include: ['sound/**/*.ogg'], output: 'sound' }

function scene (t: Test, include = copy.include) {
  const game = testProject()
  t.teardown(game.remove)
  game.rules({ ...copy, include })
  const outside = join(game.home, 'outside')
  mkdirSync(join(outside, 'deep'), { recursive: true })
  game.write({ 'sound/a.ogg': 'A', 'sound/deep/b.ogg': 'B' })
  return { game, outside }
}

t.test('a link that leaves the project is ignored where no rule takes anything behind it', async t => {
  const { game, outside } = scene(t)
  writeFileSync(join(outside, 'deep/notes.txt'), 'x')
  symlinkSync(outside, join(game.folder, 'sound/link'))
  symlinkSync('/nowhere/at-all', join(game.folder, 'sound/broken.txt'))
  symlinkSync('.', join(outside, 'deep/loop'))

  await game.build()
  t.same(Object.keys(game.outputs()), ['sound/a.ogg', 'sound/deep/b.ogg'])

  writeFileSync(join(outside, 'deep/c.ogg'), 'C')
  await t.rejects(game.build(), {
    code: 'SCAN_LINK_LEAVES_PROJECT',
    details: { file: 'sound/link/deep/c.ogg', target: outside }
  })
  t.equal(Object.keys(game.outputs()).length, 2)
})

t.test('a folder that a rule starts from may not be a link out of the project either', async t => {
  const { game, outside } = scene(t, ['linked/**'])
  symlinkSync(outside, join(game.folder, 'linked'))
  await t.rejects(game.build(), { code: 'PLAN_NOTHING_MATCHES' })

  writeFileSync(join(outside, 'c.ogg'), 'C')
  await t.rejects(game.build(), {
    code: 'SCAN_LINK_LEAVES_PROJECT',
    details: { file: 'linked/c.ogg', target: outside }
  })
})

t.test('whoever only looks sees the same files, and keeps none of their bytes', async t => {
  const { game } = scene(t, ['sound/**'])
  // Neither the first nor the next one fits the memory of the one before.
  game.write({
    'sound/c.ogg': Buffer.alloc(300_000, 7),
    'sound/d.ogg': 'D',
    'sound/e.ogg': Buffer.alloc(900_000, 8)
  })
  const { project } = await openProject(game.folder, () => ({}))
  const { signal } = new AbortController()
  const [looked, read] = [true, false].map(isLookOnly =>
    scanProject(project, FileTable.empty(), { signal, now: () => Date.now() + 60_000, isLookOnly })
  )

  t.same((await looked)?.table, (await read)?.table)
  t.match([(await looked)?.bytes.size, (await read)?.bytes.size], [0, 5])
  t.match(await looked, { hashed: 5 })
})

t.test('a file that was young when it was read is read again, however long that took', async t => {
  const { game } = scene(t)
  let waited = 0
  const { table, hashed } = await scan({
    project: game.folder,
    bases: ['sound'],
    skip: new Set(),
    gitignore: false,
    isExcluded: () => false,
    isWanted: () => true,
    previous: FileTable.empty(),
    isSameSelection: false,
    signal: new AbortController().signal,
    // A clock that is behind the stamps of the files, and goes on while the first one is read.
    now: () => waited,
    onRead: () => {
      waited = Date.now() + 60_000
      return false
    }
  })
  t.equal(hashed, 2)
  t.equal(table.statusAt(0).ctimeNs, -1n)
})

t.test('a link to half a disk is an error, not a walk of it', async t => {
  const { game, outside } = scene(t)
  for (let index = 0; index < 20_001; index++) writeFileSync(join(outside, String(index)), '')
  symlinkSync(outside, join(game.folder, 'sound/link'))

  await t.rejects(game.build(), { code: 'SCAN_LINK_LEAVES_PROJECT', details: { file: 'sound/link' } })
  rmSync(outside, { recursive: true })
})

t.test('what exclude leaves out goes, also when the run before knew it', async t => {
  const game = testProject()
  t.teardown(game.remove)
  const assets = (exclude: string[]) =>
    JSON.stringify({ project: 'game', assets: { output: 'out', exclude, rules: [copy] } })
  game.write({ 'packline.json': assets([]), 'sound/a.ogg': 'A', 'sound/b.ogg': 'B' })
  await game.build()

  game.write({ 'packline.json': assets(['**/b.ogg']) })
  t.same((await game.build()).removed, ['out/sound/b.ogg'])
  game.write({ 'packline.json': assets([]) })
  t.same((await game.build()).written, ['out/sound/b.ogg'])
})

t.test('a pointer of Git LFS in place of a file is an error, in every run and processor', async t => {
  const { game } = scene(t)
  const lfs = `version https://git-lfs.github.com/spec/v1\noid sha256:${'0'.repeat(64)}\nsize 1\n`
  const rule = (processor: string, include: string) => ({
    name: processor,
    processor,
    include: [include],
    output: processor
  })
  game.rules(copy, rule('image', 'img/*.png'), rule('atlas', 'art/*/'))
  game.write({ 'img/a.png': png(2, 2, [1, 2, 3, 255]), 'art/u/a.png': png(2, 2, [3, 2, 1, 255]) })
  await game.build()
  const before = game.outputs()

  game.write({ 'img/a.png': lfs, 'art/u/a.png': lfs, 'sound/a.ogg': lfs, 'sound/deep/b.ogg': lfs })
  for (const home of [game.home, game.home, `${game.home}-2`]) {
    await t.rejects(game.build({ home }), {
      code: 'RUN_FAILED',
      details: {
        errors: [
          { code: 'SCAN_LFS_POINTER', details: { rule: 'sound', file: 'sound/a.ogg', count: 2 } },
          { code: 'SCAN_LFS_POINTER', details: { rule: 'image', file: 'img/a.png', count: 1 } },
          { code: 'SCAN_LFS_POINTER', details: { rule: 'atlas', file: 'art/u/a.png', count: 1 } }
        ]
      }
    })
  }
  await t.rejects(game.build({ only: 'atlas' }), { code: 'SCAN_LFS_POINTER' })
  t.same(game.outputs(), before)

  game.write({ 'sound/a.ogg': 'A', 'sound/deep/b.ogg': 'B', 'art/u/a.png': png(2, 2, [3, 2, 1, 255]) })
  // Long after the write, so that the files' times vouch for them.
  const now = (): number => Date.now() + 60_000
  await game.build({ only: 'sound', now })
  await t.rejects(game.build({ now }), { code: 'SCAN_LFS_POINTER' }, 'a run of another rule saw it first')

  // What git-lfs itself does not take for one.
  game.write({ 'img/a.png': png(2, 2, [1, 2, 3, 255]) })
  game.write({ 'sound/a.ogg': lfs.padEnd(1024), 'sound/deep/b.ogg': `\n${lfs}` })
  t.same((await game.build()).written, ['out/sound/a.ogg', 'out/sound/deep/b.ogg'])
})

t.test('a dry run tells which outputs would go, and removes none', async t => {
  const { game } = scene(t)
  game.write({ 'music/c': 'C' })
  game.rules(copy, { ...copy, name: 'music', include: ['music/**'], output: 'music', allowEmpty: true })
  await game.build()
  game.write({ 'music/c': null, 'sound/deep': null })

  t.same(
    (await game.build({ isDryRun: true })).removed,
    ['out/music/c'],
    'of a rule whose actions would run, nothing is known'
  )
  t.equal(Object.keys(game.outputs()).length, 3)
})

const oddNames = ['a*b.ogg', 'c[1].ogg', 'd(2).ogg', 'e{3}.ogg', 'f?.ogg', 'g!@+|.ogg']

t.test('a name with wildcards in it is named by escaping them, in files, folders and excludes', async t => {
  const game = testProject()
  t.teardown(game.remove)
  const escaped = (name: string) => name.replace(/[*?[\](){}|]/g, '\\$&')
  const folder = 'so[u]nd/{x} (1)'
  const names = [...oddNames, 'a-b.ogg', 'c1.ogg', 'fx.ogg']
  for (const name of names) game.write({ [`${folder}/${name}`]: name, [`so*/${name}`]: name })
  const taken = async (rule: Record<string, unknown>) => {
    game.rules({ ...copy, output: 'o', ...rule })
    await game.build()
    return Object.keys(game.outputs()).map(path => path.replace(/^o\//, ''))
  }

  t.same(
    await taken({ include: oddNames.map(name => `./${escaped(`${folder}/${name}`)}`) }),
    [...oddNames].sort(),
    'each stands for itself, below the folder that they are in'
  )
  t.same(await taken({ include: [`${escaped(folder)}/*`] }), [...names].sort())
  t.same(await taken({ include: ['so\\*/'] }), [...names].sort(), 'a folder is a group')
  t.same(
    await taken({ include: ['so\\*/**'], exclude: oddNames.map(name => `so\\*/${escaped(name)}`) }),
    ['a-b.ogg', 'c1.ogg', 'fx.ogg']
  )
})
