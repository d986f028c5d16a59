import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Ajv } from 'ajv'
import t from 'tap'
import { readStepSchemas, stepFiles } from './step-files.js'

const root = join(import.meta.dirname, '..')
const schemas = readStepSchemas(join(root, 'resources/steps'))

t.test('each var has a schema and each schema a var', async t => {
  const vars = readdirSync(join(root, 'vars')).filter(name => name.endsWith('.groovy')).map(name =>
    name.replace('.groovy', '')
  )
  t.same(schemas.map(schema => schema.name), vars.sort())
})

t.test("a step's help says of each parameter what it means, whether it must be given, its default and an example", async t => {
  const files = stepFiles(schemas, '1.2.3')
  for (const { name, parameters } of schemas) {
    const help = files[`vars/${name}.txt`] ?? ''
    for (const parameter of Object.keys(parameters)) {
      t.match(
        help,
        new RegExp(`^${parameter}: .+ (Mandatory|Optional)\\..* Example: .+$`, 'm'),
        `${name} ${parameter}`
      )
    }
  }
  t.match(
    files['vars/assetsCI.txt'],
    /^Builds a game's assets[^]*\nReturns: [^]*\n构建游戏的资源[^]*\nretries：.*0 到 5 的数字。可省略。默认：1。示例：2\n[^]*\n返回：/
  )
  const chinese = JSON.parse(readFileSync(join(root, 'resources/schema/steps.zh-CN.json'), 'utf8')) as object
  const texts = schemas.flatMap(({ description, parameters, body, returns }) => [
    description,
    ...Object.values(parameters).map(each => each.description),
    ...body === undefined ? [] : [body.description],
    returns
  ])
  t.same(Object.keys(chinese).filter(each => !texts.includes(each)), [], 'no text that no step has')
  t.match(files['src/packline/Library.groovy'], "VERSION = '1.2.3'")
})

t.test("the example of a farm's defaults is what their schema describes", async t => {
  const file = stepFiles(schemas, '1.2.3')['resources/schema/step-defaults.schema.json'] ?? ''
  const validate = new Ajv().compile(JSON.parse(file))
  const page = readFileSync(join(root, 'docs/jenkins.md'), 'utf8')
  const example = /## Defaults of a farm[^]*?```json\n([^]*?)```/.exec(page)?.[1] ?? ''
  t.ok(validate(JSON.parse(example)), JSON.stringify(validate.errors))
  for (
    const wrong of [{ farm: { assetCI: {} } }, { farm: { every: { project: 'a' } } }, {
      stages: { A: { assetsCI: { retries: 9 } } }
    }]
  ) {
    t.notOk(validate(wrong), JSON.stringify(wrong))
  }
})

t.test('a schema without a description, with a choice of nothing or under another name is refused', async t => {
  const good = {
    name: 'aStep',
    description: 'does things',
    example: 'aStep()',
    returns: 'nothing',
    parameters: {}
  }
  const parameter = { type: 'text', description: 'what to do', example: "'a'" }
  const bad = {
    description: { ...good, parameters: { a: { ...parameter, description: '' } } },
    choices: { ...good, parameters: { a: { ...parameter, type: 'choice' } } },
    bounds: { ...good, parameters: { a: { ...parameter, type: 'number' } } },
    default: { ...good, parameters: { a: { ...parameter, required: true, default: 'b' } } },
    describes: { ...good, name: 'anotherStep' }
  }
  for (const [what, schema] of Object.entries(bad)) {
    const folder = mkdtempSync(join(tmpdir(), 'steps-'))
    writeFileSync(join(folder, 'aStep.json'), JSON.stringify(schema))
    t.throws(() => readStepSchemas(folder), { message: /resources\/steps\/aStep\.json/ }, what)
  }
})
