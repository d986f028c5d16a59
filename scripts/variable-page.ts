import { describedVariables } from '../agent/cli/variables.js'
import { message } from '../agent/messages/message.js'
import type { Locale } from '../agent/messages/message.js'

const note = '<!-- Generated from agent/cli/variables.ts by npm run generate; do not edit. -->'
const heads = {
  en: { title: 'Variables of the environment', columns: '| variable | says |' },
  'zh-CN': { title: '环境变量', columns: '| 环境变量 | 含义 |' }
}

/** docs/variables.md: every variable that packline reads or gives to others. */
export function variablePage (locale: Locale): string {
  const { title, columns } = heads[locale]
  const sections = describedVariables(locale).map(({ title, variables }) =>
    [`## ${title}`, '', columns, '|---|---|', ...variables.map(row)].join('\n')
  )
  return `${[`# ${title}`, note, message(locale, 'topic.variables'), ...sections].join('\n\n')}\n`
}

function row ([name, description]: readonly [name: string, description: string]): string {
  return `| \`${name}\` | ${description.replace(/[\\*|<]/g, '\\$&')} |`
}
