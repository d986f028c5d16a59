import t from 'tap'
import type { Test } from 'tap'
import type { Documents } from '../coordination/documents.js'
import { LevelDocuments } from '../coordination/level-documents.js'
import { PacklineError } from '../errors.js'
import { applyProjectFile } from './change-definition.js'
import { flip } from './flip.js'
import { lostFlip, planOf, rehearse } from './flip-plan.js'
import { deliverHotUpdate, moveTo } from './move-release.js'
import type { ResolveDocument } from './resolve-document.js'
import { createResolver } from './resolver.js'
import {
  author,
  game,
  openWorld,
  packageRow,
  parse,
  rebuild,
  reviewedWorld
} from './testing/release-world.js'
import { undoFlip } from './undo-flip.js'

const between = { from: 'review-1', to: 'live', ...author }
const client = {
  appId: 'com.example.dk',
  platform: 'ios',
  channel: 'store',
  version: '1.1',
  build: 2,
  deviceId: 'd-7'
}

function documentsOf (t: Test): () => LevelDocuments {
  const folder = t.testdir()
  return () => {
    const documents = new LevelDocuments({ folder, isDurable: false })
    t.teardown(async () => {
      await documents.close()
    })
    return documents
  }
}

t.test('a flip turns the release in review into the live one, for everybody at once', async t => {
  const { store, registry, live, reviewed } = await reviewedWorld(documentsOf(t)())
  const resolve = async () =>
    createResolver((await store.read<ResolveDocument>('resolve'))!).resolve(client, 0)
  t.match(await resolve(), { target: 'review-1', environment: 'review-1' })

  const outcome = await flip(store, between)

  t.match(outcome, {
    before: { 'review-1': { release: { version: '1.1' } }, live: { release: { version: '1.0' } } },
    after: { 'review-1': { release: null }, live: { release: { version: '1.1', build: 2, state: 'live' } } }
  })
  t.match(await resolve(), { environment: 'production' })
  t.equal((await registry.get(live)).targets.live?.state, 'withdrawn')
  t.match((await registry.get(reviewed)).targets, {
    live: { state: 'live', rows: 2, platforms: ['android', 'ios'] },
    'review-1': { state: 'withdrawn' }
  })
  const last = (await store.history()).at(-1)
  t.match(last, {
    action: 'flip',
    subject: 'review-1 → live',
    by: 'ann',
    why: 'test',
    before: { 'current/live': { release: { version: '1.0' } } },
    parent: outcome.revision! - 1
  })
})

t.test('an undo is a flip forward to what was before, and can be undone', async t => {
  const { store, registry, live, reviewed } = await reviewedWorld(documentsOf(t)())
  await flip(store, between)
  const undone = await undoFlip(store, { ...author, why: 'crashes' })
  t.match(undone.after, {
    live: { release: { version: '1.0', state: 'live' } },
    'review-1': { release: { version: '1.1', state: 'in-review' } }
  })
  t.equal((await registry.get(live)).targets.live?.state, 'live')
  t.match((await registry.get(reviewed)).targets, {
    live: { state: 'withdrawn' },
    'review-1': { state: 'in-review' }
  })
  t.match((await undoFlip(store, author)).after, { live: { release: { version: '1.1', state: 'live' } } })
  t.same((await store.history()).slice(-3).map(({ action }) => action), ['flip', 'undo', 'undo'])
})

t.test('a hot update that was published after a flip does not stand in the way of its undo', async t => {
  const { store, registry, reviewed } = await reviewedWorld(documentsOf(t)())
  const resolve = async () =>
    createResolver((await store.read<ResolveDocument>('resolve'))!).resolve(client, 0)
  await flip(store, between)
  await registry.recordHotUpdate(reviewed, 'live', { version: '1.1.0.1', digest: 'd' }, author)
  t.match(await resolve(), { hotUpdate: null }, 'recorded is not published')
  await deliverHotUpdate(store, reviewed, 'live', author)
  t.match(await resolve(), { target: 'live', hotUpdate: { version: '1.1.0.1' } })
  t.equal(await deliverHotUpdate(store, reviewed, 'live', author), undefined, 'once')

  t.match(await undoFlip(store, author), {
    before: { live: { hotUpdate: '1.1.0.1' } },
    after: {
      live: {
        release: { version: '1.0' },
        hotUpdate: null,
        lines: { 1.1: { update: { version: '1.1.0.1' } } }
      }
    },
    hotUpdateGoesDown: false
  })
  await moveTo(store, reviewed, 'review-1', 'withdrawn', author)
  await t.rejects(undoFlip(store, author), { code: 'RELEASE_FLIP_LOST' }, 'another release is another thing')
})

