import { join } from 'node:path'
import t from 'tap'
import { ActionCache } from '../action-cache.js'
import { ContentStore, referenceTo } from '../content-store.js'
import type { BlobReference } from '../content-store.js'
import type { CacheServer } from './cache-server.js'
import { readRemoteState, writeRemoteState } from './remote-state.js'
import { SharedCache } from './shared-cache.js'
import type { SharedCacheSettings } from './shared-cache.js'
import { encodeRecord, sharedAction } from './shared-record.js'

/** A server in memory that keeps one result, `key` of `game`, and answers at once. */
function serverWith (bytes: Buffer, blob: BlobReference = referenceTo(bytes)) {
  const action = sharedAction('game', 'key')
  const { action: result } = encodeRecord(action, { value: 1, blobs: { page: blob }, durationMs: 1e6 })
  const asked: string[] = []
  const server: CacheServer = {
    place: 'http://cache',
    readAction: async ({ sha256 }) => sha256 === action.sha256 ? result : undefined,
    read: async ({ sha256 }) => {
      asked.push(sha256)
      return bytes
    },
    missing: async blobs => [...blobs],
    write: async ({ sha256 }) => {
      asked.push(`write ${sha256}`)
    },
    writeAction: async () => {
      asked.push('write action')
    },
    close: async () => {}
  }
  return { server, asked, blob }
}

function settingsIn (home: string, server: CacheServer): SharedCacheSettings {
  return {
    server,
    home,
    store: new ContentStore(join(home, 'cache/cas')),
    cache: new ActionCache(join(home, 'cache/ac')),
    namespace: 'game',
    mayWrite: true,
    now: Date.now
  }
}

t.test('a disk that takes nothing is not told as a fault of the server, and fails nothing here', async t => {
  const home = t.testdir({ cache: { cas: t.fixture('symlink', 'no/such/folder') } })
  const { server } = serverWith(Buffer.from('page'))
  const cache = new SharedCache(settingsIn(home, server))
  for (let left = 5; left > 0; left--) t.equal(await cache.find('key', true), undefined)
  t.ok(await cache.find('key', false), 'the record needs no disk')
  t.match(await cache.close(1000), { hits: 1, misses: 5, wrong: 0, problem: undefined })
  t.equal(readRemoteState(home, server.place).breaker, undefined)
})

t.test('what cannot be left to the next run costs that run time, and this one nothing', async t => {
  const home = t.testdir({ cache: { 'remote.json': {} } })
  const { server } = serverWith(Buffer.from('page'))
  const cache = new SharedCache(settingsIn(home, server))
  t.ok(await cache.find('key', true))
  t.match(await cache.close(1000), { hits: 1, problem: undefined })
  t.same(readRemoteState(home, server.place), { place: server.place })
})

t.test('what would not fit into memory is not fetched', async t => {
  const { server, asked } = serverWith(Buffer.from('page'), {
    ...referenceTo(Buffer.from('page')),
    size: 600 * 1024 * 1024
  })
  const cache = new SharedCache(settingsIn(t.testdir(), server))
  t.equal(await cache.find('key', true), undefined)
  t.match(await cache.obtain('key'), { isWhole: false })
  await cache.close(1000)
  t.same(asked, [])
})

t.test('wrong bytes are fetched once, told, and written anew from what was made here', async t => {
  const home = t.testdir()
  const right = Buffer.from('page')
  const { server, asked, blob } = serverWith(Buffer.from('PAGE'), referenceTo(right))
  const settings = settingsIn(home, server)
  const cache = new SharedCache(settings)
  t.equal(await cache.find('key', true), undefined)
  const record = { value: 1, blobs: { page: await settings.store.put(right) }, durationMs: 1 }
  settings.cache.put('key', { ...record, inputs: { kind: 'page', version: 1, options: {}, inputs: [] } })
  // The server says that it has the blob.
  server.missing = async () => []
  cache.offer('key', record)

  t.match(await cache.close(1000), { misses: 1, wrong: 1, sent: 1, unsent: 0 })
  t.same(asked, [blob.sha256, `write ${blob.sha256}`, 'write action'])
  t.match(readRemoteState(home, server.place).wrong, { reason: { key: 'sharedCache.wrongBytes' } })
})

t.test('who may only read sends neither what it made nor what others left, and forgets nothing of it', async t => {
  const home = t.testdir()
  const { server, asked } = serverWith(Buffer.from('page'))
  const unsent = [{ namespace: 'game', key: 'left' }]
  writeRemoteState(home, { place: server.place, unsent })
  const settings = settingsIn(home, server)
  const inputs = { kind: 'page', version: 1, options: {}, inputs: [] }
  for (const key of ['left', 'made']) settings.cache.put(key, { inputs, value: 1, blobs: {}, durationMs: 1 })
  const reader = new SharedCache({ ...settings, mayWrite: false })
  reader.offer('made', { value: 1, blobs: {} })
  t.match(await reader.close(1000), { sent: 0 })
  t.same([asked, readRemoteState(home, server.place).unsent], [[], unsent])

  const writer = new SharedCache(settings)
  writer.offer('made', { value: 1, blobs: {} })
  writer.offer('made', { value: 1, blobs: { 'a\\..\\b': referenceTo(Buffer.from('')) } })
  t.match(await writer.close(1000), { sent: 2, unsent: 0 })
  t.equal(readRemoteState(home, server.place).unsent, undefined)
})

t.test('runs beside each other leave what each could not send', async t => {
  const home = t.testdir()
  const { server } = serverWith(Buffer.from('page'))
  server.missing = async () => {
    throw new Error('full')
  }
  const settings = settingsIn(home, server)
  const inputs = { kind: 'page', version: 1, options: {}, inputs: [] }
  const page = await settings.store.put(Buffer.from('page'))
  const runs = ['one', 'two'].map(key => {
    settings.cache.put(key, { inputs, value: 1, blobs: { page }, durationMs: 1 })
    const run = new SharedCache(settings)
    run.offer(key, { value: 1, blobs: { page } })
    return run
  })
  for (const run of runs) await run.close(1000)
  t.same(readRemoteState(home, server.place).unsent?.map(({ key }) => key).sort(), ['one', 'two'])
})

t.test('records are not read for a server that is left alone, and stay for the next run', async t => {
  const home = t.testdir()
  const { server } = serverWith(Buffer.from('page'))
  const breaker = { openUntil: Date.now() + 30_000, coolingMs: 30_000, reason: 'gone' }
  writeRemoteState(home, { place: server.place, breaker })
  const settings = settingsIn(home, server)
  const read: string[] = []
  settings.cache.get = key => {
    read.push(key)
    return undefined
  }
  const run = new SharedCache(settings)
  for (const key of ['one', 'two']) run.offer(key, { value: 1, blobs: {} })
  t.match(await run.close(1000), { unsent: 2 })
  t.same(read, [])
})
