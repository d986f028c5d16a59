import { loadAgentConfig } from '../../config/agent-config.js'
import { PacklineError } from '../../errors.js'
import { defineCommand } from '../command.js'
import { configOption, jsonOption } from '../common-options.js'
import { findingLines, findingsOf } from './doctor-findings.js'
import { lookHere } from './here.js'
import { show, tell } from '../terminal.js'

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
    show(context, options.json, { findings, missing: bad.length }, () => findingLines(context, findings))
    if (!options.json) {
      tell(context, bad.length === 0 ? 'doctor.well' : 'doctor.missing', { count: bad.length })
    }
    return findings.some(({ state }) => state === 'fail') ? 3 : 0
  }
})
