import { chmodSync, existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { ContentStore, referenceTo } from './content-store.js'

t.test('an entry is named by its digest and read back', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  const reference = await store.put(Buffer.from('hello'))

  t.equal(reference.sha256, '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824')
  t.equal(reference.md5, '5d41402abc4b2a76b9719d911017c592')
  t.equal(store.read(reference.sha256)?.toString(), 'hello')
  t.equal(statSync(store.pathOf(reference.sha256)).mode & 0o777, 0o444)
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

t.test('an entry that is not there is no entry', async t => {
  const store = new ContentStore(join(t.testdir({}), 'cas'))
  t.equal(store.read(referenceTo(Buffer.from('x')).sha256), undefined)
  t.throws(() => store.materialise(referenceTo(Buffer.from('x')), join(t.testdirName, 'out')), {
    code: 'CACHE_ENTRY_LOST'
  })
})

t.test('an output is materialised with its folders, and only where nothing is', async t => {
  const folder = t.testdir({})
  const store = new ContentStore(join(folder, 'cas'))
  const reference = await store.put(Buffer.from('hello'))

  store.materialise(reference, join(folder, 'a/b/out'))
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
