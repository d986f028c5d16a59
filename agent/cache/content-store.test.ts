import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import t from 'tap'
import { ContentStore, referenceTo } from './content-store.js'

const ownFile = { mode: 0o644, hardLinks: false }

t.test('an entry is named by its digest and read back', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const reference = await store.put(Buffer.from('hello'))

  t.equal(reference.sha256, '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
  t.equal(reference.size, 5)
  t.equal(store.read(reference.sha256)?.toString(), 'hello')
  t.equal(statSync(store.pathOf(reference.sha256)).mode & 0o777, 0o444)
})

t.test('content in several parts is the same entry', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const parts = ['', 'he', 'l', 'lo'].map(text => Buffer.from(text))

  t.same(await store.put(parts), referenceTo(Buffer.from('hello')))
  t.equal(readFileSync(store.pathOf(referenceTo(parts).sha256), 'utf8'), 'hello')
})

t.test('large content is written while it is hashed, and leaves nothing else', async t => {
  const folder = join(t.testdir({}), 'cas')
  const parts = [Buffer.alloc(700_000, 'a'), Buffer.alloc(0), Buffer.alloc(700_000, 'b')]
  const reference = referenceTo(parts)
  const store = new ContentStore(folder)

  t.same(await store.put(parts), reference)
  chmodSync(store.pathOf(reference.sha256), 0o644)
  writeFileSync(store.pathOf(reference.sha256), Buffer.alloc(1_400_000))
  for (const again of [new ContentStore(folder), new ContentStore(folder)]) {
    t.same(await again.put(Buffer.concat(parts)), reference)
  }
  t.ok(new ContentStore(folder).verify(reference), 'also in the place of a damaged one')
  t.equal(statSync(store.pathOf(reference.sha256)).mode & 0o777, 0o444)
  t.same(readdirSync(join(folder, 'tmp')), [])
})

t.test('large content for which there is no place says where', async t => {
  const folder = t.testdir({ cas: 'a file' })
  const put = new ContentStore(join(folder, 'cas')).put(Buffer.alloc(1_100_000))
  await t.rejects(put, { message: new RegExp(join(folder, 'cas')) })
})

t.test('a damaged entry counts as absent, is removed, and can be put again', async t => {
  const folder = join(t.testdir({}), 'cas')
  const reference = await new ContentStore(folder).put(Buffer.from('hello'))
  const store = new ContentStore(folder)
  chmodSync(store.pathOf(reference.sha256), 0o644)
  writeFileSync(store.pathOf(reference.sha256), 'jello')

  t.notOk(store.verify(reference))
  t.notOk(existsSync(store.pathOf(reference.sha256)))
  await store.put(Buffer.from('hello'))
  t.ok(store.verify(reference))
})

t.test('what is put where a damaged entry of its size lies takes its place', async t => {
  const folder = join(t.testdir({}), 'cas')
  const reference = await new ContentStore(folder).put(Buffer.from('hello'))
  for (const put of ['put', 'putExactly'] as const) {
    const store = new ContentStore(folder)
    chmodSync(store.pathOf(reference.sha256), 0o644)
    writeFileSync(store.pathOf(reference.sha256), 'jello')
    await store[put](Buffer.from('hello'), reference)
    await store.materialise(reference, join(t.testdirName, put), ownFile)

    t.equal(readFileSync(join(t.testdirName, put), 'utf8'), 'hello')
  }
})

t.test('an entry that is not there is no entry', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  t.equal(store.read(referenceTo(Buffer.from('x')).sha256), undefined)
  await t.rejects(store.materialise(referenceTo(Buffer.from('x')), join(t.testdirName, 'out'), ownFile), {
    code: 'CACHE_ENTRY_LOST'
  })
})

t.test('an output is materialised with its folders, and only where nothing is', async t => {
  const folder = t.testdir({})
  const store = new ContentStore(join(folder, 'cas'))
  const reference = await store.put(Buffer.from('hello'))

  await store.materialise(reference, join(folder, 'a/b/out'), ownFile)
  t.equal(readFileSync(join(folder, 'a/b/out'), 'utf8'), 'hello')
  rmSync(join(folder, 'a/b/out'))
  t.ok(store.verify(reference))
})

t.test('many writers of the same entry leave one whole entry', async t => {
  const folder = join(t.testdir({}), 'cas')
  const bytes = Buffer.alloc(100_000, 7)
  const references = await Promise.all(
    Array.from({ length: 8 }, async () => await new ContentStore(folder).put(bytes))
  )

  t.equal(new Set(references.map(each => each.sha256)).size, 1)
  t.same(new ContentStore(folder).read(references[0]!.sha256), bytes)
})

