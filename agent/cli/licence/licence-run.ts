import { constants } from 'node:os'
import { PacklineError } from '../../errors.js'
import { refuseWhileDrained } from '../../farm/drain-note.js'
import { markCommand } from '../../licence/container-command.js'
import { leaseVariable as variable } from '../../licence/lease-mark.js'
import type { WaitStatus } from '../../licence/lease.js'
import { SeatLimiter } from '../../licence/limiter.js'
import { ageText } from '../../messages/durations.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { configOption } from '../common-options.js'
import { chosenLicence, openLicence } from './open-licence.js'
import { tell, warn } from '../terminal.js'

export const run = defineCommand({
  name: 'licence run',
  describe: 'command.licenceRun',
  positionals: ['NAME'],
  passThrough: true,
  options: {
    ...configOption,
    wait: { type: 'duration', value: 'TIME', describe: 'option.wait' },
    priority: { type: 'integer', minimum: 0, maximum: 9, default: '0', describe: 'option.priority' },
    // Read by runCommandLine: the standard output of a command that started is its own.
    json: { type: 'boolean', describe: 'option.jsonError' }
  },
  run: async (context, options, [name = '', file, ...args]) => {
    if (file === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'licence run', argument: '-- COMMAND' })
    }
    const { config, store, home } = await openLicence(context, options.config)
    const limiter = new SeatLimiter(store, config.licences)
    try {
      refuseWhileDrained(home, context.environment)
      if (markCommand(file, args, '').isOutOfReach) {
        warn(context, 'licence.outOfReach', { command: file, variable })
      }
      return await limiter.withLease(chosenLicence(config, name), async lease => {
        const tool = await lease.spawn(file, args, {
          cwd: context.cwd,
          env: {
            ...context.environment,
            PACKLINE_LEASE_EPOCH: String(lease.epoch),
            PACKLINE_LEASE_SEAT: String(lease.seat)
          },
          stdio: ['inherit', 'inherit', 'inherit']
        })
        const forget = context.onSignal?.(signal => {
          tool.signal(signal)
        }, { decides: true })
        const { code, signal } = await tool.exited
        forget?.()
        if (lease.signal.aborted) await lease.assertValid()
        return code ?? 128 + constants.signals[signal ?? 'SIGKILL']
      }, {
        signal: context.signal,
        priority: options.priority,
        onWait: status => {
          tellOfWait(context, status)
        },
        ...options.wait === undefined ? {} : { maxWaitMs: options.wait }
      })
    } finally {
      await limiter.close()
    }
  }
})

/** On standard error, and only before the command starts: from then on both streams are its own. */
function tellOfWait (context: CommandContext, { licence, position, holders }: WaitStatus): void {
  const held = holders
    .map(({ device, since }) => `${device} (${ageText(context.locale, since, Date.now())})`)
    .join(', ')
  tell(context, 'licence.waiting', { licence, position, held })
}
