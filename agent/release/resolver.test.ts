import fc from 'fast-check'
import t from 'tap'
import { pausedRollout, resumedRollout } from './change-definition.js'
import { murmur3 } from './murmur3.js'
import { resolveDocument } from './resolve-document.js'
import type { Current, ResolveDocument, ResolveTarget } from './resolve-document.js'
import { createResolver } from './resolver.js'
import type { Refusal, ResolveContext } from './resolver.js'
import { bucketOf, buckets, shareAt } from './rollout.js'
import { game, parse } from './testing/release-world.js'

const held = (version: string, build: number): Current => ({
  release: { version, build, state: 'in-review' },
  hotUpdate: null,
  since: '',
  by: ''
})
const client = {
  appId: 'com.example.dk',
  platform: 'ios',
  channel: 'store',
  version: '1.0',
  build: 1,
  deviceId: 'd-1'
}

const service = { addresses: ['game.example:1'], databases: ['db'], namespace: 'n' }
const document = (...targets: ResolveTarget[]): ResolveDocument => ({
  format: 1,
  project: 'dk',
  revision: 1,
  environments: { production: { GameServer: service, Chat: { ...service, addresses: [] } } },
  targets
})
const one = (match: ResolveTarget['match'], rest: Partial<ResolveTarget> = {}): ResolveTarget => ({
  id: 'one',
  environment: 'production',
  match,
  ...rest
})

t.test('an answer names servers, hot update and reason; without a target it names nothing', async t => {
  const url = 'https://cdn.example/'
  t.same(createResolver(document(one({}, { hotUpdate: { version: '1', url } }))).resolve({}, 0), {
    target: 'one',
    environment: 'production',
    servers: { GameServer: ['game.example:1'], Chat: [] },
    hotUpdate: { version: '1', url },
    reason: { code: 'matched' }
  })
  t.same(createResolver(document(one({}, { hotUpdate: { version: '1' } }))).resolve({}, 0).hotUpdate, {
    version: '1',
    url: null
  })
  const elsewhere = createResolver(document(one({}, { environment: 'gone' }))).resolve({}, 0)
  t.match(elsewhere, { environment: 'gone', servers: {}, hotUpdate: null })
  const nobody = createResolver(document(one({ appId: ['a'] }))).resolve({}, 0)
  t.same(nobody, {
    target: null,
    environment: null,
    servers: {},
    hotUpdate: null,
    reason: { code: 'no-target' }
  })
})

t.test('each rule refuses on its own, the first one that does not hold is named, and limits count', async t => {
  const refusal = (match: ResolveTarget['match'], context: ResolveContext): Refusal | null | undefined =>
    createResolver(document(one(match))).explain(context, 0)[0]?.refusal
  const is = (match: ResolveTarget['match'], context: ResolveContext, expected: Refusal | null): void => {
    t.equal(refusal(match, context), expected, JSON.stringify([match, context]))
  }
  for (const field of ['appId', 'platform', 'channel'] as const) {
    is({ [field]: ['a', 'b'] }, { [field]: 'b' }, null)
    is({ [field]: ['a', 'b'] }, { [field]: 'c' }, field)
    is({ [field]: ['a', 'b'] }, {}, field)
    is({}, { [field]: 'c' }, null)
  }
  for (
    const [given, expected] of [['1.1.9', 'version'], ['1.2', null], ['1.2.0', null], ['1.10', null]] as const
  ) {
    is({ version: { from: '1.2' } }, { version: given }, expected)
  }
  for (const [given, expected] of [['1.1.9', null], ['1.2', 'version'], ['1.10', 'version']] as const) {
    is({ version: { below: '1.2.0' } }, { version: given }, expected)
  }
  for (const [given, expected] of [['1.2', null], ['1.2.0.1', 'version'], ['1.1', 'version']] as const) {
    is({ version: { equals: '1.2.0' } }, { version: given }, expected)
  }
  is({ version: {} }, { version: 'new' }, 'version')
  is({ version: {} }, { version: 1 as never }, 'version')
  is({ version: {} }, {}, 'version')
  is({ version: {} }, { version: '0' }, null)
  for (const [given, expected] of [[4, 'build'], [5, null], [6, null], ['5', 'build']] as const) {
    is({ build: { from: 5 } }, { build: given as number }, expected)
  }
  for (const [given, expected] of [[4, null], [5, 'build'], [6, 'build']] as const) {
    is({ build: { below: 5 } }, { build: given }, expected)
    is({ build: { equals: 4 } }, { build: given }, expected)
  }
  is({ build: {} }, {}, 'build')
  is({ appId: ['a'], platform: ['p'], channel: ['c'], version: {}, build: {} }, {}, 'appId')
  is({ platform: ['p'], channel: ['c'], version: {}, build: {} }, {}, 'platform')
  is({ channel: ['c'], version: {}, build: {} }, {}, 'channel')
})

