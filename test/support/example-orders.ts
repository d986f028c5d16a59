import type { OrderFormView } from '../../agent/ui/order-form-page.js'
import type { OrderView } from '../../agent/ui/order-page.js'

/** The form on which packages are ordered, refused once, with every type of parameter. */
export function exampleOrderForm (nowMs: number): OrderFormView {
  return {
    project: 'dk',
    checkouts: ['/builds/dk', '/builds/dk-next'],
    checkout: '/builds/dk',
    versions: ['1.4.0', '1.3.2', '1.3.1'],
    nextBuild: 713,
    dimensions: [
      { name: 'targets', values: ['formal', 'gray-1', 'review-vest-1'] },
      { name: 'platforms', values: ['android', 'ios'] },
      { name: 'channels', values: ['应用宝', 'a-channel-with-a-name-that-no-phone-has-room-for', 'store'] },
      { name: 'pairings', values: [] }
    ],
    parameters: [
      {
        name: 'logLevel',
        type: 'choice',
        choices: ['none', 'all'],
        description: 'What is logged',
        value: 'none'
      },
      { name: 'bundleCode', type: 'boolean', description: 'Code of the bundle', value: true },
      { name: 'players', type: 'integer', minimum: 1, maximum: 9, description: 'At once', value: 4 },
      { name: 'title', type: 'string', description: 'Name <b>shown</b>', value: '"dk"' }
    ],
    jenkins: 'games/dk/packages',
    orders: [{
      id: 'x1',
      kind: 'package',
      isPlan: false,
      what: '1.4.0-712',
      by: 'ann (local@mac-01)',
      state: 'done',
      createdAt: new Date(nowMs - 3_600_000).toISOString()
    }],
    fields: {
      'filled': 'yes',
      version: '1.4.0',
      'targets.formal': 'on',
      'platforms.android': 'on',
      'channels.应用宝': 'on'
    },
    mayOrder: true,
    problem: { message: 'No package is chosen.', hint: 'Choose one.' }
  }
}

/** An order half done: rows in every state. */
export function exampleOrder (nowMs: number): OrderView {
  const states = ['made', 'reused', 'failed', 'working', 'waiting', 'skipped'] as const
  return {
    project: 'dk',
    id: 'x2',
    kind: 'package',
    isPlan: false,
    outcome: undefined,
    what: '1.4.0-713',
    by: 'ann (local@mac-01)',
    state: 'running',
    createdAt: new Date(nowMs - 100_000).toISOString(),
    startedAt: new Date(nowMs - 90_000).toISOString(),
    endedAt: undefined,
    attempt: 2,
    estimateMs: 400_000,
    rows: states.map((state, index) => ({
      id: `formal/android/应用宝-${index}`,
      way: index % 2 === 0 ? 'repack' : 'stamp',
      why: ['the folder is packed'],
      state,
      estimateMs: 20_000,
      durationMs: state === 'made' ? 21_000 : undefined,
      size: state === 'made' ? 812_345_678 : undefined,
      problem: state === 'failed'
        ? { message: 'The key <release> is missing.', hint: 'Put it there.' }
        : undefined
    })),
    log: ['making dk.apk', '<script>alert(1)</script>'],
    jenkins: { url: 'https://ci.example/job/games/7/' },
    problem: undefined,
    release: undefined,
    mayOrder: true,
    isCancelling: false
  }
}
