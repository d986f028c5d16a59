import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { PacklineError } from '../errors.js'
import { describeError } from '../messages/message.js'
import { projectFolder } from './find-project.js'
import { patternText } from './pattern-words.js'
import { parseProject, parseProjectFile } from './project-file.js'

const parse = (document: unknown) => parseProjectFile('packline.json', Buffer.from(JSON.stringify(document)))

function mistakesOf (
  document: unknown
): Array<{ path: string, suggestion?: string, expected?: string, value?: unknown }> {
  try {
    parse(document)
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'CONFIG_INVALID') return error.details.list as never
    throw error
  }
  return []
}

t.test('fills in every default and freezes the result', async t => {
  const project = parse({
    project: 'dk',
    assets: { rules: [{ name: 'units', processor: 'atlas', include: ['art/units/*/'] }] }
  })

  const rule = project.assets.rules[0]!
  t.equal(project.assets.output, 'build/res')
  t.equal(rule.tool, 'embedded')
  t.match(rule.options, { maxSize: 2048, padding: 2, trim: true, layout: 'free', scales: [1] })
  t.ok(Object.isFrozen(rule.options))
})

t.test('a project without assets has no rules', async t => {
  t.same(parse({ project: 'dk' }).assets.rules, [])
})

t.test('a misspelt processor is one mistake, not one for each option of all processors', async t => {
  t.match(
    mistakesOf({
      project: 'dk',
      assets: { rules: [{ name: 'a', procesor: 'atlas', include: ['x'], options: { maxSize: 64 } }] }
    })
      .map(({ path }) => path)
      .toSorted(),
    ['assets.rules[0].procesor', 'assets.rules[0].processor']
  )
})

t.test("mistakes are told in the reader's language", async t => {
  const { describeError } = await import('../messages/message.js')
  try {
    parseProjectFile('packline.json', Buffer.from('{ "project": "dk", "assets": { "ouput": 1 } }'))
    t.fail('accepted')
  } catch (error) {
    t.match(
      describeError('zh-CN', error as never).message,
      '有 1 处错误：\n  1:32：assets.ouput 不是已知的键；是否应为 output？'
    )
    t.match(
      describeError('en', error as never).message,
      'has 1 mistake:\n  1:32: assets.ouput is not a known key; did you mean output?'
    )
  }
})

t.test('reports all mistakes in one go, with path, value and what was expected', async t => {
  const mistakes = mistakesOf({
    project: 'dk',
    asets: {},
    assets: {
      rules: [{
        name: 'a',
        processor: 'atlas',
        include: ['x/'],
        options: { padding: -1, maxsize: 3, format: 'cocos2d' }
      }, { name: 'a', include: [] }]
    }
  })

  const byPath = new Map(mistakes.map(each => [each.path, each]))
  t.equal(byPath.get('asets')?.suggestion, 'assets')
  t.match(byPath.get('assets.rules[0].options.padding'), { value: -1, expected: /whole number from 0 to 64/ })
  t.equal(byPath.get('assets.rules[0].options.maxsize')?.suggestion, 'maxSize')
  t.match(byPath.get('assets.rules[0].options.format')?.expected, /did you mean cocos2d-3/)
  t.ok(byPath.has('assets.rules[1].processor'))
  t.ok(byPath.has('assets.rules[1].include'))
})

t.test('options are checked against the schema of their processor', async t => {
  t.match(
    mistakesOf({
      project: 'dk',
      assets: { rules: [{ name: 'a', processor: 'copy', include: ['x'], options: { padding: 2 } }] }
    }),
    [{ path: 'assets.rules[0].options.padding' }]
  )
})

t.test('two rules may not share a name', async t => {
  const rule = { name: 'a', processor: 'copy', include: ['x'] }
  t.match(mistakesOf({ project: 'dk', assets: { rules: [rule, rule] } }), [{ path: 'assets.rules[1].name' }])
})

t.test('paths that leave the project are refused', async t => {
  t.equal(
    mistakesOf({
      project: 'dk',
      assets: {
        output: '../out',
        rules: [{ name: 'a', processor: 'copy', include: ['/etc/*'], output: 'a/../../b' }]
      }
    })
      .length,
    3
  )
})

