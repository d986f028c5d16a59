import fc from 'fast-check'
import t from 'tap'
import { hasCode } from '../errors.js'
import { beginRelease, moveRelease, recordHotUpdate, recordRows, releaseKey } from './registry-model.js'
import type { Counter, HotUpdateHistory, PackageRow, Release } from './registry-model.js'
import { canMove, targetStates } from './target-state.js'

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