t.test('of two flips at once one wins, and the other is told who did', async t => {
  const open = documentsOf(t)
  const { store } = await reviewedWorld(open())
  const rivals = [{ ...between, by: 'ann' }, { ...between, by: 'bob' }]
  const results = await Promise.allSettled(
    rivals.map(async each => await flip(openWorld(open()).store, each))
  )

  t.same(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
  const loser = results.find(each => each.status === 'rejected')?.reason
  t.ok(['RELEASE_FLIP_LOST', 'RELEASE_FLIP_REFUSED'].includes(loser.code))
  const flips = (await store.history()).filter(({ action }) => action === 'flip')
  t.equal(flips.length, 1)
  t.match(JSON.stringify(loser.details), flips[0]!.by)
})

t.test('a change of a target while a flip decides is told with its author', async t => {
  const { store, reviewed } = await reviewedWorld(documentsOf(t)())
  const { commit } = store
  store.commit = async (request, work) => {
    store.commit = commit.bind(store)
    return await store.commit(request, async draft => {
      await work(draft)
      if (draft.revision === (await store.history()).length + 1) {
        await moveTo(store, reviewed, 'review-1', 'withdrawn', { by: 'bob', why: 'found a defect' })
      }
    })
  }
  await t.rejects(flip(store, between), {
    code: 'RELEASE_FLIP_LOST',
    details: { by: 'bob', action: 'release withdrawn' }
  })
})

t.test('an edit of something else does not lose a flip', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const edit = applyProjectFile(store, {
    ...game,
    targets: game.targets.map(each => ({ ...each, description: 'x' }))
  }, author)
  const [, outcome] = await Promise.all([edit, flip(store, between)])
  t.match(outcome.after, { live: { release: { version: '1.1' } } })
})

t.test('a dry run decides the same and writes nothing', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const before = (await store.history()).length
  t.match(await flip(store, { ...between, isDryRun: true }), {
    revision: null,
    after: { live: { release: { version: '1.1' } } }
  })
  await flip(store, between)
  t.match(await undoFlip(store, { ...author, isDryRun: true }), {
    revision: null,
    after: { live: { release: { version: '1.0' } } }
  })
  t.equal((await store.history()).length, before + 1)
})

t.test('the same request again does not flip again', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const first = await flip(store, { ...between, id: 'build-7' })
  const again = await flip(store, { ...between, id: 'build-7' })
  t.equal(again.revision, first.revision)
  t.same(again.after, first.after)
  const undone = await undoFlip(store, { ...author, id: 'build-8' })
  t.equal((await undoFlip(store, { ...author, id: 'build-8' })).revision, undone.revision)
})

t.test('a request is remembered however much happened since', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const first = await flip(store, { ...between, id: 'build-7' })
  for (let turn = 0; turn < 50; turn++) {
    await undoFlip(store, author)
    await flip(store, between)
  }
  t.equal((await flip(store, { ...between, id: 'build-7' })).revision, first.revision)
})

t.test('a flip whose answer was lost is found, also when what is read is behind or torn', async t => {
  const documents = documentsOf(t)()
  const { store } = await reviewedWorld(documents)
  const stale = await documents.get('release/dk/head')
  let isLost = false
  let isBehind = false
  const shaky: Documents = {
    get: async (key, options) => {
      if (!isBehind || key !== stale?.key) return await documents.get(key, options)
      isBehind = false
      return stale
    },
    list: async (folder, options) => await documents.list(folder, options),
    transact: async (operations, options) => {
      const versions = await documents.transact(operations, options)
      if (isLost) return versions
      isLost = true
      isBehind = true
      throw new PacklineError('ZOOKEEPER_CONNECTION_LOSS', { operation: 'transact', path: '' })
    },
    watch: () => () => {},
    watchFolder: () => () => {},
    close: async () => {}
  }
  t.match(await flip(openWorld(shaky).store, between), { after: { live: { release: { version: '1.1' } } } })
  t.equal((await store.history()).filter(({ action }) => action === 'flip').length, 1)
})

