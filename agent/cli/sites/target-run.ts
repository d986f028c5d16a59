import { loadAgentConfig } from '../../config/agent-config.js'
import { packlineHome } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { nearest } from '../../nearest.js'
import { inventoryOf, serversOf } from '../../sites/inventory.js'
import type { InventorySource } from '../../sites/inventory.js'
import { runOnServers } from '../../sites/server-run.js'
import { defineCommand } from '../command.js'
import { authorOf, releaseOptions, withRelease } from '../release/open-release.js'
import { show, tell, tellLine } from '../terminal.js'
import { ansibleInventory, inventorySource } from './inventory-command.js'

export const run = defineCommand({
  name: 'target run',
  describe: 'command.targetRun',
  positionals: ['TARGET'],
  passThrough: true,
  options: {
    service: { type: 'string', value: 'NAME', multiple: true, describe: 'option.serversService' },
    strategy: {
      type: 'string',
      choices: ['serial', 'canary'],
      default: 'serial',
      describe: 'option.serversStrategy'
    },
    inventory: { type: 'string', value: 'FILE', multiple: true, describe: 'option.serversInventory' },
    timeout: { type: 'duration', value: 'TIME', default: '10m', describe: 'option.serversTimeout' },
    why: { type: 'string', value: 'TEXT', describe: 'option.why' },
    ...releaseOptions
  },
  run: async (context, options, [id = '', ...command]) => {
    if (command.length === 0) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: 'target run', argument: '-- COMMAND' })
    }
    const { by, why } = authorOf(context, 'target run', { why: options.why })
    const source = await withRelease(context, options, inventorySource)
    const servers = chosenServers(source, id, options.service)
    const { config } = await loadAgentConfig(context.environment, context.cwd, options.config)
    const audit = async (
      state: 'begun' | 'done' | 'failed',
      details: Record<string, unknown>
    ): Promise<void> => {
      await recordAudit(packlineHome(context.environment), {
        at: new Date().toISOString(),
        action: 'target run',
        by,
        from: 'command line',
        device: config.device ?? '',
        details: { target: id, state, ...details }
      })
    }
    const { strategy } = options
    await audit('begun', { why, command, strategy, servers })
    try {
      const results = await runOnServers({
        servers,
        inventory: ansibleInventory(inventoryOf(source)),
        inventories: options.inventory,
        command,
        strategy,
        environment: context.environment,
        cwd: context.cwd,
        signal: context.signal,
        timeoutMs: options.timeout,
        onLine: line => {
          tellLine(context, line)
        }
      })
      await audit('done', { results })
      tell(context, 'servers.done', { count: results.length, target: id })
      return show(context, options.json, { target: id, results }, () => [])
    } catch (error) {
      const results = error instanceof PacklineError ? error.details.results : undefined
      await audit('failed', {
        code: error instanceof PacklineError ? error.code : 'INTERRUPTED',
        ...results !== undefined && { results }
      })
      throw error
    }
  }
})

/** Those of the target's environment, in its order or in that of `names`. */
function chosenServers (
  source: InventorySource,
  id: string,
  names: readonly string[]
): ReturnType<typeof serversOf> {
  const target = source.targets.find(each => each.id === id)
  if (target === undefined) {
    const known = source.targets.map(each => each.id)
    const suggestion = nearest(id, known)
    throw new PacklineError('SERVERS_UNKNOWN', {
      name: id,
      known: known.join(', '),
      ...suggestion !== undefined && { suggestion }
    })
  }
  const all = serversOf(source, target)
  if (names.length === 0) return all
  return names.map(name => {
    const found = all.find(({ service }) => service === name)
    if (found !== undefined) return found
    throw new PacklineError('SERVERS_UNKNOWN', { name, known: all.map(({ service }) => service).join(', ') })
  })
}