t.test('an entry lies in a folder of its first two signs, and is written once', async t => {
  const folder = join(t.testdir({}), 'cas')
  const store = new ContentStore(folder)
  const { sha256 } = await store.put(Buffer.from('hello'))
  t.equal(store.pathOf(sha256), join(folder, '2c', sha256))
  const { ino } = statSync(store.pathOf(sha256))
  await store.put(Buffer.from('hello'))

  t.equal(statSync(store.pathOf(sha256)).ino, ino)
})

t.test('an entry of another size, or a folder in its place, is not there', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const { sha256, size } = await store.put(Buffer.from('hello'))
  const other = referenceTo(Buffer.alloc(0)).sha256
  mkdirSync(store.pathOf(other), { recursive: true })

  t.ok(store.has(sha256, size))
  t.notOk(store.has(sha256, size + 1))
  t.notOk(store.has(other, statSync(store.pathOf(other)).size))
  t.throws(() => store.read(other), { code: 'EISDIR' }, 'a disk that cannot be read is told')
})

t.test('an entry is looked at once: what was found intact is not read again', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const reference = await store.put(Buffer.from('hello'))
  chmodSync(store.pathOf(reference.sha256), 0o644)
  writeFileSync(store.pathOf(reference.sha256), 'jello')

  t.ok(store.verify(reference))
  t.equal(store.read(reference.sha256), undefined, 'reading looks in any case')
})

t.test('a file that was written in the store is taken over, read-only and under its digest', async t => {
  const folder = join(t.testdir({}), 'cas')
  const store = new ContentStore(folder)
  const file = store.temporary()
  t.equal(dirname(file), join(folder, 'tmp'))
  t.match(basename(file), /^\.blob\./)
  t.not(store.temporary(), file)
  writeFileSync(file, 'hello')
  const reference = referenceTo(Buffer.from('hello'))
  store.adopt(file, reference)

  t.notOk(existsSync(file))
  t.equal(statSync(store.pathOf(reference.sha256)).mode & 0o777, 0o444)
  t.ok(store.verify(reference))
})

t.test('an entry that has gone is told by its digest', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const reference = referenceTo(Buffer.from('x'))

  await t.rejects(store.materialise(reference, join(t.testdirName, 'out'), ownFile), {
    code: 'CACHE_ENTRY_LOST',
    details: { sha256: reference.sha256 }
  })
})

t.test('what stands at the place of an output stays, and is an error', async t => {
  const folder = t.testdir({ out: { held: '' } })
  const store = new ContentStore(join(folder, 'cas'))
  const reference = await store.put(Buffer.from('hello'))

  await t.rejects(store.materialise(reference, join(folder, 'out'), ownFile))
  t.ok(existsSync(join(folder, 'out/held')))
})

t.test('an output has an inode, a mode and a time of its own: what is written to it changes no entry', async t => {
  const folder = t.testdir({})
  const store = new ContentStore(join(folder, 'cas'))
  const reference = await store.put(Buffer.from('hello'))
  utimesSync(store.pathOf(reference.sha256), 1e9, 1e9)
  const out = join(folder, 'out')

  await store.materialise(reference, out, { mode: 0o640, hardLinks: false })

  t.match(statSync(out), { mode: 0o100640, nlink: 1 })
  t.ok(statSync(out).mtimeMs > 1e12 + 1)
  writeFileSync(out, 'HELLO')
  t.ok(new ContentStore(join(folder, 'cas')).verify(reference))
})

t.test('hard links are for who asks for them', async t => {
  const folder = t.testdir({})
  const store = new ContentStore(join(folder, 'cas'))
  const reference = await store.put(Buffer.from('hello'))
  await store.materialise(reference, join(folder, 'out'), { mode: 0o644, hardLinks: true })
  t.equal(statSync(join(folder, 'out')).ino, statSync(store.pathOf(reference.sha256)).ino)
  await t.rejects(store.materialise(reference, join(folder, 'out'), { mode: 0o644, hardLinks: true }), {
    code: 'EEXIST'
  })
})

t.test('a damaged entry is never made an output, and is gone afterwards', async t => {
  const folder = t.testdir({})
  const reference = await new ContentStore(join(folder, 'cas')).put(Buffer.from('hello'))
  const store = new ContentStore(join(folder, 'cas'))
  chmodSync(store.pathOf(reference.sha256), 0o644)
  writeFileSync(store.pathOf(reference.sha256), 'jello')
  await t.rejects(store.materialise(reference, join(folder, 'out'), ownFile), { code: 'CACHE_ENTRY_LOST' })
  t.notOk(existsSync(join(folder, 'out')))
})
