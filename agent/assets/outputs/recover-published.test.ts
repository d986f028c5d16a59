import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PublishedTree, workFolderOf } from './published-tree.js'
import { recoverPublished, stampAt } from './recover-published.js'

/**
 * What a run leaves that was killed while it exchanged the folder `units`: the old folder is the staged one
 * now.
 */
function killedRun (record: string) {
  return t.testdir({
    res: { units: { 'archer.plist': 'new' } },
    '.packline': {
      res: { stage: { 0: { 'archer.plist': 'old', 'kept-by-hand.txt': 'mine' }, '0.folder': record } }
    }
  })
}

t.test('what somebody put into a folder that was being exchanged comes to its new place', async t => {
  const output = join(killedRun('{"folder":"units"}'), 'res')
  t.equal(workFolderOf(output), join(output, '../.packline/res'))
  recoverPublished(output)
  t.equal(readFileSync(join(output, 'units/kept-by-hand.txt'), 'utf8'), 'mine')
  t.notOk(existsSync(join(workFolderOf(output), 'stage')))
})

t.test('a record that was only begun brings nothing anywhere', async t => {
  for (const record of ['', '{"fol']) {
    const output = join(killedRun(record), 'res')
    recoverPublished(output)
    t.notOk(existsSync(join(output, 'kept-by-hand.txt')), JSON.stringify(record))
    t.notOk(existsSync(join(output, 'archer.plist')))
  }
})

t.test('a run that was killed between its records: a path of either is ours, a file with neither digest is unknown', async t => {
  const output = join(t.testdir({ res: { both: 'b', old: 'o', next: 'n', changed: 'c' } }), 'res')
  const work = workFolderOf(output)
  const file = (path: string, digit: string) => ({
    path,
    rule: 'r',
    size: 1,
    sha256: digit.repeat(64)
  })
  const stampOf = ({ path }: { path: string }) => stampAt(join(output, path))
  const elsewhere = () => ({ size: 7n, mtimeNs: 7n, ino: 7n })
  mkdirSync(join(work, 'stage'), { recursive: true })
  PublishedTree
    .of(
      [file('both', '1'), file('old', '1'), file('changed', '1')],
      file => file.path === 'changed' ? elsewhere() : stampOf(file)
    )
    .write(join(work, 'published'))
  PublishedTree
    .of(
      [file('both', '2'), file('next', '2'), file('old', '2')],
      file => file.path === 'old' ? elsewhere() : stampOf(file)
    )
    .write(join(work, 'next'))

  const recovered = recoverPublished(output)

  const digits = Object.fromEntries(recovered.files().map(({ path, sha256 }) => [path, sha256]))
  t.same(digits, {
    both: '2'.repeat(64),
    old: '1'.repeat(64),
    next: '2'.repeat(64),
    changed: '0'.repeat(64)
  })
  t.same(readdirSync(work), ['published'])
  t.same(PublishedTree.read(join(work, 'published'))?.files(), recovered.files())
  t.ok(recovered.isIntact(output), 'the record is of the files as they are now')
})

t.test('without a trace of a killed run nothing is touched', async t => {
  const output = join(t.testdir({ res: { a: 'a' } }), 'res')
  t.same(recoverPublished(output).files(), [])
  t.notOk(existsSync(workFolderOf(output)))
})

t.test('what lies in a staged folder comes back only where nothing of that name is, and never what was ours', async t => {
  const output = join(
    t.testdir({
      res: { units: { taken: 'theirs' } },
      '.packline': {
        res: {
          stage: {
            0: { taken: 'mine', ours: 'old', deep: { mine: 'mine', ours: 'old' } },
            '0.folder': '{"folder":"units"}',
            1: { mine: 'not exchanged yet' },
            2: { mine: 'top' },
            '2.folder': '{"folder":""}',
            3: 'a single file'
          }
        }
      }
    }),
    'res'
  )
  const ours = ['units/ours', 'units/deep/ours'].map(path => ({
    path,
    rule: 'r',
    size: 1,
    sha256: '1'.repeat(64)
  }))
  PublishedTree.of(ours, () => stampAt('nowhere')).write(join(workFolderOf(output), 'published'))

  recoverPublished(output)

  t.equal(readFileSync(join(output, 'units/taken'), 'utf8'), 'theirs')
  t.equal(readFileSync(join(output, 'units/deep/mine'), 'utf8'), 'mine')
  t.equal(readFileSync(join(output, 'mine'), 'utf8'), 'top')
  t.notOk(existsSync(join(output, 'units/ours')))
  t.notOk(existsSync(join(output, 'units/deep/ours')))
})

t.test('a record of a staged folder that cannot be read is an error, and nothing is thrown away', async t => {
  const place = killedRun('{"folder":"units"}')
  const output = join(place, 'res')
  const record = join(workFolderOf(output), 'stage/0.folder')
  rmSync(record)
  mkdirSync(record)
  t.throws(() => recoverPublished(output), { code: 'EISDIR' })
  t.ok(existsSync(join(workFolderOf(output), 'stage/0/kept-by-hand.txt')))
})

t.test('a run that was killed between the two renames of an exchange: the old folder comes back whole', async t => {
  const stage = { 0: { a: 'new' }, '0.folder': '{"folder":"units"}', '0.old': { a: 'old', mine: 'mine' } }
  const output = join(t.testdir({ res: {}, '.packline': { res: { stage } } }), 'res')
  recoverPublished(output)
  t.same(readdirSync(join(output, 'units')).sort(), ['a', 'mine'])
  t.equal(readFileSync(join(output, 'units/a'), 'utf8'), 'old')
})

t.test('one that was killed after them: the new folder stays, and what is not ours comes to it', async t => {
  const stage = { '0.folder': '{"folder":"units"}', '0.old': { a: 'old', mine: 'mine' } }
  const output = join(t.testdir({ res: { units: { a: 'new' } }, '.packline': { res: { stage } } }), 'res')
  recoverPublished(output)
  t.equal(readFileSync(join(output, 'units/a'), 'utf8'), 'new')
  t.equal(readFileSync(join(output, 'units/mine'), 'utf8'), 'mine')
})

t.test('what was on its way from another file system is thrown away', async t => {
  const output = join(
    t.testdir({
      res: { units: { a: 'old', '.packline-arriving': 'ha' } },
      '.packline': { res: { stage: {} } }
    }),
    'res'
  )
  const file = { path: 'units/a', rule: 'r', size: 3, sha256: '1'.repeat(64) }
  PublishedTree.of([file], () => stampAt('nowhere')).write(join(workFolderOf(output), 'published'))
  recoverPublished(output)
  t.same(readdirSync(join(output, 'units')), ['a'])
})
