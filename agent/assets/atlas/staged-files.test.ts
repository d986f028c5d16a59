import { existsSync, mkdirSync, readdirSync, readFileSync, utimesSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { sha256Of } from '../../files/file-digest.js'
import { StagedFiles } from './staged-files.js'

t.test('files get to their places when they are published, and nothing else is left', async t => {
  const out = t.testdir({ 'a.png': 'old', 'art.psd': 'somebody’s' })
  const stage = new StagedFiles(out)
  const files = [
    { path: join(out, 'a.png'), staged: await stage.put(Buffer.from('page')) },
    { path: join(out, 'deep/a.plist'), staged: await stage.put(Buffer.from('sheet')) }
  ]
  t.equal(readFileSync(join(out, 'a.png'), 'utf8'), 'old')
  t.equal(files[0]!.staged.sha256, sha256Of(Buffer.from('page')), 'also before it is in its place')

  await stage.publish(files)
  await stage.close()

  t.same(readdirSync(out).sort(), ['a.png', 'art.psd', 'deep'])
  t.same(files.map(({ path }) => readFileSync(path, 'utf8')), ['page', 'sheet'])
  t.equal(files[1]!.staged.sha256, sha256Of(Buffer.from('sheet')))
  t.equal(files[1]!.staged.size, 5)
})

t.test('what is not published goes, with the folders that were made for it', async t => {
  const root = t.testdir({ 'notes.txt': 'notes' })
  for (const out of [root, join(root, 'new/deeper')]) {
    const stage = new StagedFiles(out)
    await stage.put(Buffer.from('page'))
    t.ok(readdirSync(out).some(name => name.startsWith('.packline.')))
    await stage.close()
    await stage.close()
    t.same(readdirSync(root), ['notes.txt'])
  }
})

t.test('folders that somebody uses meanwhile stay', async t => {
  const root = t.testdir()
  const out = join(root, 'new/deeper')
  const stage = new StagedFiles(out)
  await stage.put(Buffer.from('page'))
  mkdirSync(join(root, 'new/other'))
  await stage.close()
  t.same(readdirSync(join(root, 'new')), ['other'])
})

t.test('what a killed run left goes after a day, and what another one just makes stays', async t => {
  const out = t.testdir({
    '.packline.0123456789ab.tmp': { 0: 'half a page' },
    '.packline.ba9876543210.tmp': { 0: 'a page' },
    '.packline.tmp': { 0: 'not ours' }
  })
  const long = new Date(Date.now() - 25 * 3_600_000)
  for (const name of ['.packline.0123456789ab.tmp', '.packline.tmp']) utimesSync(join(out, name), long, long)
  const stage = new StagedFiles(out)
  await stage.put(Buffer.from('page'))
  await stage.close()
  t.same(readdirSync(out).sort(), ['.packline.ba9876543210.tmp', '.packline.tmp'])
})

t.test('nobody is told of success where the folder cannot be made', async t => {
  const out = join(t.testdir({ file: '' }), 'file')
  const stage = new StagedFiles(out)
  await t.rejects(stage.put(Buffer.from('page')), { code: 'EEXIST' })
  await stage.close()
  t.ok(existsSync(out))
})
