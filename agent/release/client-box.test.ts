import fc from 'fast-check'
import t from 'tap'
import type { Match } from '../config/match-schema.js'
import { boxOf, intersects, isCovered, isEmptyBox } from './client-box.js'
import { createResolver } from './resolver.js'

const names = (...list: string[]) => fc.option(fc.subarray(list, { minLength: 1 }), { nil: undefined })
const version = fc.option(
  fc.record({
    from: fc.option(fc.constantFrom('1', '1.0.0.1', '1.2', '2'), { nil: undefined }),
    below: fc.option(fc.constantFrom('1.0.0.2', '1.2', '2.0', '3'), { nil: undefined }),
    equals: fc.option(fc.constantFrom('1.0', '1.2', '2.0.0.0'), { nil: undefined })
  }),
  { nil: undefined }
)
const build = fc.option(
  fc.record({
    from: fc.option(fc.integer({ min: 1, max: 4 }), { nil: undefined }),
    below: fc.option(fc.integer({ min: 2, max: 5 }), { nil: undefined })
  }),
  { nil: undefined }
)
const match = fc.record({
  appId: names('a', 'b'),
  platform: names('ios', 'android'),
  channel: names('x', '渠道'),
  version,
  build
}) as fc.Arbitrary<Match>

/** Clients that tell all of the sets above apart. */
const clients = ['a', 'b', 'c'].flatMap(appId =>
  ['ios', 'android', 'web'].flatMap(platform =>
    ['x', '渠道', 'y'].flatMap(channel =>
      ['0', '1', '1.0.0.1', '1.0.0.2', '1.1', '1.2', '1.2.0.1', '2', '2.0.1', '3'].flatMap(
        version => [1, 2, 3, 4, 5].map(build => ({ appId, platform, channel, version, build }))
      )
    )
  )
)

/** The numbers of the clients that the resolver itself takes for `match`. */
function takenBy (match: Match): Set<number> {
  const target = { id: 't', environment: 'e', match }
  const resolver = createResolver({
    format: 1,
    project: 'p',
    revision: 1,
    environments: {},
    targets: [target]
  })
  return new Set(
    clients.flatMap((client, index) => resolver.resolve(client, 0).target === 't' ? [index] : [])
  )
}

t.test('a set is covered when each of its clients is, whatever the sets', async t => {
  fc.assert(
    fc.property(match, fc.array(match, { maxLength: 5 }), (own, others) => {
      const taken = others.map(takenBy)
      const left = [...takenBy(own)].filter(client => !taken.some(clients => clients.has(client)))
      t.equal(isCovered(boxOf(own), others.map(boxOf)), left.length === 0, JSON.stringify({ own, others }))
    }),
    { numRuns: 100 }
  )
})

t.test('two sets meet when some client is in both', async t => {
  fc.assert(
    fc.property(match, match, (one, other) => {
      const others = takenBy(other)
      t.equal(intersects(boxOf(one), boxOf(other)), [...takenBy(one)].some(client => others.has(client)))
    }),
    { numRuns: 100 }
  )
})

t.test('versions are compared as numbers', async t => {
  t.notOk(isEmptyBox(boxOf({ version: { from: '1.9', below: '1.10' } })))
  t.ok(isEmptyBox(boxOf({ version: { from: '1.2', below: '1.2.0.0' } })))
  t.ok(isEmptyBox(boxOf({ version: { equals: '1.2', below: '1.2' } })))
})
