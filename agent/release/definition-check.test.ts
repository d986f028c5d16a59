import t from 'tap'
import { parseProjectFile } from '../config/project-file.js'
import type { Environment } from '../config/environment-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import { PacklineError } from '../errors.js'
import { checkDefinition, definitionMistakes } from './definition-check.js'
import { isSameDatabase } from './shared-database.js'

const environment = (namespace: string, database = 'db1.example:3306'): object => ({
  services: {
    GameServer: { addresses: [`game.${namespace}.example:7001`], databases: [database], namespace },
    Global: { addresses: ['global.example:443'] }
  }
})

interface Given {
  environments?: object
  targets?: object[]
  parameters?: object
}

function parse (given: Given): ReleaseDefinition {
  return parseProjectFile(
    'packline.json',
    Buffer.from(
      JSON.stringify({ project: 'dk', environments: { production: environment('prod') }, ...given })
    )
  )
}

function mistakes (given: Given): Record<string, string> {
  try {
    return Object.fromEntries(definitionMistakes(parse(given)).map(({ path, text }) => [path, text]))
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'CONFIG_INVALID') {
      return Object.fromEntries(
        (error.details.list as Array<{ path: string, text: string }>).map(({ path, text }) => [path, text])
      )
    }
    throw error
  }
}

const target = (id: string, more: object = {}): object => ({ id, environment: 'production', ...more })

t.test('a whole order of formal, gray and review targets is taken, defaults filled in', async t => {
  const definition = parse({
    environments: {
      production: environment('prod'),
      'review-1': environment('review1'),
      'review-2': { services: { GameServer: { from: 'production' } } }
    },
    targets: [
      target('formal', { kind: 'formal' }),
      target('gray-1', { kind: 'gray', priority: 50, rollout: { share: 525 } }),
      target('review-1', { environment: 'review-1', priority: 10, match: { submitted: true } }),
      target('review-2', { environment: 'review-2', priority: 10, match: { submitted: true } })
    ]
  })
  t.same(definitionMistakes(definition), [])
  t.match(definition.targets[1], {
    priority: 50,
    match: {},
    rollout: { share: 525, by: 'deviceId', schedule: [] },
    parameters: {}
  })
  t.equal(definition.targets[0]?.priority, 100)
})

t.test('a target that names an unknown environment is told, with the one that may be meant', async t => {
  t.match(mistakes({ targets: [target('formal', { environment: 'prodution' })] }), {
    'targets[0].environment':
      /"prodution"; expected a known environment: production \(did you mean production\?\)/
  })
  t.match(mistakes({ environments: {}, targets: [target('formal')] }), {
    'targets[0].environment': /there is none/
  })
  t.match(mistakes({ targets: [target('formal', { environment: 'constructor' })] }), {
    'targets[0].environment': /known environment/
  })
})

t.test('two environments on one database need a namespace each', async t => {
  const collide = (first: object, second: object): string[] =>
    Object.keys(mistakes({ environments: { production: first, review: second } }))
  const path = 'environments.review.services.GameServer.namespace'
  t.same(collide(environment('same'), environment('same')), [path])
  t.same(
    collide(environment('same'), environment('SAME', 'mysql://DB1.example')),
    [path],
    'in any case, with and without port and scheme'
  )
  t.same(collide(environment('one'), environment('two')), [])
  t.same(collide(environment('same'), environment('same', 'db2.example:3306')), [])
  t.same(collide(environment('same'), environment('same', 'db1.example:3307')), [])
  t.same(
    collide(environment('same', 'mysql://db1.example/a'), environment('same', 'mysql://db1.example/b')),
    []
  )
  t.match(
    mistakes({
      environments: { production: { services: { Global: { addresses: ['a:1'], databases: ['db:1'] } } } }
    }),
    { 'environments.production.services.Global.namespace': /a namespace/ }
  )
})

t.test('databases are the same whatever way they are written', async t => {
  for (
    const [a, b] of [
      ['db', 'DB.'],
      ['db:1', 'mysql://db:1/'],
      ['db:1', 'db'],
      ['[::1]:5', 'redis://[::1]:5'],
      ['db:1/x', 'db:1']
    ]
  ) t.ok(isSameDatabase(a!, b!), `${a} ${b}`)
  for (const [a, b] of [['db', 'db2'], ['db:1', 'db:2'], ['db:1/x', 'db:1/y'], ['[::1]', '[::2]']]) {
    t.notOk(isSameDatabase(a!, b!), `${a} ${b}`)
  }
})

t.test('a shared service is borrowed, from one that exists and is its own', async t => {
  const environments = (global: object): object => ({
    production: environment('prod'),
    gray: { services: { Global: global } }
  })
  t.same(mistakes({ environments: environments({ from: 'production' }) }), {})
  t.match(mistakes({ environments: environments({ from: 'gray' }) }), {
    'environments.gray.services.Global.from': /production/
  })
  t.match(mistakes({ environments: environments({ from: 'production', addresses: ['a:1'] }) }), {
    'environments.gray.services.Global': /nothing beside "from"/
  })
  t.match(mistakes({ environments: environments({}) }), {
    'environments.gray.services.Global.addresses': /at least one/
  })
})

