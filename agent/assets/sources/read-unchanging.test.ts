import { appendFileSync, mkdirSync, renameSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { ReadMemory, UnchangedFiles } from './read-unchanging.js'

const [few, many] = [1, 1_000_000]

/** Reads by Node's own way and by the system's calls. */
function readers (t: Test, folder: string): UnchangedFiles[] {
  const files = [new UnchangedFiles(folder, few), new UnchangedFiles(folder, many)]
  t.teardown(() => {
    for (const each of files) each.close()
  })
  return files
}

t.test('among many files, each has the bytes and the status that it has among few', async t => {
  const large = Buffer.alloc(3_000_000, 'large')
  const folder = t.testdir({ art: { deep: { '图 1.png': 'abc' }, empty: '' }, top: 'x', other: { large } })
  symlinkSync('deep/图 1.png', join(folder, 'art/link.png'))
  symlinkSync('deep', join(folder, 'art/linked'))
  const shared = new ReadMemory(size => Buffer.from(new SharedArrayBuffer(size)))
  for (const files of readers(t, folder)) {
    for (const memory of [new ReadMemory(), shared]) {
      for (
        const [path, expected] of [
          ['art/deep/图 1.png', 'abc'],
          ['art/empty', ''],
          ['art/link.png', 'abc'],
          ['art/linked/图 1.png', 'abc'],
          ['other/large', large.toString()],
          ['top', 'x']
        ] as const
      ) {
        const { bytes, status } = files.read(path, memory)
        t.ok(bytes.equals(Buffer.from(expected)), path)
        const { size, mtimeNs, ctimeNs, ino } = statSync(join(folder, path), { bigint: true })
        t.match(status, { size, mtimeNs, ctimeNs, ino }, path)
      }
    }
  }
})

t.test('a file that grows while it is read is read again', async t => {
  for (const which of [0, 1]) {
    const folder = t.testdir({ art: { a: 'old' } })
    const file = join(folder, 'art/a')
    let isFirst = true
    const memory = new ReadMemory()
    const growing = {
      take: (size: number): Buffer => {
        if (isFirst) appendFileSync(file, ' and new')
        isFirst = false
        return memory.take(size)
      }
    }
    const { bytes, status } = readers(t, folder)[which]!.read('art/a', growing)
    t.equal(bytes.toString(), 'old and new')
    t.equal(status.size, 11n)
  }
})

t.test('what cannot be read is told alike among few files and among many', async t => {
  const folder = t.testdir({ art: { a: 'a', folder: {} } })
  symlinkSync('nowhere', join(folder, 'art/dangling'))
  for (const files of readers(t, folder)) {
    for (
      const [path, code] of [
        ['art/missing', 'SCAN_FILE_CHANGED'],
        ['missing/a', 'SCAN_FILE_CHANGED'],
        ['art/dangling', 'SCAN_FILE_CHANGED'],
        ['art/folder', 'SCAN_UNREADABLE'],
        ['art/a/below', 'SCAN_UNREADABLE']
      ] as const
    ) t.throws(() => files.read(path, new ReadMemory()), { code }, path)
  }
})

t.test('a folder that is another one after a close is read as that one', async t => {
  const folder = t.testdir({ art: { a: 'old' } })
  const files = new UnchangedFiles(folder, many)
  t.equal(files.read('art/a', new ReadMemory()).bytes.toString(), 'old')
  files.close()
  renameSync(join(folder, 'art'), join(folder, 'before'))
  mkdirSync(join(folder, 'art'))
  writeFileSync(join(folder, 'art/a'), 'new')
  t.equal(files.read('art/a', new ReadMemory()).bytes.toString(), 'new')
  files.close()
})
