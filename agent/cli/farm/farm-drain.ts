import { loadAgentConfig } from '../../config/agent-config.js'
import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { askRunningAgent } from '../health/ask-agent.js'

const config = { config: { type: 'string', value: 'FILE', describe: 'option.config' } } as const
const json = { json: { type: 'boolean', describe: 'option.json' } } as const

export const drain = defineCommand({
  name: 'farm drain',
  describe: 'command.farmDrain',
  positionals: ['DEVICE'],
  options: {
    ...config,
    why: { type: 'string', value: 'TEXT', describe: 'option.why' },
    deadline: { type: 'duration', value: 'TIME', default: '1h', describe: 'option.drainDeadline' },
    force: { type: 'boolean', describe: 'option.force' },
    ...json
  },
  run: async (context, options, [device = '']) => {
    if (options.why === undefined || options.why.trim().length < 3) throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'farm drain', argument: '--why TEXT' })
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const answer = await askRunningAgent(config.listen, `/v1/farm/machines/${encodeURIComponent(device)}/drain`, context.signal, { why: options.why, deadlineMs: options.deadline, force: options.force })
    context.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${message(context.locale, 'farm.draining', { device })}\n`)
    return 0
  }
})

export const resume = defineCommand({
  name: 'farm resume',
  describe: 'command.farmResume',
  positionals: ['DEVICE'],
  options: { ...config, ...json },
  run: async (context, options, [device = '']) => {
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const answer = await askRunningAgent(config.listen, `/v1/farm/machines/${encodeURIComponent(device)}/resume`, context.signal, {})
    context.stdout.write(options.json ? `${JSON.stringify(answer, null, 2)}\n` : `${message(context.locale, 'farm.resumed', { device })}\n`)
    return 0
  }
})
