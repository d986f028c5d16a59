// A page of the docs for each Jenkins step, from its schema.
import type { Locale } from '../agent/messages/message.js'
import type { StepParameter, StepSchema } from './step-schema.js'
import { groovy, kindOf, stepText } from './step-words.js'

const words = {
  en: {
    columns: '| argument | is | default | means | example |',
    mandatory: 'mandatory',
    returns: 'Returns: ',
    sole: (example: string, parameter: string) => `\`${parameter}\` may stand alone: \`${example}\`.`,
    more:
      'What is the same for all steps is in [jenkins.md](../jenkins.md): nodes, retries, results, defaults of a farm.'
  },
  'zh-CN': {
    columns: '| 参数 | 类型 | 默认值 | 含义 | 示例 |',
    mandatory: '必填',
    returns: '返回：',
    sole: (example: string, parameter: string) => `\`${parameter}\` 可以单独写出：\`${example}\`。`,
    more: '所有步骤的共同之处见 [jenkins.md](../jenkins.md)：节点、重试、结果、机群的默认值。'
  }
}

/** docs/steps/NAME.md. */
export function stepPage (schema: StepSchema, locale: Locale): string {
  const { columns, mandatory, returns, more, sole } = words[locale]
  const rows = Object.entries(schema.parameters).map(([name, parameter]) =>
    `| \`${name}\` | ${kindOf(parameter, locale)} | ${presence(parameter)} | ${
      described(parameter.description)
    } | \`${parameter.example}\` |`
  )
  const { body } = schema
  if (body !== undefined) {
    rows.push(
      `| \`{ … }\` | ${kindOf({ ...body, type: 'body', example: '' }, locale)} | ${
        body.required ? mandatory : ''
      } | ${described(body.description)} | |`
    )
  }
  return [
    `# ${schema.name}`,
    '',
    '<!-- Generated from resources/steps by npm run generate; do not edit. -->',
    '',
    stepText(locale, schema.description),
    '',
    '```groovy',
    schema.example,
    '```',
    '',
    columns,
    '|---|---|---|---|---|',
    ...rows,
    '',
    `${returns}${stepText(locale, schema.returns)}`,
    '',
    ...schema.sole === undefined ? [] : [sole(`${schema.name}(VALUE)`, schema.sole), ''],
    more,
    ''
  ]
    .join('\n')

  function presence (parameter: StepParameter): string {
    if (parameter.required === true) return mandatory
    return parameter.default === undefined ? '' : `\`${groovy(parameter.default)}\``
  }

  function described (english: string): string {
    return stepText(locale, english).replaceAll('|', '\\|')
  }
}
