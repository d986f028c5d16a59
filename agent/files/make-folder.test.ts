import { existsSync, readFileSync, statSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { makeFolder } from './make-folder.js'

t.test('a folder is made with those above it, and the outermost new one is told', async t => {
  const folder = t.testdir({ there: {} })
  t.equal(makeFolder(join(folder, 'there', 'a', 'b'), 0o700), join(folder, 'there', 'a'))
  t.ok(statSync(join(folder, 'there', 'a', 'b')).isDirectory())
  t.equal(statSync(join(folder, 'there', 'a', 'b')).mode & 0o777, 0o700)
  t.equal(makeFolder(join(folder, 'there', 'a', 'b')), undefined)
  t.equal(makeFolder(join(folder, 'there', 'a', 'c')), join(folder, 'there', 'a', 'c'))
})

t.test('what is no folder stays, and is an error; a link that leads nowhere is one, too', async t => {
  const folder = t.testdir({ file: 'x' })
  symlinkSync('gone/deep', join(folder, 'link'))
  t.throws(() => makeFolder(join(folder, 'file')), { code: 'EEXIST' })
  t.throws(() => makeFolder(join(folder, 'file', 'below')), { code: 'ENOTDIR' })
  t.throws(() => makeFolder(join(folder, 'link', 'below')), { code: 'ENOENT' })
  t.equal(readFileSync(join(folder, 'file'), 'utf8'), 'x')
})

t.test('a file system that has no place for new folders ends it', {
  skip: existsSync('/proc/self') ? false : 'no /proc here'
}, async t => {
  t.throws(() => makeFolder('/proc/packline/deep'), { code: 'ENOENT' })
})
