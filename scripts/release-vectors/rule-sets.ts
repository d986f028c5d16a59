import type { VectorSet } from './vector-set.js'

/** Rules about what a client is. The expectations are written by hand, from the specification. */
export const ruleSets: VectorSet[] = [
  {
    name: 'lines',
    description: 'A client gets the hot update of its own native version, and of no other',
    targets: [
      {
        id: 'live',
        hotUpdate: {
          version: '1.10.0.1',
          url: 'https://cdn.example/live/1.10/',
          lines: {
            '1.4': { version: '1.4.0.9', url: 'https://cdn.example/live/1.4/', ended: true },
            '1.9.1': { version: '1.9.1.3' },
            '1.10': { version: '1.10.0.1', url: 'https://cdn.example/live/1.10/' }
          }
        }
      }
    ],
    byHand: [
      {
        title: 'its own line',
        context: { version: '1.10' },
        target: 'live',
        hotUpdate: { version: '1.10.0.1', url: 'https://cdn.example/live/1.10/' }
      },
      {
        title: 'zeros at the end are the same version, and this line has ended',
        context: { version: '1.4.0' },
        target: 'live',
        hotUpdate: { version: '1.4.0.9', url: 'https://cdn.example/live/1.4/', ended: true }
      },
      {
        title: 'a line without an address',
        context: { version: '1.9.1' },
        target: 'live',
        hotUpdate: { version: '1.9.1.3', url: null }
      },
      { title: 'a version without a line', context: { version: '1.9' }, target: 'live', hotUpdate: null },
      {
        title: 'no version: what stands beside the lines',
        context: { version: 'x' },
        target: 'live',
        hotUpdate: { version: '1.10.0.1', url: 'https://cdn.example/live/1.10/' }
      }
    ],
    grid: {
      version: ['1.1', '1.4', '1.04.0.0', '1.4.0.1', '1.9.1.0', '1.10.0', null, 1],
      platform: ['ios', null]
    }
  },
  {
    name: 'versions',
    description:
      'Versions are one to four numbers, compared as numbers; what is no version matches no rule about ' +
      'versions',
    targets: [
      { id: 'exact', match: { version: { equals: '2.5' } } },
      { id: 'low', match: { version: { below: '1.2' } } },
      { id: 'middle', match: { version: { from: '1.2', below: '1.10' } } },
      { id: 'high', match: { version: { from: '1.10.0.1' } } },
      { id: 'rest' }
    ],
    byHand: [
      { title: 'below the bound', context: { version: '1.1.9.9' }, target: 'low' },
      { title: 'the bound itself is not below', context: { version: '1.2' }, target: 'middle' },
      { title: 'missing numbers are 0', context: { version: '1.2.0.0' }, target: 'middle' },
      { title: '9 is less than 10', context: { version: '1.9' }, target: 'middle' },
      { title: 'below is exclusive: 1.10 is in neither', context: { version: '1.10' }, target: 'rest' },
      { title: 'the fourth number counts', context: { version: '1.10.0.1' }, target: 'high' },
      { title: 'equals, with fewer numbers', context: { version: '2.5.0' }, target: 'exact' },
      { title: 'equals, with leading zeros', context: { version: '02.05' }, target: 'exact' },
      { title: 'not quite equal', context: { version: '2.5.0.1' }, target: 'high' },
      {
        title: 'nine digits',
        context: { version: '999999999.999999999.999999999.999999999' },
        target: 'high'
      },
      { title: 'ten digits are no version', context: { version: '1000000000' }, target: 'rest' },
      { title: 'five numbers are no version', context: { version: '1.0.0.0.0' }, target: 'rest' },
      { title: 'a letter is no version', context: { version: '1.0b' }, target: 'rest' },
      { title: 'a blank is no version', context: { version: ' 1.0' }, target: 'rest' },
      { title: 'a line end is no version', context: { version: '1.0\n' }, target: 'rest' },
      { title: 'a dot at the end is no version', context: { version: '1.' }, target: 'rest' },
      { title: 'a dot at the start is no version', context: { version: '.1' }, target: 'rest' },
      { title: 'two dots are no version', context: { version: '1..1' }, target: 'rest' },
      { title: 'a sign is no version', context: { version: '-1' }, target: 'rest' },
      { title: 'digits of other scripts are no version', context: { version: '１.０' }, target: 'rest' },
      { title: 'a number is no version', context: { version: 1 }, target: 'rest' },
      { title: 'null is no version', context: { version: null }, target: 'rest' },
      { title: 'no version at all', context: {}, target: 'rest' },
      { title: 'the empty text', context: { version: '' }, target: 'rest' }
    ],
    grid: {
      version: [
        '0',
        '0.0.0.1',
        '1',
        '1.1.999999999',
        '1.2.0.1',
        '1.3',
        '1.9.9',
        '1.10.1',
        '1.11',
        '2',
        '2.4.9',
        '2.5',
        '2.5.1',
        '3.0',
        '10',
        '100.1',
        '1.02',
        '1.2.3.4'
      ]
    }
  },
  {
    name: 'builds',
    description: 'Builds are numbers: from is in, below is not',
    targets: [
      { id: 'one', match: { build: { equals: 42 } } },
      { id: 'some', match: { build: { from: 10, below: 100 } } },
      { id: 'late', match: { build: { from: 2_000_000_000 } } },
      { id: 'rest' }
    ],
    byHand: [
      { title: 'equals comes first', context: { build: 42 }, target: 'one' },
      { title: 'from is in', context: { build: 10 }, target: 'some' },
      { title: 'before from', context: { build: 9 }, target: 'rest' },
      { title: 'the last one', context: { build: 99 }, target: 'some' },
      { title: 'below is out', context: { build: 100 }, target: 'rest' },
      { title: 'large', context: { build: 2_100_000_000 }, target: 'late' },
      { title: 'larger than 32 bits', context: { build: 9_000_000_000 }, target: 'late' },
      { title: 'a text is no number', context: { build: '42' }, target: 'rest' },
      { title: 'null is no number', context: { build: null }, target: 'rest' },
      { title: 'true is no number', context: { build: true }, target: 'rest' },
      { title: 'none', context: {}, target: 'rest' },
      { title: 'negative', context: { build: -42 }, target: 'rest' },
      { title: 'a fraction lies between its neighbours', context: { build: 41.5 }, target: 'some' }
    ],
    grid: { build: [0, 1, 11, 41, 43, 98, 101, 1000, 1_999_999_999, 2_000_000_000] }
  },
  {
    name: 'names',
    description: 'Application ids, platforms and channels are compared character by character',
    targets: [
      { id: 'both', match: { channel: ['应用宝', 'Café', '🎮'], platform: ['android'] } },
      { id: 'vest', match: { appId: ['com.example.vest', 'com.example.vest2'] } },
      { id: 'ios', match: { platform: ['ios'] } },
      { id: 'rest' }
    ],
    byHand: [
      {
        title: 'every rule has to hold',
        context: { platform: 'android', channel: '应用宝' },
        target: 'both'
      },
      { title: 'one rule does not hold', context: { platform: 'ios', channel: '应用宝' }, target: 'ios' },
      { title: 'another script', context: { platform: 'android', channel: '應用寶' }, target: 'rest' },
      { title: 'beyond the basic plane', context: { platform: 'android', channel: '🎮' }, target: 'both' },
      { title: 'composed as written', context: { platform: 'android', channel: 'Café' }, target: 'both' },
      {
        title: 'decomposed is another text',
        context: { platform: 'android', channel: 'Cafe\u0301' },
        target: 'rest'
      },
      { title: 'case counts', context: { platform: 'iOS' }, target: 'rest' },
      { title: 'blanks count', context: { platform: 'ios ' }, target: 'rest' },
      { title: 'a part of a name is not the name', context: { appId: 'com.example.vest3' }, target: 'rest' },
      { title: 'the second of the list', context: { appId: 'com.example.vest2' }, target: 'vest' },
      { title: 'no application id', context: { platform: 'android' }, target: 'rest' },
      { title: 'null', context: { platform: null, channel: null, appId: null }, target: 'rest' },
      { title: 'a list is no name', context: { platform: ['ios'] }, target: 'rest' },
      {
        title: 'fields that no rule knows change nothing',
        context: { platform: 'ios', ip: '17.0.0.1', country: 'US', language: 'en' },
        target: 'ios'
      },
      { title: 'nothing is known', context: {}, target: 'rest' }
    ],
    grid: {
      appId: ['com.example.dk', 'com.example.vest'],
      platform: ['android', 'ios', 'windows'],
      channel: ['应用宝', 'store', undefined]
    }
  },
  {
    name: 'order',
    description:
      'Targets are asked in the order of the document, and the first that takes the client is the answer',
    targets: [{ id: 'b', match: { platform: ['ios'] } }, {
      id: 'a',
      match: { platform: ['ios', 'android'] }
    }],
    byHand: [
      { title: 'the first in the document, not by name', context: { platform: 'ios' }, target: 'b' },
      { title: 'the second', context: { platform: 'android' }, target: 'a' },
      { title: 'nobody takes it', context: { platform: 'windows' }, target: null }
    ]
  },
  {
    name: 'none',
    description: 'A document without targets',
    targets: [],
    byHand: [{ title: 'anybody', context: { platform: 'ios' }, target: null }, {
      title: 'nobody',
      context: {},
      target: null
    }]
  },
  {
    name: 'review',
    description: 'A review environment takes the submitted version and build, whoever asks',
    targets: [
      {
        id: 'review-1',
        environment: 'review',
        match: { version: { equals: '1.3.0' }, build: { equals: 42 } }
      },
      {
        id: 'review-vest',
        environment: 'review',
        match: {
          appId: ['com.example.vest'],
          version: { from: '1.0', equals: '1.3.0' },
          build: { equals: 43 }
        }
      },
      { id: 'live', hotUpdate: { version: '1.2.0.7', url: 'https://cdn.example/live' } }
    ],
    byHand: [
      {
        title: 'the submitted build',
        context: { appId: 'com.example.dk', version: '1.3.0', build: 42, deviceId: 'a' },
        target: 'review-1'
      },
      {
        title: 'the same for another device',
        context: { appId: 'com.example.dk', version: '1.3.0', build: 42, deviceId: 'b', userId: 'u' },
        target: 'review-1'
      },
      { title: 'the same without a device', context: { version: '1.3', build: 42 }, target: 'review-1' },
      {
        title: 'the same from anywhere',
        context: { version: '1.3', build: 42, ip: '17.1.2.3', locale: 'en-US' },
        target: 'review-1'
      },
      {
        title: 'another build of the version',
        context: { appId: 'com.example.dk', version: '1.3.0', build: 41 },
        target: 'live'
      },
      { title: 'the build of another version', context: { version: '1.2.0', build: 42 }, target: 'live' },
      {
        title: 'another application',
        context: { appId: 'com.example.vest', version: '1.3.0', build: 43 },
        target: 'review-vest'
      },
      {
        title: 'that build of the wrong application',
        context: { appId: 'com.example.dk', version: '1.3.0', build: 43 },
        target: 'live'
      }
    ],
    grid: {
      appId: ['com.example.dk', 'com.example.vest'],
      version: ['1.2.9', '1.3.0', '1.3.1'],
      build: [41, 42, 43],
      deviceId: ['x', '审核']
    }
  },
  {
    name: 'answers',
    description: 'What an answer holds: servers by service, and the hot update with and without an address',
    targets: [
      {
        id: 'full',
        match: { platform: ['a'] },
        hotUpdate: { version: '1.2.3.4', url: 'https://cdn.example/full' }
      },
      { id: 'no-url', match: { platform: ['b'] }, hotUpdate: { version: '1.2.3.4' } },
      { id: 'no-update', match: { platform: ['c'] }, environment: 'review' },
      { id: 'unknown-environment', match: { platform: ['d'] }, environment: 'gone' }
    ],
    byHand: [
      { title: 'everything', context: { platform: 'a' }, target: 'full' },
      { title: 'without an address', context: { platform: 'b' }, target: 'no-url' },
      { title: 'without a hot update', context: { platform: 'c' }, target: 'no-update' },
      { title: 'without servers', context: { platform: 'd' }, target: 'unknown-environment' },
      { title: 'without a target', context: {}, target: null }
    ]
  }
]
