import fc from 'fast-check'
import t from 'tap'
import { hasCode, type PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import {
  beginRelease,
  checkHotUpdate,
  hasSameContent,
  moveRelease,
  recordHotUpdate,
  recordRows,
  releaseKey,
  rowKey
} from './registry-model.js'
import type { Artifact, Counter, HotUpdateHistory, PackageRow, Release } from './registry-model.js'
import { canMove, targetStates } from './target-state.js'
import type { TargetState } from './target-state.js'

const moment = { at: '2026-01-01T00:00:00.000Z', by: 'ann' }
const rebuild = { commits: {}, tools: {}, baselines: {}, command: [] }
const row = (channel: string, content = 'a'): PackageRow => ({
  platform: 'android',
  channel,
  pairing: '',
  inputDigest: content.repeat(64),
  method: 'stamp',
  signature: 'signed',
  artifacts: [{ name: `${channel}.apk`, sizeBytes: 10, sha256: content.repeat(64) }]
})
const begin = (version: string, counter?: Counter, isKnown = false): { release: Release, counter: Counter } =>
  beginRelease(counter, isKnown, { version, rebuild }, moment)

t.test('build numbers rise over all versions, and a version of before gets another build', async t => {
  const first = begin('1.2.0')
  const second = begin('1.3.0', first.counter)
  const repackaged = begin('1.2.0', second.counter, true)
  t.same([first, second, repackaged].map(({ release }) => releaseKey(release)), [
    '1.2.0-1',
    '1.3.0-2',
    '1.2.0-3'
  ])
  t.same(repackaged.counter, { version: '1.3.0', build: 3 })
})

t.test('a version that goes down is refused, and so is a build', async t => {
  const { counter } = begin('1.10.0')
  t.throws(() => begin('1.9.9', counter), {
    code: 'RELEASE_VERSION_DOWN',
    details: { version: '1.9.9', last: '1.10.0' }
  })
  t.throws(() => beginRelease(counter, true, { version: '1.10.0', build: 1, rebuild }, moment), {
    code: 'RELEASE_BUILD_NOT_RISING'
  })
  t.throws(() => begin('1.x'), { code: 'RELEASE_VERSION_INVALID' })
})

t.test('packages may be made again until they are published, then never', async t => {
  const { release } = begin('1.0')
  const first = recordRows(release, 'formal', [], [row('x'), row('华为')], moment)
  t.match(first.release.targets.formal, { state: 'packaged', rows: 2, sizeBytes: 20, platforms: ['android'] })
  const again = recordRows(first.release, 'formal', first.rows, [row('x', 'b')], moment)
  t.equal(again.rows.find(each => each.channel === 'x')?.artifacts[0]?.sha256, 'b'.repeat(64))

  const published = moveRelease(again.release, 'formal', 'published', moment)
  t.throws(() => recordRows(published, 'formal', again.rows, [row('x', 'c')], moment), {
    code: 'RELEASE_ROW_FIXED',
    details: { row: 'android/x/' }
  })
  t.throws(() => recordRows(published, 'formal', again.rows, [row('new')], moment), {
    code: 'RELEASE_ROW_FIXED'
  })
  t.same(
    recordRows(published, 'formal', again.rows, [{ ...row('x', 'b'), method: 'reuse' }], moment).rows,
    again.rows,
    'the same bytes are no change'
  )
  t.equal(
    recordRows(published, 'gray', [], [row('x', 'c')], moment).rows.length,
    1,
    'another target is its own'
  )
})

t.test('a hot-update version is never used for other bytes, and never goes down', async t => {
  const { release } = begin('1.0')
  const first = recordHotUpdate(release, 'formal', {}, { version: '1.0.0.2', digest: 'a' }, moment)
  t.same(first.release.targets.formal?.hotUpdate, { version: '1.0.0.2', digest: 'a' })
  t.throws(
    () => recordHotUpdate(release, 'formal', first.history, { version: '1.0.0.2', digest: 'b' }, moment),
    { code: 'HOT_UPDATE_VERSION_REUSED' }
  )
  t.throws(
    () => recordHotUpdate(release, 'formal', first.history, { version: '1.0.0.02', digest: 'a' }, moment),
    { code: 'HOT_UPDATE_VERSION_REUSED' },
    'also when written otherwise'
  )
  t.throws(
    () => recordHotUpdate(release, 'formal', first.history, { version: '1.0.0.1', digest: 'b' }, moment),
    { code: 'HOT_UPDATE_VERSION_DOWN' }
  )
  t.same(
    recordHotUpdate(release, 'formal', first.history, { version: '1.0.0.2', digest: 'a' }, moment).history,
    first.history
  )
})

t.test('every state can be reached, and withdrawn follows all others', async t => {
  const reached = new Set(['planned'])
  for (let before = 0; before < reached.size;) {
    before = reached.size
    for (const from of targetStates) {
      for (const to of targetStates) if (reached.has(from) && canMove(from, to)) reached.add(to)
    }
  }
  t.same([...reached].sort(), [...targetStates].sort())
  for (const from of targetStates) t.equal(canMove(from, 'withdrawn'), from !== 'withdrawn')
  t.notOk(canMove('planned', 'live'))
  t.throws(() => moveRelease(begin('1').release, 'formal', 'live', moment), { code: 'RELEASE_NOT_AT_TARGET' })
})

t.test('a first release is build 1, with nothing that was not given', async t => {
  t.same(begin('1.2'), {
    release: {
      version: '1.2',
      build: 1,
      createdAt: moment.at,
      createdBy: 'ann',
      notes: '',
      parameters: {},
      rebuild,
      targets: {}
    },
    counter: { version: '1.2', build: 1 }
  })
  const given = { version: '1.2', build: 7, notes: 'n', parameters: { a: 1 }, rebuild }
  t.match(beginRelease(undefined, false, given, moment), {
    release: { build: 7, notes: 'n', parameters: { a: 1 } },
    counter: { build: 7 }
  })
})

t.test('the highest version itself is no step down, however it is written, and stays as it was written', async t => {
  const counter = { version: '1.2.0', build: 5 }
  for (const version of ['1.2.0', '1.2', '1.2.0.0', '01.2']) {
    for (const isKnown of [false, true]) {
      t.same(begin(version, counter, isKnown).counter, { version: '1.2.0', build: 6 }, version)
    }
  }
  t.same(begin('1.2.0.1', counter).counter, { version: '1.2.0.1', build: 6 })
  t.same(begin('1.1', counter, true).counter, { version: '1.2.0', build: 6 })
  t.throws(() => begin('1.1.9', counter), { code: 'RELEASE_VERSION_DOWN', details: { last: '1.2.0' } })
  t.throws(() => begin('v2'), { code: 'RELEASE_VERSION_INVALID', details: { version: 'v2' } })
})

t.test('a build is a whole number over the last one', async t => {
  const counter = { version: '1.0', build: 5 }
  const build = (build: number, given?: Counter): unknown =>
    beginRelease(given, true, { version: '1.0', build, rebuild }, moment).counter.build
  t.equal(build(6, counter), 6)
  t.equal(build(1), 1)
  for (const wrong of [5, 4, 0, -1, 6.5, NaN, Infinity, 2 ** 53]) {
    t.throws(() => build(wrong, counter), {
      code: 'RELEASE_BUILD_NOT_RISING',
      details: { version: '1.0', build: wrong, last: 5 }
    }, String(wrong))
  }
  t.throws(() => build(0), { code: 'RELEASE_BUILD_NOT_RISING', details: { last: 0 } })
})

const atTarget = (release: Release, state: TargetState): Release => ({
  ...release,
  targets: {
    ...release.targets,
    formal: { state, since: 'then', by: 'bob', rows: 0, sizeBytes: 0, platforms: [] }
  }
})

t.test('a place says how many packages of which platforms there are, and since when', async t => {
  const { release } = begin('1.0')
  t.same(recordRows(release, 'formal', [], [], moment).release.targets.formal, {
    state: 'planned',
    since: moment.at,
    by: 'ann',
    rows: 0,
    sizeBytes: 0,
    platforms: []
  })
  const rows = [{ ...row('b'), platform: 'ios' }, row('b'), row('a')]
  const more = {
    ...row('c'),
    artifacts: [{ name: 'c', sizeBytes: 5, sha256: 'c' }, { name: 'd', sizeBytes: 6, sha256: 'd' }]
  }
  const planned = atTarget(release, 'planned')
  const recorded = recordRows(planned, 'formal', [more], rows, moment)
  t.same(recorded.release.targets.formal, {
    state: 'packaged',
    since: 'then',
    by: 'bob',
    rows: 4,
    sizeBytes: 41,
    platforms: ['android', 'ios']
  })
  t.same(recorded.rows.map(rowKey), ['android/a/', 'android/b/', 'android/c/', 'ios/b/'])
  t.equal(recordRows(planned, 'formal', [], [], moment).release.targets.formal?.state, 'planned')
  t.same(Object.keys(recordRows(recorded.release, 'gray', [], [row('a')], moment).release.targets), [
    'formal',
    'gray'
  ])
})

t.test('the same bytes are those of the same names, in any order, in every state after packaged', async t => {
  const { release } = begin('1.0')
  const artifact = (name: string, sha256: string): Artifact => ({ name, sha256, sizeBytes: 1 })
  const before = [{ ...row('x'), artifacts: [artifact('a', '1'), artifact('b', '2')] }]
  const record = (state: TargetState, artifacts: Artifact[]): PackageRow[] =>
    recordRows(
      atTarget(release, state),
      'formal',
      before,
      [{ ...row('x'), method: 'build', artifacts }],
      moment
    )
      .rows
  for (const state of targetStates) {
    const other = [artifact('a', '1'), artifact('b', '3')]
    if (state === 'planned' || state === 'packaged') {
      t.match(record(state, other), [{ method: 'build', artifacts: other }], state)
      continue
    }
    t.same(record(state, [artifact('b', '2'), artifact('a', '1')]), before, state)
    const again = recordRows(atTarget(release, state), 'formal', before, before, moment)
    t.match(again.release.targets.formal, { state, since: 'then', by: 'bob', rows: 1 })
    for (const wrong of [other, [artifact('a', '2'), artifact('b', '1')], [artifact('a', '1')], []]) {
      t.throws(() => record(state, wrong), {
        code: 'RELEASE_ROW_FIXED',
        details: { release: '1.0-1', target: 'formal', row: 'android/x/', state }
      })
    }
  }
  t.notOk(hasSameContent(undefined, row('x')))
})

t.test('of hot updates the highest by number counts, and one that is there may be told again', async t => {
  const { release } = begin('1.0')
  const entry = (digest: string): HotUpdateHistory[string] => ({ digest, at: 'then', release: '0.9-1' })
  const history = { '1.9': entry('nine'), '1.10.0': entry('ten'), '1.2': entry('two') }
  const check = (version: string, digest: string, given: HotUpdateHistory = history): void => {
    checkHotUpdate('formal', given, { version, digest })
  }
  const fit = [['1.9', 'nine'], ['1.10.0', 'ten'], ['1.2', 'two'], ['1.10.0.1', 'new']] as const
  for (const [version, digest] of fit) t.doesNotThrow(() => check(version, digest), version)
  t.doesNotThrow(() => check('0.1', 'first', {}))
  t.throws(() => check('1.9', 'other'), {
    code: 'HOT_UPDATE_VERSION_REUSED',
    details: { version: '1.9', target: 'formal', release: '0.9-1', at: 'then' }
  })
  t.throws(
    () => check('1.10', 'ten'),
    { code: 'HOT_UPDATE_VERSION_REUSED' },
    'the same version, written otherwise'
  )
  t.throws(() => check('1.9.5', 'new'), {
    code: 'HOT_UPDATE_VERSION_DOWN',
    details: { version: '1.9.5', target: 'formal', last: '1.10.0' }
  })
  t.throws(() => check('one', 'x'), { code: 'RELEASE_VERSION_INVALID', details: { version: 'one' } })

  const again = recordHotUpdate(release, 'formal', history, { version: '1.9', digest: 'nine' }, moment)
  t.same(again.history, history, 'when it was published first stays')
  const next = recordHotUpdate(again.release, 'formal', history, { version: '2', digest: 'd' }, moment)
  t.same(next.history, { ...history, 2: { digest: 'd', at: moment.at, release: '1.0-1' } })
  t.same(next.release.targets.formal, {
    state: 'planned',
    since: moment.at,
    by: 'ann',
    rows: 0,
    sizeBytes: 0,
    platforms: [],
    hotUpdate: { version: '2', digest: 'd' }
  })
})

t.test('a move tells when and by whom, and leaves the rest; another target is named', async t => {
  const { release } = begin('1.0')
  const placed = recordRows(release, 'formal', [], [row('x')], { at: 'then', by: 'bob' }).release
  t.same(moveRelease(placed, 'formal', 'published', moment).targets.formal, {
    state: 'published',
    since: moment.at,
    by: 'ann',
    rows: 1,
    sizeBytes: 10,
    platforms: ['android']
  })
  t.throws(() => moveRelease(placed, 'formal', 'live', moment), {
    code: 'RELEASE_STATE_NOT_ALLOWED',
    details: { release: '1.0-1', target: 'formal', from: 'packaged', to: 'live' }
  })
  let refused: unknown
  try {
    moveRelease(placed, 'formal', 'live', moment)
  } catch (error) {
    refused = error
  }
  t.match(describeError('zh-CN', refused as PacklineError), {
    message: '1.0-1 在 formal 的状态为已打包，不能变为线上。',
    hint: '接下来可以是：已发布、已撤回。'
  })
  t.throws(() => moveRelease(atTarget(placed, 'live'), 'gray', 'live', moment), {
    code: 'RELEASE_NOT_AT_TARGET',
    details: { release: '1.0-1', target: 'gray', known: 'formal' }
  })
  t.throws(() => moveRelease(release, 'gray', 'live', moment), {
    code: 'RELEASE_NOT_AT_TARGET',
    details: { known: 'none' }
  })
  const two = { ...placed, targets: { ...placed.targets, gray: placed.targets.formal! } }
  t.throws(() => moveRelease(two, 'vest', 'live', moment), {
    code: 'RELEASE_NOT_AT_TARGET',
    details: { known: 'formal, gray' }
  })
})

t.test('whatever is done in whatever order: builds rise, released bytes and hot updates stay', async t => {
  const target = fc.constantFrom('formal', 'gray')
  const content = fc.constantFrom('a', 'b')
  const action = fc.oneof(
    fc.record({ type: fc.constant('begin' as const), version: fc.constantFrom('1.0', '1.1', '1.0.5', '2') }),
    fc.record({
      type: fc.constant('rows' as const),
      release: fc.nat(3),
      target,
      channel: fc.constantFrom('x', 'y'),
      content
    }),
    fc.record({
      type: fc.constant('hot' as const),
      release: fc.nat(3),
      target,
      version: fc.constantFrom('1.0', '1.0.1', '1.2'),
      content
    }),
    fc.record({
      type: fc.constant('move' as const),
      release: fc.nat(3),
      target,
      state: fc.constantFrom(...targetStates)
    })
  )
  fc.assert(
    fc.property(fc.array(action, { maxLength: 40 }), actions => {
      let counter: Counter | undefined
      const releases: Release[] = []
      const rows = new Map<string, PackageRow[]>()
      const hot = new Map<string, HotUpdateHistory>()
      const fixed = new Map<string, string>()
      for (const each of actions) {
        try {
          if (each.type === 'begin') {
            const begun = beginRelease(counter, releases.some(({ version }) => version === each.version), {
              version: each.version,
              rebuild
            }, moment)
            t.ok(begun.release.build > (counter?.build ?? 0))
            counter = begun.counter
            releases.push(begun.release)
            continue
          }
          const release = releases[each.release]
          if (release === undefined) continue
          const key = `${releaseKey(release)} ${each.target}`
          if (each.type === 'rows') {
            const recorded = recordRows(release, each.target, rows.get(key) ?? [], [
              row(each.channel, each.content)
            ], moment)
            releases[each.release] = recorded.release
            rows.set(key, recorded.rows)
          } else if (each.type === 'hot') {
            const recorded = recordHotUpdate(release, each.target, hot.get(each.target) ?? {}, {
              version: each.version,
              digest: each.content
            }, moment)
            for (const [version, { digest }] of Object.entries(hot.get(each.target) ?? {})) {
              t.equal(recorded.history[version]?.digest, digest)
            }
            hot
              .set(each.target, recorded.history)
          } else {
            releases[each.release] = moveRelease(release, each.target, each.state, moment)
            if (each.state === 'published') fixed.set(key, JSON.stringify(rows.get(key)))
          }
        } catch (error) {
          if (
            !hasCode(error, 'RELEASE_VERSION_DOWN') && !hasCode(error, 'RELEASE_ROW_FIXED') &&
            !hasCode(error, 'HOT_UPDATE_VERSION_REUSED') && !hasCode(error, 'HOT_UPDATE_VERSION_DOWN') &&
            !hasCode(error, 'RELEASE_STATE_NOT_ALLOWED') && !hasCode(error, 'RELEASE_NOT_AT_TARGET')
          ) throw error
        }
        for (const [key, was] of fixed) t.equal(JSON.stringify(rows.get(key)), was)
      }
    }),
    { numRuns: 100 }
  )
})
