// From resources/steps/NAME.json: each Jenkins step's help and its editor entry.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { libraryAgents } from './library-agents.js'
import { defaultsSchema } from './step-defaults-schema.js'
import { stepPage } from './step-page.js'
import { stepSchemaSchema } from './step-schema.js'
import type { StepParameter, StepSchema } from './step-schema.js'
import { groovy, kindOf, stepText } from './step-words.js'
import { Ajv } from 'ajv'

const notice = 'Generated from resources/steps by npm run generate; do not edit.'

/** Every step's schema by name; throws when one is not what a step schema has to be. */
export function readStepSchemas (folder: string): StepSchema[] {
  const validate = new Ajv({ allErrors: true }).compile<StepSchema>(stepSchemaSchema)
  return readdirSync(folder).filter(name => name.endsWith('.json')).sort().map(file => {
    const schema: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'))
    if (!validate(schema)) {
      throw new Error(`resources/steps/${file}: ${JSON.stringify(validate.errors, null, 2)}`)
    }
    if (schema.name !== basename(file, '.json')) {
      throw new Error(`resources/steps/${file} describes ${schema.name}`)
    }
    return schema
  })
}

/** Path and content of each file that the schemas make. */
export function stepFiles (schemas: StepSchema[], version: string): Record<string, string> {
  return {
    ...Object.fromEntries(schemas.map(schema => [`vars/${schema.name}.txt`, help(schema)])),
    'resources/steps/packline.gdsl': editorEntries(schemas),
    'src/packline/Library.groovy': library(version, schemas.map(({ name }) => name)),
    'resources/schema/step-defaults.schema.json': `${JSON.stringify(defaultsSchema(schemas), null, 2)}\n`,
    ...Object.fromEntries(schemas.flatMap(schema => [
      [`docs/steps/${schema.name}.md`, stepPage(schema, 'en')],
      [`docs/zh-CN/steps/${schema.name}.md`, stepPage(schema, 'zh-CN')]
    ]))
  }
}

/** Jenkins shows one file to everybody: English, then the same in Chinese. */
function help (schema: StepSchema): string {
  return `${englishHelp(schema)}\n${chineseHelp(schema)}`
}

function englishHelp (schema: StepSchema): string {
  const lines = [schema.description, '', schema.example, '']
  for (const [name, parameter] of Object.entries(schema.parameters)) {
    const presence = parameter.required === true
      ? 'Mandatory.'
      : `Optional.${parameter.default === undefined ? '' : ` Default: ${groovy(parameter.default)}.`}`
    lines.push(
      `${name}: ${parameter.description} ${
        kindOf(parameter, 'en')
      }. ${presence} Example: ${parameter.example}`
    )
  }
  if (schema.body !== undefined) {
    lines.push(`{ … }: ${schema.body.description} ${schema.body.required ? 'Mandatory.' : 'Optional.'}`)
  }
  return [...lines, '', `Returns: ${schema.returns}`, ''].join('\n')
}

function chineseHelp (schema: StepSchema): string {
  const lines = [stepText('zh-CN', schema.description), '', schema.example, '']
  for (const [name, parameter] of Object.entries(schema.parameters)) {
    const presence = parameter.required === true
      ? '必填。'
      : `可省略。${parameter.default === undefined ? '' : `默认：${groovy(parameter.default)}。`}`
    const { description, example } = parameter
    lines.push(
      `${name}：${stepText('zh-CN', description)}${kindOf(parameter, 'zh-CN')}。${presence}示例：${example}`
    )
  }
  if (schema.body !== undefined) {
    lines.push(
      `{ … }：${stepText('zh-CN', schema.body.description)}${schema.body.required ? '必填。' : '可省略。'}`
    )
  }
  return [...lines, '', `返回：${stepText('zh-CN', schema.returns)}`, ''].join('\n')
}

/** IntelliJ's format, as Jenkins writes it at /pipeline-syntax/gdsl for its own steps. */
function editorEntries (schemas: StepSchema[]): string {
  const methods = schemas.flatMap(schema => {
    const named = Object.entries(schema.parameters).map(([name, parameter]) =>
      `parameter(name: '${name}', type: '${javaTypes[parameter.type]}')`
    )
    const doc = schema.description.replaceAll('\\', '\\\\').replaceAll("'", "\\'")
    const body = "body: 'Closure'"
    const bodies = schema.body === undefined ? [''] : schema.body.required ? [body] : ['', body]
    const entry = (parameters: string): string =>
      `  method(name: '${schema.name}', type: 'Object', ${parameters}, doc: '${doc}')`
    const sole = Object
      .entries(schema.parameters)
      .filter(([name]) => name === schema.sole)
      .map(([name, parameter]) => `${name}: '${javaTypes[parameter.type]}'`)
    return [
      ...bodies.map(each =>
        entry(`${each === '' ? '' : `params: [${each}], `}namedParams: [${named.join(', ')}]`)
      ),
      ...sole.flatMap(parameter =>
        bodies.map(each => entry(`params: [${[parameter, each].filter(text => text !== '').join(', ')}]`))
      )
    ]
  })
  return [`// ${notice}`, 'contributor(context(scope: scriptScope())) {', ...methods, '}', ''].join('\n')
}

function library (version: string, steps: string[]): string {
  return [
    `// ${notice}`,
    'package packline',
    '',
    'class Library implements Serializable {',
    `  static final String VERSION = '${version}'`,
    '  /** The versions of packline that it works with. */',
    `  static final String AGENTS = '${libraryAgents.oldest}-${libraryAgents.newest}'`,
    `  static final String STEPS = '${steps.join(' ')}'`,
    '}',
    ''
  ]
    .join('\n')
}

const javaTypes: Record<StepParameter['type'], string> = {
  text: 'java.lang.String',
  choice: 'java.lang.String',
  boolean: 'boolean',
  number: 'int',
  list: 'java.util.List',
  axes: 'java.util.Map',
  body: 'Closure'
}
