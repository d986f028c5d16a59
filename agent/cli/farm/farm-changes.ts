import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { requireAgent } from '../jobs/connect.js'
import { jsonOption } from '../common-options.js'
import { show } from '../terminal.js'

export const drain = defineCommand({
  name: 'farm drain',
  describe: 'command.farmDrain',
  positionals: ['DEVICE'],
  options: {
    why: { type: 'string', value: 'TEXT', describe: 'option.why' },
    deadline: { type: 'duration', value: 'TIME', default: '1h', describe: 'option.drainDeadline' },
    force: { type: 'boolean', describe: 'option.force' },
    ...jsonOption
  },
  run: async (context, options, [device = '']) => {
    const why = givenReason('farm drain', options.why)
    const answer = await (await requireAgent(context)).call('POST', `${pathOf(device)}/drain`, {
      why,
      deadlineMs: options.deadline,
      force: options.force
    })
    show(context, options.json, answer, () => [message(context.locale, 'farm.draining', { device })])
    return 0
  }
})

export const resume = defineCommand({
  name: 'farm resume',
  describe: 'command.farmResume',
  positionals: ['DEVICE'],
  options: jsonOption,
  run: async (context, options, [device = '']) => {
    const answer = await (await requireAgent(context)).call('POST', `${pathOf(device)}/resume`)
    show(context, options.json, answer, () => [message(context.locale, 'farm.resumed', { device })])
    return 0
  }
})

export const remove = defineCommand({
  name: 'farm remove',
  describe: 'command.farmRemove',
  positionals: ['DEVICE'],
  options: { why: { type: 'string', value: 'TEXT', describe: 'option.why' }, ...jsonOption },
  run: async (context, options, [device = '']) => {
    const why = givenReason('farm remove', options.why)
    await (await requireAgent(context)).call('DELETE', pathOf(device), { why })
    show(context, options.json, { device }, () => [message(context.locale, 'farm.removed', { device })])
    return 0
  }
})

/** For everybody to see in the audit. */
export function givenReason (command: string, text: string | undefined): string {
  const why = text?.trim() ?? ''
  if (why === '') {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: '--why TEXT' })
  }
  return why
}

function pathOf (device: string): string {
  return `/v1/farm/machines/${encodeURIComponent(device)}`
}
