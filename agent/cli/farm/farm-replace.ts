import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { replaceMachine } from '../../farm/replace.js'
import { ZooKeeperRegistry } from '../../farm/zookeeper-registry.js'
import { configuredSession } from '../../coordination/configured-session.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { actingPerson } from '../acting-person.js'
import { givenReason } from './farm-changes.js'
import { openLicence } from '../licence/open-licence.js'
import { configOption, jsonOption } from '../common-options.js'
import { show } from '../terminal.js'

export const command = defineCommand({
  name: 'farm replace',
  describe: 'command.farmReplace',
  positionals: ['OLD', 'NEW'],
  options: {
    ...configOption,
    why: { type: 'string', value: 'TEXT', describe: 'option.why' },
    deadline: { type: 'duration', value: 'TIME', default: '1h', describe: 'option.drainDeadline' },
    force: { type: 'boolean', describe: 'option.force' },
    ...jsonOption
  },
  run: async (context, options, [oldDevice = '', newDevice = '']) => {
    const { environment, cwd, signal } = context
    const why = givenReason('farm replace', options.why)
    const { config, store, home } = await openLicence(context, options.config)
    try {
      if (config.zookeeper === undefined) {
        throw new PacklineError('FARM_NEEDS_ZOOKEEPER', { what: 'farm replace' })
      }
      const registry = new ZooKeeperRegistry(await configuredSession(config.zookeeper, environment, cwd))
      try {
        const nowMs = Date.now()
        const at = new Date(nowMs).toISOString()
        const by = `${actingPerson(environment)}@${store.device}`
        const order = { by, why, at, deadlineAt: new Date(nowMs + options.deadline).toISOString() }
        const replaced = await replaceMachine({
          registry,
          store,
          oldDevice,
          newDevice,
          order,
          nowMs,
          silentAfterMs: config.farm.silentAfterMs,
          isForced: options.force,
          signal
        })
        await recordAudit(home, {
          at,
          action: 'replace',
          by,
          from: 'command line',
          device: oldDevice,
          details: { to: newDevice, why, ...replaced }
        })
        show(
          context,
          options.json,
          { old: oldDevice, new: newDevice, ...replaced },
          () => [message(context.locale, 'farm.replaced', {
            old: oldDevice,
            new: newDevice,
            labels: replaced.labels.join(', '),
            licences: replaced
              .licences
              .map(({ licence }) => licence)
              .join(', ') || '–'
          })]
        )
        return 0
      } finally {
        await registry.close()
      }
    } finally {
      await store.close()
    }
  }
})
