import fc from 'fast-check'
import t from 'tap'
import { pausedRollout, resumedRollout } from './change-definition.js'
import { murmur3 } from './murmur3.js'
import { resolveDocument } from './resolve-document.js'
import type { Current } from './resolve-document.js'
import { createResolver } from './resolver.js'
import { bucketOf, shareAt } from './rollout.js'
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