t.test('a file that is not JSON is named, with the line, the column and what is wrong there', async t => {
  const { describeError } = await import('../messages/message.js')
  const cases = [
    ['{', 1, 2, '"}" is missing'],
    ['', 1, 1, 'a value is missing'],
    ['{ // name\n  "project" "dk" }', 2, 13, '":" is missing after a name'],
    ['{\n  "project": "dk"\n  "assets": {} }', 3, 3, '"," is missing between two entries'],
    ["{ 'project': 1 }", 1, 3, 'a word that is neither true, false nor null'],
    ['{ "project": "a\\d" }', 1, 14, 'a backslash stands before a character that needs none'],
    ['{} {}', 1, 4, 'something stands after the end of the document']
  ] as const
  for (const [text, line, column, reason] of cases) {
    try {
      parseProjectFile('packline.json', Buffer.from(text))
      t.fail(`accepted ${text}`)
    } catch (error) {
      t.match(error, { code: 'CONFIG_NOT_JSON', details: { line, column } })
      t.match(
        describeError('en', error as never).message,
        `packline.json:${line}:${column}: this is no valid JSON: ${reason}`
      )
      const chinese = describeError('zh-CN', error as never).message
      t.notMatch(chinese, /[a-z]{3,} [a-z]{3,}/, 'Chinese has no English sentence in it')
    }
  }
})

t.test('comments and commas after the last entry are taken, also where a text looks like one', async t => {
  const text = `\uFEFF// The game\r
{ "project": "dk", /* all
  rules, */ "assets": { "exclude": ["**/*.psd", "a//b/*,]*/",], "output": "out", }, }`
  const { assets, project } = parseProjectFile('packline.json', Buffer.from(text))
  t.equal(project, 'dk')
  t.same(assets.exclude, ['**/*.psd', 'a/b/*,]*/'])
  t.equal(assets.output, 'out')
  for (const refused of ['{ "project": "dk", , }', '[,]', '{ "project": "dk" /* }', '{,}']) {
    t.throws(
      () => parseProjectFile('packline.json', Buffer.from(refused)),
      { code: 'CONFIG_NOT_JSON' },
      refused
    )
  }
})

t.test('a mistake has its line and column, of what is missing those of what should hold it', async t => {
  const text = `{
  "project": "dk",
  "assets": { "rules": [
    { "name": "a b", "include": ["x"], "processor": "copy" },
    { "name": "b", "processor": "copy" }
  ] }
}`
  try {
    parseProjectFile('packline.json', Buffer.from(text))
    t.fail('accepted')
  } catch (error) {
    const { details } = error as PacklineError
    const places = (details.list as Array<{ path: string, line: number, column: number }>).map(
      ({ path, line, column }) => `${path} ${line}:${column}`
    )
    t.same(places, ['assets.rules[0].name 4:7', 'assets.rules[1].include 5:5'])
  }
})

t.test('every pattern of the schemas is told in words, in both languages', async t => {
  const { agentSchema } = await import('./agent-schema.js')
  const { projectSchema } = await import('./project-schema.js')
  const patterns = new Set<string>()
  JSON.stringify([agentSchema, projectSchema], (key, value: unknown) => {
    if (key === 'pattern' && typeof value === 'string') patterns.add(value)
    return value
  })
  t.ok(patterns.size > 10)
  t.same([...patterns].filter(pattern => patternText(pattern) === undefined), [])
})

t.test('every description of the schemas is there in Chinese, and none that no schema has', async t => {
  const { agentSchema } = await import('./agent-schema.js')
  const { projectSchema } = await import('./project-schema.js')
  const file = new URL('../../resources/schema/fields.zh-CN.json', import.meta.url)
  const chinese = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>
  const descriptions = new Set<string>()
  JSON.stringify([agentSchema, projectSchema], (key, value: unknown) => {
    if (key === 'description' && typeof value === 'string') descriptions.add(value)
    return value
  })
  t.same([...descriptions].filter(each => !Object.hasOwn(chinese, each)), [], 'put it into fields.zh-CN.json')
  t.same(Object.keys(chinese).filter(each => !descriptions.has(each)), [], 'take it out of fields.zh-CN.json')
  t.same(
    Object.values(chinese).filter(text => /[,;:!?]\p{Script=Han}|\p{Script=Han}[,;:!?()]/u.test(text)),
    []
  )
})

