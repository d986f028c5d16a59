import { lstatSync, lutimesSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { FileStatuses } from './file-statuses.js'
import type { LookedStatus } from './file-statuses.js'
import { FileTable } from './file-table.js'

const many = 1_000_000

function valuesOf (status: LookedStatus) {
  const { size, mtimeNs, ctimeNs, ino } = status
  return { size, mtimeNs, ctimeNs, ino, isFile: status.isFile() }
}

t.test('what is looked at among many files is what lstat tells', async t => {
  const root = t.testdir({ art: { deep: { 'a.png': 'a', '图 1.png': 'bcd' }, 'b.png': '' }, top: 'x' })
  symlinkSync('deep/a.png', join(root, 'art/link.png'))
  symlinkSync('deep', join(root, 'art/linked'))
  utimesSync(join(root, 'art/deep/a.png'), 1, -1_000_000.25)
  utimesSync(join(root, 'art/b.png'), 1, 4_000_000_000.123456)
  lutimesSync(join(root, 'art/link.png'), 1, 0.5)
  const paths = [
    ...['art/deep/a.png', 'art/deep/图 1.png', 'art/deep', 'art/b.png', 'art/link.png', 'art/linked/a.png'],
    ...['top', 'art', 'missing', 'missing/a', 'art/deep/missing', 'art/deep/a.png']
  ]
  const statuses = new FileStatuses(root, many)
  const table = FileTable.allocate(paths)
  for (const [index, path] of paths.entries()) {
    const found = statuses.of(path)
    const expected = lstatSync(join(root, path), { bigint: true, throwIfNoEntry: false })
    t.same(found && valuesOf(found), expected && valuesOf(expected), path)
    if (expected === undefined || found === undefined) continue
    table.setRow(index, expected, Buffer.alloc(32))
    t.ok(table.isAt(index, found), path)
    for (const other of differing(expected)) {
      table.setRow(index, other, Buffer.alloc(32))
      t.notOk(table.isAt(index, found), `${path} is another`)
      t.equal(table.isContentAt(index, found), other.ctimeNs !== expected.ctimeNs, path)
    }
  }
  t.throws(() => statuses.of('top/below'), { code: 'ENOTDIR' })
  t.throws(() => statuses.of(`art/${'x'.repeat(300)}`), { code: 'ENAMETOOLONG' })
  statuses.close()
})

/** The same but for one bit, in each half of each number. */
function differing (
  { size, mtimeNs, ctimeNs, ino }: Pick<LookedStatus, 'size' | 'mtimeNs' | 'ctimeNs' | 'ino'>
) {
  const status = { size, mtimeNs, ctimeNs, ino }
  return (['size', 'mtimeNs', 'ctimeNs', 'ino'] as const).flatMap(name =>
    [1n, 1n << 32n].map(bit => ({ ...status, [name]: status[name] ^ bit }))
  )
}

t.test('a folder that is another one meanwhile is not looked at as the old one after a close', async t => {
  const root = t.testdir({ art: { a: 'old' } })
  const statuses = new FileStatuses(root, many)
  t.equal(statuses.of('art/a')?.size, 3n)
  statuses.close()
  rmSync(join(root, 'art'), { recursive: true })
  mkdirSync(join(root, 'art'))
  writeFileSync(join(root, 'art/a'), 'newer')
  t.equal(statuses.of('art/a')?.size, 5n)
  statuses.close()
})
