import type { VectorSet } from './vector-set.js'

const day = 86_400_000

/**
 * Rules about parts of the players. The buckets were computed with another implementation of the hash, in
 * Python.
 */
export const rolloutSets: VectorSet[] = [
  {
    name: 'shares',
    description: 'A share of n takes the buckets 0 to n - 1; whoever is not in goes on to the next target',
    targets: [
      {
        id: 'few',
        match: { channel: ['few'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 1, schedule: [] }
      },
      {
        id: 'gray',
        match: { channel: ['gray'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 500, schedule: [] }
      },
      {
        id: 'more',
        match: { channel: ['gray', 'more'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 5000, schedule: [] }
      },
      {
        id: 'nobody',
        match: { channel: ['none'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 0, schedule: [] }
      },
      {
        id: 'all',
        match: { channel: ['all'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 10_000, schedule: [] }
      },
      {
        id: 'almost',
        match: { channel: ['almost'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 9_999, schedule: [] }
      },
      {
        id: 'users',
        match: { channel: ['users'] },
        rollout: { by: 'userId', salt: 'gray', share: 5000, schedule: [] }
      },
      { id: 'rest' }
    ],
    byHand: [
      {
        title: 'bucket 0 of share 1',
        context: { channel: 'few', deviceId: 'd5056' },
        target: 'few',
        bucket: 0,
        share: 1
      },
      { title: 'bucket 1 of share 1', context: { channel: 'few', deviceId: 'd4272' }, target: 'rest' },
      {
        title: 'bucket 499 of share 500',
        context: { channel: 'gray', deviceId: 'd13351' },
        target: 'gray',
        bucket: 499,
        share: 500
      },
      {
        title: 'bucket 500 of share 500 goes on',
        context: { channel: 'gray', deviceId: 'd4851' },
        target: 'more',
        bucket: 500,
        share: 5000
      },
      {
        title: 'bucket 4999 of share 5000',
        context: { channel: 'more', deviceId: 'd14205' },
        target: 'more',
        bucket: 4999,
        share: 5000
      },
      { title: 'bucket 5000 of share 5000', context: { channel: 'more', deviceId: 'd5331' }, target: 'rest' },
      { title: 'share 0 takes nobody', context: { channel: 'none', deviceId: 'd5056' }, target: 'rest' },
      {
        title: 'share 10000 takes bucket 9999',
        context: { channel: 'all', deviceId: 'd11635' },
        target: 'all',
        bucket: 9999,
        share: 10_000
      },
      { title: 'share 9999 does not', context: { channel: 'almost', deviceId: 'd11635' }, target: 'rest' },
      {
        title: 'share 9999 takes bucket 9998',
        context: { channel: 'almost', deviceId: 'd13619' },
        target: 'almost',
        bucket: 9998,
        share: 9_999
      },
      { title: 'without an id in no part', context: { channel: 'almost' }, target: 'rest' },
      { title: 'an empty id is none', context: { channel: 'almost', deviceId: '' }, target: 'rest' },
      { title: 'a number is no id', context: { channel: 'almost', deviceId: 5056 }, target: 'rest' },
      {
        title: 'without an id in the whole',
        context: { channel: 'all' },
        target: 'all',
        bucket: null,
        share: 10_000
      },
      {
        title: 'the user decides where the rollout says so',
        context: { channel: 'users', userId: 'd14205', deviceId: 'd5331' },
        target: 'users',
        bucket: 4999,
        share: 5000
      },
      {
        title: 'and not the device',
        context: { channel: 'users', userId: 'd5331', deviceId: 'd14205' },
        target: 'rest'
      },
      { title: 'without a user', context: { channel: 'users', deviceId: 'd5056' }, target: 'rest' },
      {
        title: 'a rollout comes after the rules',
        context: { channel: 'other', deviceId: 'd5056' },
        target: 'rest'
      }
    ],
    grid: {
      channel: ['gray', 'users', 'almost'],
      deviceId: ['device-1', 'device-2', 'device-3', '设备-1', '🎮', 'a'.repeat(200)],
      userId: ['u-1', 'u-2', 'u-3', 'u-4']
    }
  },
  {
    name: 'salts',
    description: 'The hash is over salt, colon and id as UTF-8',
    targets: ['gray-1', '盐', 'a', 'a:b'].map(salt => ({
      id: `with-${salt}`,
      match: { channel: [salt] },
      rollout: { by: 'deviceId' as const, salt, share: 9_000, schedule: [] }
    })),
    byHand: [
      {
        title: 'letters',
        context: { channel: 'gray-1', deviceId: 'device-1' },
        target: 'with-gray-1',
        bucket: 3699,
        share: 9_000
      },
      {
        title: 'case counts',
        context: { channel: 'gray-1', deviceId: 'DEVICE-1' },
        target: 'with-gray-1',
        bucket: 231,
        share: 9_000
      },
      {
        title: 'three bytes each',
        context: { channel: 'gray-1', deviceId: '设备' },
        target: 'with-gray-1',
        bucket: 6285,
        share: 9_000
      },
      {
        title: 'four bytes',
        context: { channel: 'gray-1', deviceId: '🎮' },
        target: 'with-gray-1',
        bucket: 286,
        share: 9_000
      },
      {
        title: 'long',
        context: { channel: 'gray-1', deviceId: 'x'.repeat(300) },
        target: 'with-gray-1',
        bucket: 803,
        share: 9_000
      },
      {
        title: 'a colon in the id',
        context: { channel: 'a', deviceId: 'b:c' },
        target: 'with-a',
        bucket: 8997,
        share: 9_000
      },
      {
        title: 'a colon in the salt',
        context: { channel: 'a:b', deviceId: 'c' },
        target: 'with-a:b',
        bucket: 8997,
        share: 9_000
      },
      {
        title: 'another salt, other players',
        context: { channel: 'a', deviceId: 'bc' },
        target: 'with-a',
        bucket: 549,
        share: 9_000
      }
    ],
    grid: {
      channel: ['gray-1', '盐'],
      deviceId: [
        '1',
        '12',
        '123',
        '1234',
        '12345',
        '123456',
        '1234567',
        '12345678',
        '一',
        '一二',
        '一二三',
        'é',
        'ß',
        '\u0000',
        'a\nb',
        '\uFFFD'
      ]
    }
  },
  {
    name: 'schedules',
    description: 'The share is that of the last step that has begun; a pause stops the clock of the schedule',
    targets: [
      {
        id: 'steps',
        match: { channel: ['steps'] },
        rollout: {
          by: 'deviceId',
          salt: 'gray',
          share: 1,
          schedule: [{ at: day, share: 500 }, { at: 3 * day, share: 10_000 }]
        }
      },
      {
        id: 'paused',
        match: { channel: ['paused'] },
        rollout: {
          by: 'deviceId',
          salt: 'gray',
          share: 1,
          schedule: [{ at: day, share: 500 }, { at: 3 * day, share: 10_000 }],
          pausedAt: 2 * day
        }
      },
      {
        id: 'paused-early',
        match: { channel: ['early'] },
        rollout: { by: 'deviceId', salt: 'gray', share: 1, schedule: [{ at: day, share: 500 }], pausedAt: 0 }
      },
      { id: 'rest' }
    ],
    byHand: [
      {
        title: 'before the first step',
        context: { channel: 'steps', deviceId: 'd13351' },
        now: day - 1,
        target: 'rest'
      },
      {
        title: 'before the first step, in the first share',
        context: { channel: 'steps', deviceId: 'd5056' },
        now: day - 1,
        target: 'steps',
        bucket: 0,
        share: 1
      },
      {
        title: 'from its very millisecond',
        context: { channel: 'steps', deviceId: 'd13351' },
        now: day,
        target: 'steps',
        bucket: 499,
        share: 500
      },
      {
        title: 'bucket 500 waits',
        context: { channel: 'steps', deviceId: 'd4851' },
        now: 3 * day - 1,
        target: 'rest'
      },
      {
        title: 'until the whole',
        context: { channel: 'steps', deviceId: 'd4851' },
        now: 3 * day,
        target: 'steps',
        bucket: 500,
        share: 10_000
      },
      {
        title: 'whoever is in stays in',
        context: { channel: 'steps', deviceId: 'd5056' },
        now: 400 * day,
        target: 'steps',
        bucket: 0,
        share: 10_000
      },
      {
        title: 'paused before the whole',
        context: { channel: 'paused', deviceId: 'd4851' },
        now: 400 * day,
        target: 'rest'
      },
      {
        title: 'paused: whoever is in stays in',
        context: { channel: 'paused', deviceId: 'd13351' },
        now: 400 * day,
        target: 'paused',
        bucket: 499,
        share: 500
      },
      {
        title: 'a pause does not widen what was before it',
        context: { channel: 'paused', deviceId: 'd13351' },
        now: day - 1,
        target: 'rest'
      },
      {
        title: 'paused before any step',
        context: { channel: 'early', deviceId: 'd13351' },
        now: 400 * day,
        target: 'rest'
      },
      {
        title: 'a moment before 1970',
        context: { channel: 'steps', deviceId: 'd5056' },
        now: -day,
        target: 'steps',
        bucket: 0,
        share: 1
      }
    ],
    grid: { channel: ['steps', 'paused'], deviceId: ['d5056', 'd4272', 'd499', 'd4851', 'd11635'] },
    gridNow: [0, day - 1, day, 2 * day, 3 * day, 10 * day]
  },
  {
    name: 'game',
    description: 'A game with a formal, two gray and two review targets',
    targets: [
      {
        id: 'review-1',
        environment: 'review',
        match: { version: { equals: '1.4' }, build: { equals: 140 } }
      },
      {
        id: 'gray-ios',
        match: { platform: ['ios'], version: { from: '1.3' } },
        rollout: { by: 'deviceId', salt: 'gray-ios', share: 2000, schedule: [] },
        hotUpdate: { version: '1.3.0.9', url: 'https://cdn.example/gray' }
      },
      {
        id: 'gray-2',
        match: { platform: ['android'], channel: ['应用宝', 'huawei'] },
        rollout: { by: 'deviceId', salt: 'gray-2', share: 5000, schedule: [{ at: day, share: 7500 }] },
        hotUpdate: { version: '1.3.0.8' }
      },
      {
        id: 'live',
        match: { version: { from: '1.2' } },
        hotUpdate: { version: '1.3.0.7', url: 'https://cdn.example/live' }
      },
      { id: 'old' }
    ],
    byHand: [
      { title: 'an old client', context: { platform: 'ios', version: '1.1' }, target: 'old' },
      {
        title: 'a client in review',
        context: { platform: 'ios', version: '1.4', build: 140, deviceId: 'a' },
        target: 'review-1'
      }
    ],
    grid: {
      platform: ['ios', 'android'],
      channel: ['应用宝', 'store'],
      version: ['1.1', '1.3.5', '1.4'],
      build: [139, 140],
      deviceId: ['p-1', 'p-2', 'p-3', 'p-4']
    },
    gridNow: [0, day]
  }
]

/** Known values of the hash, computed in Python. */
export const hashes = [
  { salt: 'gray-1', id: 'device-1', hash: 3193533699, bucket: 3699 },
  { salt: 'gray-1', id: '设备', hash: 448896285, bucket: 6285 },
  { salt: 'gray-1', id: '🎮', hash: 234820286, bucket: 286 },
  { salt: 'salt', id: '', hash: 3572409453, bucket: 9453 },
  { salt: '', id: '', hash: 723937430, bucket: 7430 },
  { salt: 'a', id: 'bc', hash: 20160549, bucket: 549 },
  { salt: 'a:b', id: 'c', hash: 1815718997, bucket: 8997 },
  { salt: 'a', id: 'b:c', hash: 1815718997, bucket: 8997 },
  { salt: 'gray-1', id: 'DEVICE-1', hash: 612860231, bucket: 231 },
  { salt: 'gray-1', id: 'x'.repeat(300), hash: 862760803, bucket: 803 }
]