t.test('who is told of a refusal is told for good: no earlier try comes after it', async t => {
  const documents = documentsOf(t)()
  const { store } = await reviewedWorld(documents)
  const before = await documents.get('release/dk/head')
  await t.rejects(flip(store, { ...author, from: 'review-2', to: 'live', id: 'build-9' }), {
    code: 'RELEASE_FLIP_REFUSED'
  })
  t.not(
    (await documents.get('release/dk/head'))?.version,
    before?.version,
    'what was sent before would meet another version'
  )
  t.same((await documents.get('release/dk/head'))?.value, before?.value)
  const fenced = (await documents.get('release/dk/head'))?.version
  await t.rejects(flip(store, { ...author, from: 'review-2', to: 'live', id: 'build-9', isDryRun: true }), {
    code: 'RELEASE_FLIP_REFUSED'
  })
  t.equal((await documents.get('release/dk/head'))?.version, fenced, 'a dry run writes nothing at all')
})

t.test('what would hurt players is refused, with every reason', async t => {
  const { store, registry } = await reviewedWorld(documentsOf(t)())
  const problems = async (from = 'review-1', to = 'live') =>
    await flip(store, { ...author, from, to }).then(() => [], error => error.details.list ?? error.code)

  t.match(await problems('review-2'), ['nothing is in review at review-2'])
  t.match(await problems('live', 'live'), ['it is the same target'])
  t.equal(await problems('review-9'), 'RELEASE_TARGET_UNKNOWN')

  const iosOnly = await registry.begin({ version: '1.2', rebuild }, author)
  await registry.recordRows(iosOnly, 'review-2', [packageRow('ios')], author)
  await registry.recordHotUpdate(iosOnly, 'review-2', { version: '1.2.0.1', digest: 'd' }, author)
  await moveTo(store, iosOnly, 'review-2', 'published', author)
  await moveTo(store, iosOnly, 'review-2', 'in-review', author)
  t.strictSame(
    await problems('review-2'),
    ['live would be without packages for android: 1.2-3 has ios'],
    'the hot update goes over with its line'
  )

  await registry.recordRows(iosOnly, 'live', [packageRow('ios'), packageRow('android')], author)
  await registry.recordHotUpdate(iosOnly, 'live', { version: '1.2.0.1', digest: 'd' }, author)
  t.match(await problems('review-2'), [/only packaged at live; publish it there first/])
  await moveTo(store, iosOnly, 'live', 'published', author)
  await flip(store, { ...author, from: 'review-2', to: 'live' })
  t.match(await problems(), [/1.1-2 is older than 1.2-3, which is live/])
  t.ok((await undoFlip(store, author)).hotUpdateGoesDown === false)
})

t.test('the same build in review at two targets of one priority is refused', async t => {
  const { store, registry, reviewed } = await reviewedWorld(documentsOf(t)())
  await registry.recordRows(reviewed, 'review-2', [packageRow('ios')], author)
  await moveTo(store, reviewed, 'review-2', 'published', author)
  await t.rejects(moveTo(store, reviewed, 'review-2', 'in-review', author), {
    code: 'RELEASE_SUBMITTED_TWICE',
    details: { other: 'review-1' }
  })
})

t.test('a target with match.platform needs packages for each of them', async t => {
  const { store, registry } = openWorld(documentsOf(t)())
  await applyProjectFile(
    store,
    parse({
      environments: game.environments,
      targets: [{ id: 'live', environment: 'production', match: { platform: ['android', 'ios'] } }]
    }),
    author
  )
  const release = await registry.begin({ version: '1.0', rebuild }, author)
  await registry.recordRows(release, 'live', [packageRow('ios')], author)
  await moveTo(store, release, 'live', 'published', author)
  await t.rejects(moveTo(store, release, 'live', 'live', author), {
    code: 'RELEASE_FLIP_REFUSED',
    details: { list: [/without packages for android/] }
  })
})

