import { existsSync, lstatSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { outputFolder } from '../testing/output-folder.js'
import { PublishedTree } from './published-tree.js'

const folderOf = (t: Test) => outputFolder(t.testdir())

t.test('a first run writes all and records it; a second one changes nothing', async t => {
  const folder = folderOf(t)
  const files = { 'ui/a': 'A', 'ui/deep/b': 'BB', 'units/c': 'CCC' }

  const first = await folder.publish(files)
  const inodes = Object.keys(files).map(folder.inode)
  const second = await folder.publish(files)

  t.same(first.written.map(file => file.path), ['ui/a', 'ui/deep/b', 'units/c'])
  t.match(first, { removed: [], bytesWritten: 6 })
  t.match(second, { written: [], removed: [], bytesWritten: 0 })
  t.same(folder.files(), files)
  t.same(Object.keys(files).map(folder.inode), inodes)
  t.same(readdirSync(folder.work), ['published'])
  const record = PublishedTree.read(join(folder.work, 'published'))
  t.same(record?.files().map(({ path, rule, size }) => ({ path, rule, size })), [
    { path: 'ui/a', rule: 'ui', size: 1 },
    { path: 'ui/deep/b', rule: 'ui', size: 2 },
    { path: 'units/c', rule: 'units', size: 3 }
  ])
  t.ok(record?.isIntact(folder.output))
})

t.test('what changed is written, what is gone is removed with its empty folders, the rest keeps its inode', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B', 'ui/old/c': 'C', 'units/d': 'D', 'units/e': 'E' })
  const kept = ['ui/b', 'units/e'].map(folder.inode)

  const result = await folder.publish({ 'ui/a': 'A2', 'ui/b': 'B', 'ui/new/f': 'F', 'units/e': 'E' })

  t.same(result.written.map(file => file.path), ['ui/a', 'ui/new/f'])
  t.same(result.removed.sort(), ['ui/old/c', 'units/d'])
  t.equal(result.bytesWritten, 3)
  t.same(folder.files(), { 'ui/a': 'A2', 'ui/b': 'B', 'ui/new/f': 'F', 'units/e': 'E' })
  t.notOk(existsSync(join(folder.output, 'ui/old')))
  t.same(['ui/b', 'units/e'].map(folder.inode), kept)
})

t.test('the last output of a folder takes the folder with it, and the folders above that are empty then', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/deep/deeper/a': 'A', 'units/b': 'B' })
  t.same((await folder.publish({ 'units/b': 'B' })).removed, ['ui/deep/deeper/a'])
  t.same(readdirSync(folder.output), ['units'])
})

t.test('files and links of others stay, in folders that are exchanged too', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })
  folder.write('ui/mine', 'mine')
  folder.write('ui/sub/mine', 'mine')
  mkdirSync(join(folder.output, 'ui/empty'))
  symlinkSync('nowhere', join(folder.output, 'ui/link'))
  const inode = folder.inode('ui/mine')

  await folder.publish({ 'ui/c': 'C', 'ui/d': 'D' })

  t.ok(lstatSync(join(folder.output, 'ui/link')).isSymbolicLink())
  t.ok(existsSync(join(folder.output, 'ui/empty')))
  t.equal(folder.inode('ui/mine'), inode)
  t.same(readdirSync(join(folder.output, 'ui')).sort(), ['c', 'd', 'empty', 'link', 'mine', 'sub'])
  t.same(readdirSync(join(folder.output, 'ui/sub')), ['mine'])
})

t.test('a foreign file in the place of an output is an error; the same bytes are taken over', async t => {
  const folder = folderOf(t)
  folder.write('ui/a', 'A')
  t.same((await folder.publish({ 'ui/a': 'A' })).written.map(file => file.path), ['ui/a'])
  for (const text of ['other', 'X']) {
    folder.write('ui/b', text)
    await t.rejects(folder.publish({ 'ui/a': 'A', 'ui/b': 'B' }), {
      code: 'OUTPUT_NOT_OURS',
      details: { path: join(folder.output, 'ui/b') }
    })
    t.same(folder.files(), { 'ui/a': 'A', 'ui/b': text })
  }
  mkdirSync(join(folder.output, 'ui/c'))
  await t.rejects(folder.publish({ 'ui/a': 'A', 'ui/c': 'C' }), { code: 'OUTPUT_NOT_OURS' })
})

