import { Ajv } from 'ajv'
import t from 'tap'
import { commandTable } from '../cli/command-table.js'
import { parseArguments } from '../cli/parse-arguments.js'
import { frozenLayoutsOf } from '../cli/project-options.js'
import { jobKinds } from './job-kinds.js'

const nasty = ['-x', '--local', '--version', '--', '-', '--project=/etc', '@file', 'a b\'c"d;$(id)']

t.test('no parameter of a job passes for an option of its command', async t => {
  for (const kind of jobKinds) {
    const takes = new Ajv({ strict: true, allowUnionTypes: true }).compile({
      ...kind.parameters,
      required: []
    })
    const properties = Object.entries(kind.parameters.properties) as Array<[string, { type?: string }]>
    const texts = properties.filter(([, { type }]) => type === 'string').map(([name]) => name)
    t.ok(texts.length > 0)
    const plain = Object.fromEntries(texts.map(name => [name, takes({ [name]: 'plain' }) ? 'plain' : '1.2']))
    const read = async (parameters: Record<string, unknown>) => {
      const words = kind.command('/work', parameters, 'j1')
      return parseArguments(await commandTable[words.slice(0, 2).join(' ')]!(), words.slice(2))
    }
    const expected = JSON.stringify(await read(plain))
    for (const name of texts) {
      for (const value of nasty.filter(each => takes({ [name]: each }))) {
        const found = JSON.stringify(
          await read({ ...plain, [name]: value }),
          (_key, each: unknown) => each === value ? plain[name] : each
        )
        t.equal(found, expected, `${kind.name} ${name} ${value}`)
      }
    }
  }
})

t.test('nor does a row, a target or the value of a parameter', async t => {
  const read = async (kind: string, parameters: object) => {
    const words = jobKinds.find(({ name }) => name === kind)!.command('/work', { ...parameters }, 'j1')
    return parseArguments(await commandTable[words.slice(0, 2).join(' ')]!(), words.slice(2)).options
  }
  t.match(await read('package', { version: '1.2', build: 3, rows: nasty, parameters: { a: nasty[7] } }), {
    row: nasty,
    parameter: [`a=${nasty[7]}`],
    record: false
  })
  t.match(await read('assets', { parameters: { a: nasty[7], b: 2 } }), {
    parameter: [`a=${nasty[7]}`, 'b=2'],
    watch: false
  })
  t.match(await read('package', { record: 'for the test' }), { record: true, why: 'for the test' })
  t.match(await read('hotupdate', { version: '1.2.1', targets: ['live', 'gray-1'] }), {
    target: ['live', 'gray-1']
  })
  t.match(await read('publish', { release: '1.2-3', place: '/www', why: '--place=/etc' }), {
    place: '/www',
    why: '--place=/etc',
    id: 'job j1'
  })
})

t.test('what Jenkins does for a job gets all that was asked for', async t => {
  const kind = jobKinds.find(({ name }) => name === 'package')!
  const parameters = {
    version: '1.2',
    build: 3,
    rows: nasty.slice(0, 2),
    parameters: { a: 1, b: '--' },
    jenkins: true
  }
  const words = kind.command('/work', parameters, 'j1')
  const { options, positionals } = parseArguments(
    await commandTable[words.slice(0, 2).join(' ')]!(),
    words.slice(2)
  )
  t.match([positionals, options], [['package'], {
    id: 'j1',
    pass: [
      'PACKLINE_VERSION=1.2',
      'PACKLINE_BUILD=3',
      `PACKLINE_ROWS=${nasty.slice(0, 2).join('\n')}`,
      'PACKLINE_PARAMETERS=a=1\nb=--'
    ]
  }])
  t.equal(kind.output(parameters), 'events')
  const takes = new Ajv({ strict: true, allowUnionTypes: true }).compile(kind.parameters)
  t.ok(takes(parameters), JSON.stringify(takes.errors))
})

t.test('a job freezes the layouts that its client said, whatever the environment of the agent', async t => {
  const kind = jobKinds.find(({ name }) => name === 'assets')!
  for (const frozenLayouts of ['all', 'tracked', 'none'] as const) {
    const words = kind.command('/work', { frozenLayouts }, 'j1').slice(2)
    const { options } = parseArguments((await import('../cli/assets-build.js')).command, words)
    const [frozen, free, ci] = ['frozen-layouts', 'no-frozen-layouts', 'ci'].map(name =>
      options[name] === true
    )
    const flags = { 'frozen-layouts': frozen!, 'no-frozen-layouts': free!, ci: ci! }
    t.equal(frozenLayoutsOf(flags, { CI: frozenLayouts === 'tracked' ? '' : 'true' }), frozenLayouts)
  }
})

t.test('a job exports csd in the form and for the engine that it says', async t => {
  const kind = jobKinds.find(({ name }) => name === 'ccsui')!
  const { ccsuiExport: command } = await import('../cli/ccsui/ccsui-export.js')
  const optionsOf = (parameters: object) => {
    const words = kind.command('/work', { input: 'a', output: 'b', ...parameters }, 'j1').slice(2)
    return parseArguments(command, words).options
  }
  t.match(optionsOf({}), { format: 'csb', engine: 'cocos2d-x' })
  t.match(optionsOf({ format: 'lua', engine: 'axmol' }), { format: 'lua', engine: 'axmol' })
})
