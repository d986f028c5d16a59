import { chmodSync, existsSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { ActionCache, actionKey } from './action-cache.js'
import type { ActionInputs } from './action-cache.js'
import { collectDaily } from './collect-daily.js'
import { ContentStore } from './content-store.js'
import type { BlobReference } from './content-store.js'
import { cacheStatistics, collectGarbage, verifyCache } from './maintenance.js'

const hourMs = 3_600_000
const signal = new AbortController().signal

/** Actions of one blob of 1,000 bytes each, used `hoursAgo`. */
async function cache (t: Test, hoursAgo: number[], now: number) {
  const folder = t.testdir({})
  const store = new ContentStore(join(folder, 'cas'))
  const actions = new ActionCache(join(folder, 'ac'))
  const entries: Array<{ key: string, blob: BlobReference }> = []
  for (const [index, hours] of hoursAgo.entries()) {
    const inputs: ActionInputs = { kind: 'test', version: 1, options: index, inputs: [] }
    const key = actionKey(inputs)
    const blob = await store.put(Buffer.alloc(1000, index))
    actions.put(key, { inputs, value: null, blobs: { page: blob }, durationMs: 1 })
    const used = new Date(now - hours * hourMs)
    utimesSync(actions.pathOf(key), used, used)
    utimesSync(store.pathOf(blob.sha256), used, used)
    entries.push({ key, blob })
  }
  return { folder, store, actions, entries }
}

t.test('what was used longest ago goes first, with its blobs', async t => {
  const now = Date.now()
  const { folder, store, actions, entries } = await cache(t, [30, 20, 10], now)

  const result = collectGarbage(folder, 2600, now)

  t.match(result, { removedActions: 1, removedBlobs: 1 })
  t.equal(actions.get(entries[0]!.key), undefined)
  t.notOk(existsSync(store.pathOf(entries[0]!.blob.sha256)))
  for (const { key, blob } of entries.slice(1)) t.ok(actions.get(key) !== undefined && store.verify(blob))
})

t.test('what was used within the hour stays, whatever the limit: a run may be using it', async t => {
  const now = Date.now()
  const { folder, actions, entries } = await cache(t, [0.5, 5], now)
  actions.touch(entries[1]!.key, new Date(now))

  t.match(collectGarbage(folder, 0, now), { removedActions: 0, removedBlobs: 0 })
})

t.test('collecting leaves the time stamps of blobs alone: outputs are links to them', async t => {
  const now = Date.now()
  const { folder, store, entries } = await cache(t, [10], now)
  const before = statSync(store.pathOf(entries[0]!.blob.sha256)).mtimeMs
  collectGarbage(folder, 1e9, now)
  t.equal(statSync(store.pathOf(entries[0]!.blob.sha256)).mtimeMs, before)
})

t.test('verify finds and removes damaged records and blobs', async t => {
  const { folder, store, actions, entries } = await cache(t, [1, 2, 3], Date.now())
  chmodSync(store.pathOf(entries[0]!.blob.sha256), 0o644)
  writeFileSync(store.pathOf(entries[0]!.blob.sha256), 'spoilt')
  writeFileSync(actions.pathOf(entries[1]!.key), 'torn')

  const { damaged } = await verifyCache(folder, signal)
  t.same(damaged.sort(), [store.pathOf(entries[0]!.blob.sha256), actions.pathOf(entries[1]!.key)].sort())
  t.match(await verifyCache(folder, signal), { damaged: [], actions: 2, blobs: 2 })
})

t.test('statistics count what is there, also when nothing is', async t => {
  t.match(cacheStatistics(join(t.testdir({}), 'none')), {
    actions: 0,
    blobs: 0,
    sizeBytes: 0,
    oldestUse: null
  })
  const { folder } = await cache(t, [1, 2], Date.now())
  t.match(cacheStatistics(folder), { actions: 2, blobs: 2 })
})

t.test('garbage is collected once a day', async t => {
  const now = Date.now()
  const { folder } = await cache(t, [50], now)
  const limit = async () => 0
  t.equal(await collectDaily(folder, limit, now), undefined, 'a new cache has no garbage')
  t.equal(await collectDaily(folder, limit, now + hourMs), undefined)
  t.match(await collectDaily(folder, limit, now + 25 * hourMs), { removedActions: 1 })
})

t.test('a clock that was a year ahead when garbage was collected last does not keep it for a year', async t => {
  const now = Date.now()
  const { folder } = await cache(t, [50], now)
  await collectDaily(folder, async () => 0, now)
  const ahead = new Date(now + 365 * 24 * hourMs)
  utimesSync(join(folder, 'collected'), ahead, ahead)
  t.match(await collectDaily(folder, async () => 0, now), { removedActions: 1 })
})

t.test('statistics are of records and blobs together, with the time of the oldest use', async t => {
  // A whole second: the system may keep less of a time than the clock tells.
  const now = Math.floor(Date.now() / 1000) * 1000
  const { folder, store, actions, entries } = await cache(t, [1, 7, 2], now)
  const sizes = entries.map(({ key, blob }) =>
    statSync(actions.pathOf(key)).size + statSync(store.pathOf(blob.sha256)).size
  )

  t.same(cacheStatistics(folder), {
    actions: 3,
    blobs: 3,
    sizeBytes: sizes.reduce((sum, size) => sum + size, 0),
    oldestUse: new Date(now - 7 * hourMs).toISOString()
  })
})

t.test('verify tells how far it is, leaves alone what is being written, and can be stopped', async t => {
  const { folder, store, entries } = await cache(t, [1, 2], Date.now())
  const unfinished = join(dirname(store.pathOf(entries[0]?.blob.sha256 ?? '')), '.blob.tmp')
  writeFileSync(unfinished, 'half')
  const progress: Array<[done: number, total: number]> = []

  const { damaged } = await verifyCache(folder, signal, (done, total) => {
    progress.push([done, total])
  })

  t.same(damaged, [])
  t.ok(existsSync(unfinished))
  t.same(progress, [[1, 4], [2, 4], [3, 4], [4, 4]])
  await t.rejects(verifyCache(folder, AbortSignal.abort()), { name: 'AbortError' })
})

t.test('what was freed and kept is counted in bytes', async t => {
  const now = Date.now()
  const { folder, store, actions, entries } = await cache(t, [20, 10], now)
  const sizes = entries.map(({ key, blob }) =>
    statSync(actions.pathOf(key)).size + statSync(store.pathOf(blob.sha256)).size
  )

  t.same(collectGarbage(folder, sizes[1] ?? 0, now), {
    removedActions: 1,
    removedBlobs: 1,
    freedBytes: sizes[0],
    keptBytes: sizes[1]
  }, 'what just fits is kept')
})

t.test('a blob that two records name counts once, and stays while one of them does', async t => {
  const now = Date.now()
  const { folder, store, actions, entries } = await cache(t, [10], now)
  const [first] = entries
  if (first === undefined) throw new Error('there is no entry')
  const record = actions.get(first.key)
  if (record === undefined) throw new Error('there is no record')
  actions.put('twin', record)
  const used = new Date(now - 20 * hourMs)
  utimesSync(actions.pathOf('twin'), used, used)
  const sizes = [first.key, 'twin'].map(key => statSync(actions.pathOf(key)).size)
  const both = 1000 + sizes.reduce((sum, size) => sum + size, 0)

  t.match(collectGarbage(folder, both, now), { removedActions: 0, removedBlobs: 0, keptBytes: both })
  t.match(collectGarbage(folder, both - 1, now), { removedActions: 1, removedBlobs: 0 })
  t.ok(store.verify(first.blob))
})

t.test('a damaged record goes whatever the limit, and its blob when it is no longer new', async t => {
  const now = Date.now()
  const { folder, store, actions, entries } = await cache(t, [0.5, 5], now)
  for (const { key } of entries) writeFileSync(actions.pathOf(key), 'torn')

  t.match(collectGarbage(folder, 1e9, now), { removedActions: 2, removedBlobs: 1, keptBytes: 0 })
  t.same(entries.map(({ blob }) => existsSync(store.pathOf(blob.sha256))), [true, false])
})

t.test('records of one time go by their names', async t => {
  const now = Date.now()
  const { folder, actions, entries } = await cache(t, [10, 10, 10], now)
  const [first, ...others] = entries.map(({ key }) => key).sort()
  const size = statSync(actions.pathOf(first ?? '')).size + 1000

  t.match(collectGarbage(folder, size, now), { removedActions: 2 })
  t.ok(existsSync(actions.pathOf(first ?? '')))
  for (const key of others) t.notOk(existsSync(actions.pathOf(key)))
})

t.test('what is no folder, or leads nowhere, is passed over', async t => {
  const { folder } = await cache(t, [1], Date.now())
  writeFileSync(join(folder, 'cas', 'stray'), '')
  symlinkSync('nowhere', join(folder, 'ac', 'link'))

  t.match(cacheStatistics(folder), { actions: 1, blobs: 1 })
})