t.test('an unreachable target is told, also when others take its clients only together', async t => {
  t.match(
    mistakes({
      targets: [
        target('formal', { priority: 1 }),
        target('gray', { priority: 2, match: { platform: ['ios'] } })
      ]
    }),
    { 'targets[1].priority': /before formal/ }
  )
  t.match(
    mistakes({
      targets: [
        target('old', { priority: 1, match: { version: { below: '1.2' } } }),
        target('new', { priority: 2, match: { version: { from: '1.2' } } }),
        target('formal', { priority: 3 })
      ]
    }),
    { 'targets[2].priority': /before old, new/ }
  )
  t.same(
    mistakes({
      targets: [
        target('half', { priority: 1, rollout: { share: 5000 } }),
        target('review', { priority: 2, match: { submitted: true } }),
        target('formal', { priority: 3 })
      ]
    }),
    {}
  )
  t.match(mistakes({ targets: [target('none', { match: { version: { from: '2', below: '1' } } })] }), {
    'targets[0].match': /takes nobody/
  })
})

t.test('targets of equal priority may not take the same clients', async t => {
  t.match(mistakes({ targets: [target('a', { rollout: { share: 1 } }), target('b')] }), {
    'targets[1].priority': /another priority than that of a/
  })
  t.match(mistakes({ targets: [target('a', { match: { submitted: true } }), target('b')] }), {
    'targets[1].priority': /another priority/
  })
  t.same(
    mistakes({
      targets: [
        target('a', { match: { platform: ['ios'] } }),
        target('b', { match: { platform: ['android'] } })
      ]
    }),
    {}
  )
})

t.test('a rollout only widens, in time', async t => {
  const rollout = (schedule: object[]): object[] => [target('gray', { rollout: { share: 100, schedule } })]
  t.same(
    mistakes({
      targets: rollout([{ at: '2026-01-01T00:00:00Z', share: 100 }, {
        at: '2026-01-02T00:00:00Z',
        share: 500
      }])
    }),
    {}
  )
  t.match(mistakes({ targets: rollout([{ at: '2026-01-01T00:00:00Z', share: 99 }]) }), {
    'targets[0].rollout.schedule[0].share': /at least 100/
  })
  t.match(
    mistakes({
      targets: rollout([{ at: '2026-01-02T00:00:00Z', share: 200 }, {
        at: '2026-01-01T00:00:00Z',
        share: 300
      }])
    }),
    { 'targets[0].rollout.schedule[1].at': /after/ }
  )
  t.match(mistakes({ targets: rollout([{ at: '2026-13-41T00:00:00Z', share: 200 }]) }), {
    'targets[0].rollout.schedule[0].at': /a moment/
  })
  t.match(mistakes({ targets: [target('gray', { rollout: { share: 10_001 } })] }), {
    'targets[0].rollout.share': /from 0 to 10000/
  })
})

t.test('ids are unique in any case', async t => {
  t.match(mistakes({ targets: [target('a'), target('A', { priority: 1 })] }), {
    'targets[1].id': /in other case/
  })
})

t.test('parameters have a default that fits, and targets only values that fit', async t => {
  const parameter = { type: 'integer', description: 'x', default: 3, minimum: 1, maximum: 5 }
  t.same(
    mistakes({ parameters: { rows: parameter }, targets: [target('a', { parameters: { rows: 4 } })] }),
    {}
  )
  t.match(mistakes({ parameters: { rows: { ...parameter, default: 9 } } }), {
    'parameters.rows.default': /from 1 to 5/
  })
  t.match(
    mistakes({
      parameters: { rows: parameter },
      targets: [target('a', { parameters: { rows: '4', row: 1 } })]
    }),
    { 'targets[0].parameters.rows': /whole number/, 'targets[0].parameters.row': /did you mean rows/ }
  )
  t.match(mistakes({ parameters: { mode: { type: 'choice', description: 'x', default: 'a' } } }), {
    'parameters.mode.choices': /choose/
  })
  t.match(
    mistakes({
      parameters: { mode: { type: 'choice', description: 'x', default: 'c', choices: ['a', 'b'] } }
    }),
    { 'parameters.mode.default': /a choice: a, b/ }
  )
})

t.test('a channel is any short text, in any script', async t => {
  const channel = (name: string): object[] => [target('a', { match: { channel: [name] } })]
  for (const good of ['应用宝', 'xiao mi', 'Ünïcode', 'a.b_c-d', '🎮']) {
    t.same(mistakes({ targets: channel(good) }), {}, good)
  }
  for (const bad of ['', ' a', 'a/b', 'a\\b', 'a\nb', 'a\u0000', 'x'.repeat(60_000)]) {
    t.match(
      mistakes({ targets: channel(bad) }),
      { 'targets[0].match.channel[0]': /1 to 128 characters/ },
      bad.slice(0, 10)
    )
  }
})

t.test('the whole is refused at once, and names where', async t => {
  const definition = parse({ targets: [target('a'), target('b')] })
  t.throws(() => {
    checkDefinition('the targets of dk', definition)
  }, { code: 'CONFIG_INVALID', details: { file: 'the targets of dk', count: 1 } })
  const { environments } = definition
  const twice: Record<string, Environment> = { ...environments, again: environments.production! }
  t.equal(definitionMistakes({ ...definition, environments: twice, targets: [] }).length, 1)
})
