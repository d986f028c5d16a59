import { loadAgentConfig } from '../../config/agent-config.js'
import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { defineCommand, type CommandContext } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { findingLines, findingsOf } from './doctor-findings.js'
import { lookHere } from './here.js'

export const command = defineCommand({
  name: 'doctor',
  describe: 'command.doctor',
  options: {
    ...configOption,
    'self-test': { type: 'boolean', describe: 'option.selfTest' },
    report: { type: 'string', value: 'FILE', describe: 'option.selfTestReport' },
    ...jsonOption
  },
  run: async (context, options) => {
    if (options.report !== undefined && !options['self-test']) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'doctor --report',
        argument: '--self-test'
      })
    }
    const loaded = await loadAgentConfig(context.environment, context.cwd, options.config)
    const health = await lookHere(loaded.config, context)
    const findings = await findingsOf(loaded, health, context)
    if (options['self-test']) {
      const { runSelfTest } = await import('./doctor-self-test.js')
      return await runSelfTest(context, { loaded, health, findings, ...options })
    }
    const bad = findings.filter(({ state }) => state !== 'ok')
    context.stdout.write(
      options.json
        ? `${JSON.stringify({ findings, missing: bad.length }, null, 2)}\n`
        : findingLines(context.locale, findings)
    )
    if (!options.json) tellCount(context, bad.length)
    return findings.some(({ state }) => state === 'fail') ? 3 : 0
  }
})

function tellCount ({ locale, stderr }: CommandContext, count: number): void {
  stderr.write(`${message(locale, count === 0 ? 'doctor.well' : 'doctor.missing', { count })}\n`)
}
