import t from 'tap'
import type { Test } from 'tap'
import { LevelDocuments } from '../coordination/level-documents.js'
import { Registry, releaseDocument } from './registry.js'
import { ReleaseStore } from './release-store.js'
import { releasedPackages } from './released-packages.js'
import type { TargetState } from './target-state.js'

const author = { by: 'ann', why: 'test' }
const rebuild = {
  commits: { game: 'c0ffee' },
  tools: { packline: '0.1.0' },
  baselines: {},
  command: ['packline', 'package', 'build']
}

function open (t: Test): { registry: Registry, store: ReleaseStore, again: () => Registry } {
  const folder = t.testdir()
  const store = (): ReleaseStore => {
    const documents = new LevelDocuments({ folder, isDurable: false })
    t.teardown(async () => {
      await documents.close()
    })
    return new ReleaseStore({ documents, project: 'dk', now: () => new Date('2026-01-01T00:00:00Z') })
  }
  const first = store()
  return { store: first, registry: new Registry(first), again: () => new Registry(store()) }
}

t.test('releases begun at the same time get different builds', async t => {
  const { registry, again, store } = open(t)
  const releases = await Promise.all(
    [registry, again(), again()].map(async each => await each.begin({ version: '1.0', rebuild }, author))
  )
  t.same(releases.map(({ build }) => build).sort(), [1, 2, 3])
  t.same((await registry.list()).map(({ build }) => build), [1, 2, 3])
  t.same((await store.history()).map(({ revision, parent }) => [revision, parent]), [[1, 0], [2, 1], [3, 2]])
})

t.test('a request that comes again is done once', async t => {
  const { registry, store } = open(t)
  const [one, other] = [
    await registry.begin({ version: '1.0', rebuild }, { ...author, id: 'jenkins-12' }),
    await registry.begin({ version: '1.0', rebuild }, { ...author, id: 'jenkins-12' })
  ]
  t.same(one, other)
  t.equal((await store.history()).length, 1)
})

t.test('of two tries of one request at once each is told what was made', async t => {
  const { store } = open(t)
  const request = { ...author, action: 'note', subject: 'x', id: 'one' }
  let other: number | undefined
  const write = async (isFirst: boolean): Promise<number | undefined> => {
    const made = await store.commit(request, async draft => {
      // The other try comes in between: then there is nothing left to do.
      if (isFirst) other ??= await write(false)
      if (await draft.read('x') === undefined) draft.write('x', { notes: 'x' })
    })
    return made?.revision
  }
  t.equal(await write(true), 1)
  t.equal(other, 1)
})

t.test('rows, hot updates and assets are kept, and each is in the history', async t => {
  const { registry, store, again } = open(t)
  const release = await registry.begin({ version: '1.0', rebuild }, author)
  const row = {
    platform: 'android',
    channel: '应用宝',
    pairing: '',
    inputDigest: 'a',
    method: 'stamp',
    signature: 'signed' as const,
    artifacts: [{ name: 'a.apk', sizeBytes: 3, sha256: 'f' }]
  }
  await registry.recordRows(release, 'formal', [row], author)
  await registry.recordHotUpdate(release, 'formal', { version: '1.0.0.1', digest: 'd' }, author)
  const assets = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, index) => [`res/unit-${index}.png`, {
      sha256: `${Math.imul(index, 2654435761) >>> 0}`
        .padStart(
          64,
          `${Math.imul(index, 40503) >>> 0}`
        ),
      sizeBytes: index
    }])
  )
  await registry.recordAssets(release, assets, author)

  const other = again()
  t.same(await other.rows(release, 'formal'), [row])
  t.match(await other.get(release), {
    rebuild,
    assets: { files: 20_000 },
    targets: {
      formal: { state: 'packaged', rows: 1, platforms: ['android'], hotUpdate: { version: '1.0.0.1' } }
    }
  })
  t.same(await other.assets(await other.get(release)), assets)
  t.match((await store.history()).slice(0, 3).map(each => [each.action, each.by, each.why]), [
    ['release begin', 'ann', 'test'],
    ['rows', 'ann', 'test'],
    ['hot update', 'ann', 'test']
  ])
  await registry.recordRows(release, 'formal', [row], author)
  t.equal(
    (await store.history()).filter(({ action }) => action === 'rows').length,
    1,
    'what changes nothing is no revision'
  )
})

t.test('an unknown release is told', async t => {
  const { registry } = open(t)
  await t.rejects(registry.get({ version: '9.9', build: 1 }), {
    code: 'RELEASE_UNKNOWN',
    details: { release: '9.9-1' }
  })
  await t.rejects(registry.recordRows({ version: '9.9', build: 1 }, 'formal', [], author), {
    code: 'RELEASE_UNKNOWN'
  })
})

t.test('what was released of a row and not withdrawn is known, the newest first', async t => {
  const { registry, store } = open(t)
  const made = async (version: string, state: TargetState, channel = 'google'): Promise<void> => {
    const release = await registry.begin({ version, rebuild }, author)
    await registry.recordRows(release, 'formal', [{
      platform: 'android',
      channel,
      pairing: '',
      inputDigest: version,
      method: 'stamp',
      signature: 'signed',
      artifacts: [],
      application: { type: 'apk', id: 'a.b', version }
    }], author)
    await store.commit({ ...author, action: 'test', subject: version }, async draft => {
      const name = releaseDocument(release)
      const { targets: { formal }, ...rest } = await registry.get(release)
      await draft.read(name)
      draft.write(name, { ...rest, targets: { formal: { ...formal, state } } })
    })
  }
  await made('1.0', 'live')
  await made('1.1', 'published')
  await made('1.2', 'withdrawn')
  await made('1.3', 'packaged')
  await made('1.4', 'in-review', 'huawei')
  const place = { platform: 'android', channel: 'google', pairing: '' }
  const places = [{ ...place, id: 'one', target: 'formal' }, { ...place, id: 'two', target: 'gray' }]
  const found = await releasedPackages(registry, places)
  t.same([...found].map(([id, packages]) => [id, packages.map(({ release }) => release)]), [
    ['one', ['1.1-2', '1.0-1']]
  ])
  t.match(found.get('one'), [{ application: { version: '1.1' } }, {}])
})
