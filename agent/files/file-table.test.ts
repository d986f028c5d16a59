import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { FileTable } from './file-table.js'

const status = fc.record({
  size: fc.bigInt({ min: 0n, max: 2n ** 53n }),
  mtimeNs: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  ctimeNs: fc.bigInt({ min: 0n, max: 2n ** 62n }),
  ino: fc.bigInt({ min: 0n, max: 2n ** 62n })
})
const row = fc.record({
  path: fc.string({ minLength: 1 }).filter(text => !text.includes('\0')),
  status,
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 })
})

t.test('what is written is read back', async t => {
  const folder = t.testdir({})
  fc.assert(
    fc.property(fc.array(row), rows => {
      const file = join(folder, 'table')
      const table = FileTable.allocate(rows.map(each => each.path), { note: '注' })
      rows.forEach((each, index) => {
        table.setRow(index, each.status, Buffer.from(each.digest))
      })
      table.write(file)

      const read = FileTable.read(file)!

      read.write(file)
      const again = FileTable.read(file)!
      t.equal(again.id, table.id)
      t.same(read.paths, table.paths)
      t.equal(read.header.note, '注')
      t.equal(read.id, table.id)
      rows.forEach((each, index) => {
        t.ok(read.isAt(index, each.status))
        t.equal(read.sha256At(index), Buffer.from(each.digest).toString('hex'))
      })
    }),
    { numRuns: 50 }
  )
})

t.test('a damaged or missing table counts as absent', async t => {
  const file = join(t.testdir({}), 'table')
  t.equal(FileTable.read(file), undefined)
  FileTable.allocate(['a', 'b']).write(file)
  const bytes = readFileSync(file)
  fc.assert(
    fc.property(
      fc.nat(bytes.length - 1),
      fc.integer({ min: 1, max: 255 }),
      fc.nat(bytes.length),
      (at, flip, length) => {
        const damaged = Buffer.from(bytes)
        damaged[at] = damaged[at]! ^ flip
        t.equal(FileTable.parse(damaged), undefined)
        if (length < bytes.length) t.equal(FileTable.parse(bytes.subarray(0, length)), undefined)
      }
    )
  )
})

t.test('a table that says another number of files than it names is none', async t => {
  const sealed = (count: number, ...paths: string[]): Buffer => {
    const names = Buffer.from(paths.join('\0'))
    const header = Buffer.from(`${JSON.stringify({ count, pathBytes: names.length })}\n`)
    const body = Buffer.concat([header, names, Buffer.alloc(count * 64)])
    return Buffer.concat([createHash('sha256').update(body).digest(), body])
  }
  t.same(FileTable.parse(sealed(2, 'a', 'b'))?.paths, ['a', 'b'])
  t.equal(FileTable.parse(sealed(1, 'a', 'b')), undefined)
  t.equal(FileTable.parse(sealed(3, 'a', 'b')), undefined)
})

t.test('a change of size, time or inode is seen', async t => {
  const file = join(mkdtempSync(join(tmpdir(), 'packline-')), 'a')
  writeFileSync(file, 'one')
  const before = statSync(file, { bigint: true })
  const table = FileTable.allocate(['a'])
  table.setRow(0, before, Buffer.alloc(32))

  t.ok(table.isAt(0, before))
  for (
    const change of [{ size: 4n }, { mtimeNs: before.mtimeNs + 1n }, { ctimeNs: before.ctimeNs + 1n }, {
      ino: before.ino + 1n
    }]
  ) {
    t.notOk(
      table.isAt(0, {
        size: before.size,
        mtimeNs: before.mtimeNs,
        ctimeNs: before.ctimeNs,
        ino: before.ino,
        ...change
      })
    )
  }
})