t.test('an output that was changed by hand is written anew, and left alone when it is one no longer', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })
  folder.write('ui/a', 'changed')
  t.same((await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })).written.map(file => file.path), ['ui/a'])
  folder.write('ui/b', 'changed')

  const result = await folder.publish({ 'ui/a': 'A' })

  t.same(result.removed, [])
  t.same(folder.files(), { 'ui/a': 'A', 'ui/b': 'changed' })
  t.same(folder.warnings, ['ui/b was changed by hand and is no longer an output: it is left as it is'])
})

t.test('an output that was only touched goes with its input, and one that is gone is no trouble', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B', 'ui/c': 'C' })
  folder.remove('ui/a')
  folder.write('ui/a', 'A')
  folder.remove('ui/b')
  t.same((await folder.publish({ 'ui/c': 'C' })).removed.sort(), ['ui/a', 'ui/b'])
  t.same(folder.files(), { 'ui/c': 'C' })
  t.same(folder.warnings, [])
})

t.test('what is thrown before the commit leaves everything as it was', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })
  const beforeCommit = async () => {
    t.same(folder.files(), { 'ui/a': 'A', 'ui/b': 'B' }, 'nothing is visible yet')
    t.ok(existsSync(join(folder.work, 'next')))
    throw new Error('lost')
  }
  await t.rejects(folder.publish({ 'ui/a': 'A2', 'ui/c': 'C', 'units/d': 'D' }, { beforeCommit }), /lost/)
  t.same(folder.files(), { 'ui/a': 'A', 'ui/b': 'B' })
  t.same((await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })).written, [])
  t.same(readdirSync(folder.work), ['published'])
})

t.test('a file to copy is copied, and must still be what was scanned', async t => {
  const folder = folderOf(t)
  const source = join(t.testdir({ source: 'A' }), 'source')
  const copies = async () =>
    (await folder.desired({ 'ui/a': 'A' })).map(file => ({ ...file, copyFrom: source }))
  writeFileSync(source, 'A')
  await folder.publish({}, { desired: await copies() })
  t.same(folder.files(), { 'ui/a': 'A' })
  t.not(folder.inode('ui/a'), lstatSync(source).ino)
  writeFileSync(source, 'X')
  folder.remove('ui/a')
  await t.rejects(folder.publish({}, { desired: await copies() }), {
    code: 'SCAN_FILE_CHANGED',
    details: { file: source }
  })
})

t.test('a link or file in the place of a folder is an error', async t => {
  const folder = folderOf(t)
  mkdirSync(join(folder.output, 'elsewhere'), { recursive: true })
  symlinkSync('elsewhere', join(folder.output, 'ui'))
  await t.rejects(folder.publish({ 'ui/deep/a': 'A', 'ui/deep/b': 'B' }), {
    code: 'OUTPUT_NOT_OURS',
    details: { path: join(folder.output, 'ui') }
  })
  t.same(readdirSync(join(folder.output, 'elsewhere')), [])
})

t.test('trees inside one another are exchanged from the outermost', async t => {
  const folder = folderOf(t)
  const first = { top: '1', 'ui/a': 'A', 'ui/b': 'B', 'units/c': 'C' }
  await folder.publish(first)
  const next = { top: '2', 'ui/a': 'A2', 'ui/b': 'B2', 'units/c': 'C2', also: '3' }
  await folder.publish(next, { roots: ['ui', 'units'] })
  t.same(folder.files(), next)
  await folder.publish({ 'ui/a': 'A3', 'ui/b': 'B3' }, { roots: ['ui'] })
  t.same(folder.files(), { 'ui/a': 'A3', 'ui/b': 'B3' })
})

t.test('a work folder that cannot be made is an error that keeps the old files', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A' })
  // Not by its mode: root may write everywhere.
  rmSync(folder.work, { recursive: true })
  writeFileSync(folder.work, '')
  await t.rejects(folder.publish({ 'ui/a': 'A2' }))
  t.same(folder.files(), { 'ui/a': 'A' })
})

t.test('two steps that change one place are refused before anything is visible', async t => {
  const folder = folderOf(t)
  await folder.publish({ 'ui/a': 'A', 'ui/b': 'B' })
  const next = { 'ui/a': 'A2', 'ui/b': 'B2', './ui/c': 'C', './ui/d': 'D' }
  await t.rejects(folder.publish(next, { roots: ['./ui', 'ui'] }), /two steps of publishing change .*ui$/)
  t.same(folder.files(), { 'ui/a': 'A', 'ui/b': 'B' })
})
