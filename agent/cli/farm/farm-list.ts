import { loadAgentConfig } from '../../config/agent-config.js'
import type { FarmRow } from '../../farm/farm.js'
import { checkTitle } from '../../health/check-hint.js'
import { message, type Locale } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { askRunningAgent } from '../health/ask-agent.js'

export const command = defineCommand({
  name: 'farm list',
  describe: 'command.farmList',
  options: {
    config: { type: 'string', value: 'FILE', describe: 'option.config' },
    html: { type: 'string', value: 'FILE', describe: 'option.farmHtml' },
    json: { type: 'boolean', describe: 'option.json' }
  },
  run: async (context, options) => {
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const { machines } = await askRunningAgent(config.listen, '/v1/farm', context.signal) as unknown as { machines: FarmRow[] }
    if (options.html !== undefined) {
      const [{ writeFileAtomic }, { farmReport }, { resolve }] = await Promise.all([import('../../cache/atomic-file.js'), import('../../ui/farm-report.js'), import('node:path')])
      await writeFileAtomic(resolve(context.cwd, options.html), farmReport(context.locale, machines, Date.now()))
    }
    context.stdout.write(options.json ? `${JSON.stringify({ machines }, null, 2)}\n` : farmTable(context.locale, machines))
    return 0
  }
})

export function farmTable (locale: Locale, machines: readonly FarmRow[]): string {
  const rows = machines.map(({ device, grade, model, os, labels, running, drain, reasons }) => [
    device, message(locale, `grade.${grade}`), model, os, labels.join(','), String(running), drain === null ? '' : message(locale, drain.isDone ? 'ui.drained' : 'ui.draining', { by: drain.by }),
    reasons.slice(0, 3).map(({ id }) => checkTitle(locale, id)).join(', ')
  ])
  const head = (['machine', 'grade', 'model', 'system', 'labels', 'jobs', 'drain', 'reasons'] as const).map(column => message(locale, `farm.column.${column}`))
  const widths = head.map((title, column) => Math.max(...[title, ...rows.map(row => row[column]!)].map(text => text.length)))
  return `${[head, ...rows].map(row => row.map((text, column) => text.padEnd(widths[column]!)).join('  ').trimEnd()).join('\n')}\n`
}