t.test('the project is the nearest above, and none above the repository', async t => {
  const root = t.testdir({
    'packline.json': '{}',
    art: { units: {} },
    other: { '.git': {}, art: {} }
  })
  t.equal(projectFolder(join(root, 'art', 'units'), undefined), root)
  t.equal(projectFolder(join(root, 'art'), 'units'), join(root, 'art', 'units'))
  t.equal(projectFolder(join(root, 'other', 'art'), undefined), join(root, 'other', 'art'))
})

t.test('a place has one spelling: dots and doubled slashes are gone, a set of an atlas in a folder has its name', async t => {
  const outputOf = (processor: string, output: string) =>
    parse({
      project: 'dk',
      assets: { output: './build//res/', rules: [{ name: 'a', processor, include: ['./a//b/./*/'], output }] }
    })
      .assets
  const spellings = {
    '.': '',
    './': '',
    './ui': 'ui',
    'ui/': 'ui',
    'ui//x': 'ui/x',
    'ui/./x/.': 'ui/x',
    ui: 'ui'
  }
  for (const [given, plain] of Object.entries(spellings)) {
    t.match(outputOf('copy', given), { output: 'build/res', rules: [{ output: plain, include: ['a/b/*/'] }] })
  }
  t.match(outputOf('atlas', 'ui/').rules, [{ output: 'ui/{dir}' }])
  t.match(outputOf('atlas', './').rules, [{ output: '{dir}' }])
  t.match(outputOf('atlas', './ui').rules, [{ output: 'ui' }])
})

t.test('an output that is the project itself, or has backslashes, is a mistake', async t => {
  const rule = { name: 'a', processor: 'copy', include: ['a/**'], output: 'ui\\x' }
  t.match(mistakesOf({ project: 'dk', assets: { output: './', rules: [rule] } }), [
    { path: 'assets.rules[0].output', value: 'ui\\x', expected: 'a path with forward slashes' },
    { path: 'assets.output', value: './' }
  ])
})

t.test('options of rules and variants may be values of parameters of builds', async t => {
  const size = { type: 'integer', description: 'Longest side', default: 1024 }
  const project = (more: object, option: unknown = { parameter: 'size' }) =>
    Buffer.from(JSON.stringify({
      project: 'game',
      parameters: {
        size,
        scale: { type: 'number', description: 'Scale', default: 0.5, stage: 'ci' },
        ...more
      },
      assets: {
        variants: { platforms: { ios: { atlas: { maxSize: { parameter: 'size' } } } } },
        rules: [{
          name: 'units',
          processor: 'atlas',
          include: ['art/{platform}/'],
          output: '{platform}{scale}',
          options: { maxSize: option, scales: [1, { parameter: 'scale' }] }
        }]
      }
    }))
  const read = (bytes: Buffer, values = {}) => parseProject('packline.json', bytes, values)
  t.match(read(project({}), { size: 512 }), {
    project: {
      assets: {
        rules: [{ options: { maxSize: 512, scales: [1, 0.5] } }],
        variants: { platforms: { ios: { atlas: { maxSize: 512 } } } }
      }
    },
    used: [
      { name: 'size', path: 'assets.rules[0].options.maxSize', rule: 'units' },
      { name: 'scale', path: 'assets.rules[0].options.scales[1]', rule: 'units' },
      { name: 'size', path: 'assets.variants.platforms.ios.atlas.maxSize', rule: undefined }
    ]
  })
  const wrong = (bytes: Buffer, values = {}): string => {
    try {
      read(bytes, values)
      return ''
    } catch (error) {
      if (!(error instanceof PacklineError)) throw error
      return `${describeError('en', error).message}\n${describeError('zh-CN', error).message}`
    }
  }
  t.match(
    wrong(project({}, { parameter: 'sizes' })),
    /options.maxSize.parameter is "sizes"; expected a known parameter: size, scale \(did you mean size/
  )
  t.match(
    wrong(project({ size: { ...size, stage: 'cd' } })),
    /1:\d+: assets.rules\[0\].options.maxSize.parameter is "size"; expected .* for deliveries[^]*用于交付/
  )
  t.match(
    wrong(project({}), { size: 3 }),
    /maxSize is 3; expected whole number from 16 [^]*\(the value of parameter size\)[^]*（参数 size 的值）/
  )
  t.match(
    wrong(project({ size: { type: 'integer', description: 'x' } })),
    /parameters.size.default/
  )
  t.match(wrong(project({}, { parameter: 'size', or: 1 })), /maxSize is \{.*expected whole number/)
})