t.test('who comes second learns who was first, not who did something else since', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const first = await flip(store, { ...between, by: 'bob' })
  const targets = game.targets.map(each => ({ ...each, description: 'x' }))
  await applyProjectFile(store, { ...game, targets }, { by: 'cid', why: 'words' })
  await t.rejects(flip(store, between), {
    code: 'RELEASE_FLIP_REFUSED',
    details: { list: ['nothing is in review at review-1 since bob changed it at 2026-01-15T00:00:00.000Z'] }
  })
  await t.rejects(flip(store, { ...between, from: 'review-2' }), {
    code: 'RELEASE_FLIP_REFUSED',
    details: { list: ['nothing is in review at review-2'] }
  })
  const other = { ...author, by: 'dan' }
  await undoFlip(store, other)
  await applyProjectFile(store, game, { by: 'cid', why: 'words' })
  await t.rejects(undoFlip(store, { ...author, revision: first.revision ?? 0 }), {
    code: 'RELEASE_FLIP_LOST',
    details: { from: 'review-1', to: 'live', by: 'dan', action: 'undo', at: '2026-01-15T00:00:00.000Z' }
  })
  await t.rejects(undoFlip(store, { ...author, revision: 1 }), {
    code: 'RELEASE_NOTHING_TO_UNDO',
    details: { revision: 1 }
  })
})

t.test('a dry run of a request that was done tells what it did', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const done = await flip(store, { ...between, id: 'build-7' })
  t.same(await flip(store, { ...between, id: 'build-7', isDryRun: true }), { ...done, revision: null })
})

t.test('without a flip there is nothing to undo', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  await t.rejects(undoFlip(store, author), {
    code: 'RELEASE_NOTHING_TO_UNDO',
    details: { words: { revision: { key: 'release.noFlip' } } }
  })
})

t.test('who won is told as far as it is known, and a plan names targets, not documents', async t => {
  const { store, live } = await reviewedWorld(documentsOf(t)())
  t.match(await lostFlip(store, 'gray-1', 'gray-2'), {
    code: 'RELEASE_FLIP_LOST',
    details: { from: 'gray-1', to: 'gray-2', by: 'somebody', at: '', action: '', revision: 0 }
  })
  const { revision } = (await store.history()).findLast(each => each.after['current/live'] !== undefined) ??
    {}
  for (const [from, to] of [['live', 'gray-1'], ['gray-1', 'live']] as const) {
    const { details } = await lostFlip(store, from, to)
    t.match(details, { by: 'ann', at: /^2026-/, action: 'release live', revision }, `${from} ${to}`)
  }
  t.same(planOf(undefined, 'a', 'b'), { from: 'a', to: 'b', before: {}, after: {} })
  const entry = (await store.history()).find(each => each.revision === revision)
  t.same(planOf(entry, 'review-1', 'live'), {
    from: 'review-1',
    to: 'live',
    before: { live: { release: null, hotUpdate: null } },
    after: { live: { release: { version: live.version, build: live.build, state: 'live' }, hotUpdate: null } }
  })
})

t.test('a rehearsal changes nothing, fails as the change would, and of a request that was done tells what it did', async t => {
  const { store } = await reviewedWorld(documentsOf(t)())
  const before = await store.history()
  t.equal(
    await rehearse(store, { ...author, id: 'once' }, 'flip', 'x', async draft => {
      await draft.read('nothing')
      draft.write('nothing', { some: 1 })
    }),
    undefined
  )
  t.equal((await store.history()).length, before.length)
  await t.rejects(
    rehearse(store, author, 'flip', 'x', async () => await Promise.reject(new Error('no'))),
    { message: 'no' }
  )
  await flip(store, { ...between, id: 'once' })
  t.match(await rehearse(store, { ...author, id: 'once' }, 'flip', 'x', async () => {}), { action: 'flip' })
})