t.test('a rollout takes the buckets below its share; who has no id is only in the whole', async t => {
  const rollout = (share: number, by: 'deviceId' | 'userId' = 'deviceId') =>
    createResolver(document(
      one({ platform: ['ios'] }, {
        rollout: { by, salt: 's', share, schedule: [{ at: 100, share: 10_000 }] }
      }),
      { ...one({}), id: 'rest' }
    ))
  const client = { platform: 'ios', deviceId: 'd-1', userId: 'u-1' }
  const bucket = bucketOf('s', 'd-1')
  t.not(bucket, bucketOf('s', 'u-1'))
  t.equal(buckets, 10_000)
  t.same(rollout(bucket).resolve(client, 0).target, 'rest')
  t.match(rollout(bucket + 1).resolve(client, 0), {
    target: 'one',
    environment: 'production',
    reason: { code: 'rollout', bucket, share: bucket + 1 }
  })
  t.match(rollout(bucketOf('s', 'u-1') + 1, 'userId').resolve(client, 0), {
    reason: { code: 'rollout', bucket: bucketOf('s', 'u-1') }
  })
  t.match(rollout(0).resolve(client, 100), { reason: { code: 'rollout', share: 10_000 } })
  for (const deviceId of [undefined, '', 7]) {
    const nameless = { platform: 'ios', deviceId: deviceId as never }
    t.equal(rollout(9_999).resolve(nameless, 0).target, 'rest')
    t.match(rollout(10_000).resolve(nameless, 0), { target: 'one', reason: { bucket: null, share: 10_000 } })
  }
  t.equal(rollout(10_000).resolve({ platform: 'android', deviceId: 'd-1' }, 0).target, 'rest')
  t.same(rollout(bucket).explain(client, 0), [
    { target: 'one', refusal: 'rollout' },
    { target: 'rest', refusal: null }
  ])
  t.same(rollout(bucket + 1).explain(client, 0), [{ target: 'one', refusal: null }])
  t.same(rollout(0).explain({ platform: 'web' }, 0)[0], { target: 'one', refusal: 'platform' })
})

t.test('the first target that takes a client gets it', async t => {
  const { resolve, explain } = createResolver(
    document({ ...one({}), id: 'first' }, { ...one({}), id: 'second' })
  )
  t.equal(resolve({}, 0).target, 'first')
  t.same(explain({}, 0), [{ target: 'first', refusal: null }])
  t.same(createResolver(document()).explain({}, 0), [])
})

t.test('the hash is MurmurHash3_x86_32, by published values', async t => {
  const published: Array<[string, number]> = [
    ['', 0],
    ['hello', 0x248bfa47],
    ['hello, world', 0x149bbb7f],
    ['The quick brown fox jumps over the lazy dog', 0x2e4ff723],
    ['test', 0xba6bd213],
    ['Hello, world!', 0xc0363e43]
  ]
  for (const [text, hash] of published) t.equal(murmur3(Buffer.from(text)), hash, text)
})

t.test('a share takes that part of the players, and others for another salt', async t => {
  const ids = Array.from({ length: 40_000 }, (_, index) => `device-${index}`)
  const inside = (salt: string): string[] => ids.filter(id => bucketOf(salt, id) < 500)
  const [one, other] = [inside('a'), new Set(inside('b'))]
  t.ok(Math.abs(one.length / ids.length - 0.05) < 0.005, `${one.length} of ${ids.length}`)
  t.ok(one.filter(id => other.has(id)).length < 200)
})

t.test('widening a rollout loses nobody, whatever the ids', async t => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.nat(10_000),
      fc.nat(10_000),
      (salt, id, a, b) => {
        const [less, more] = [
          Math.min(a, b),
          Math.max(a, b)
        ]
        const document = (share: number) =>
          resolveDocument(
            'dk',
            1,
            parse({
              environments: game.environments,
              targets: [{
                id: 'gray',
                environment: 'production',
                rollout: { share, salt: salt.slice(0, 100) || 'x' }
              }]
            }),
            new Map()
          )
        const isIn = (share: number): boolean =>
          createResolver(document(share)).resolve({ deviceId: id }, 0).target === 'gray'
        if (isIn(less)) t.ok(isIn(more))
        t.ok(isIn(10_000))
        t.notOk(isIn(0))
      }
    ),
    { numRuns: 100 }
  )
})

t.test('a schedule widens in time, and a pause moves what is left of it', async t => {
  const rollout = {
    share: 100,
    by: 'deviceId' as const,
    schedule: [{ at: '2026-01-02T00:00:00.000Z', share: 200 }, { at: '2026-01-04T00:00:00.000Z', share: 400 }]
  }
  const at = (text: string, given: typeof rollout & { pausedAt?: string }): number =>
    shareAt({
      share: given.share,
      schedule: given.schedule.map(step => ({ ...step, at: Date.parse(step.at) })),
      ...given.pausedAt === undefined ? {} : { pausedAt: Date.parse(given.pausedAt) }
    }, Date.parse(text))
  t.same(
    ['2026-01-01T23:59:59.999Z', '2026-01-02T00:00:00Z', '2026-01-05T00:00:00Z'].map(text =>
      at(text, rollout)
    ),
    [100, 200, 400]
  )
  const paused = pausedRollout(rollout, '2026-01-03T00:00:00.000Z') as typeof rollout
  t.equal(at('2026-02-01T00:00:00Z', paused), 200)
  const resumed = resumedRollout(paused, '2026-01-13T00:00:00.000Z') as typeof rollout
  t.same(['2026-01-13T12:00:00Z', '2026-01-14T00:00:00Z'].map(text => at(text, resumed)), [200, 400])
  t.same(
    resumedRollout(pausedRollout(rollout, '2026-01-05T00:00:00.000Z'), '2026-02-01T00:00:00.000Z').schedule,
    rollout.schedule,
    'steps that were taken stay'
  )
})

t.test('a review environment takes the submitted version and build, whoever asks', async t => {
  const { resolve } = createResolver(
    resolveDocument('dk', 1, game, new Map([['review-1', held('1.1.0', 7)]]))
  )
  fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (deviceId, userId, channel) => {
    t.equal(resolve({ ...client, version: '1.1', build: 7, deviceId, userId, channel }, 0).target, 'review-1')
    t.not(resolve({ ...client, version: '1.1', build: 8, deviceId, userId, channel }, 0).target, 'review-1')
  }))
})

t.test('nothing but what the client is decides: neither addresses nor language nor time zone are read', async t => {
  const read = new Set<string>()
  const spied = new Proxy(client as Record<string, unknown>, {
    get: (object, name) => {
      read.add(String(name))
      return object[String(name)]
    }
  })
  createResolver(
    resolveDocument(
      'dk',
      1,
      game,
      new Map([['review-1', held('9', 9)], ['review-2', held('9', 8)], ['review-vest', held('9', 7)]])
    )
  )
    .resolve(spied, 0)
  t.same(
    [...read].filter(name =>
      !['appId', 'platform', 'channel', 'version', 'build', 'deviceId', 'userId'].includes(name)
    ),
    []
  )
})

t.test('any context gets an answer, and the explanation ends at the target taken', async t => {
  const resolver = createResolver(resolveDocument('dk', 1, game, new Map([['review-vest', held('1.2', 3)]])))
  fc.assert(
    fc.property(
      fc.record({
        appId: fc.anything(),
        platform: fc.constantFrom('ios', 'android', 3),
        version: fc.oneof(fc.string(), fc.constant('1.2'), fc.anything()),
        build: fc.anything(),
        deviceId: fc.anything()
      }, { requiredKeys: [] }),
      fc.integer(),
      (context, now) => {
        const answer = resolver.resolve(context as never, now)
        const asked = resolver.explain(context as never, now)
        t.equal(asked.at(-1)?.refusal === null ? asked.at(-1)?.target : null, answer.target)
        t.ok(asked.slice(0, -1).every(({ refusal }) => refusal !== null))
      }
    )
  )
})

t.test('the document holds what services need, and no label', async t => {
  const document = resolveDocument('dk', 4, game, new Map())
  t.same(
    document.targets.map(({ id }) => id),
    ['gray-1', 'gray-2', 'live'],
    'in the order of asking; without submissions no review target'
  )
  t.same(Object.keys(document.environments), ['production'])
  t.notMatch(JSON.stringify(document), /"(kind|formal|gray|review)"/)
  t.same(
    resolveDocument('dk', 4, game, new Map([['review-1', held('1', 1)]])).environments['review-1']?.Global,
    document.environments.production?.Global,
    'a borrowed service is written out'
  )
})
