import { PacklineError } from '../../errors.js'
import { effectiveDefinition } from '../../release/definition.js'
import { checkDefinition } from '../../release/definition-check.js'
import { releaseKey } from '../../release/registry-model.js'
import { wordedLater } from '../../messages/message.js'
import { inventoryOf } from '../../sites/inventory.js'
import type { Inventory, InventorySource } from '../../sites/inventory.js'
import { defineCommand } from '../command.js'
import { releaseOptions, withRelease } from '../release/open-release.js'
import type { OpenRelease } from '../release/open-release.js'
import { printJson } from '../terminal.js'

/** What Ansible calls an inventory script with: https://docs.ansible.com, "Developing dynamic inventory". */
export const inventory = defineCommand({
  name: 'inventory',
  describe: 'command.inventory',
  options: {
    list: { type: 'boolean', describe: 'option.inventoryList' },
    host: { type: 'string', value: 'NAME', describe: 'option.inventoryHost' },
    project: releaseOptions.project,
    game: releaseOptions.game,
    config: releaseOptions.config
  },
  run: async (context, options) => {
    const { list, host } = options
    if (list === (host !== undefined)) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'inventory',
        argument: '--list | --host NAME'
      })
    }
    return await withRelease(context, options, async open => {
      const whole = inventoryOf(await inventorySource(open))
      const { hosts } = whole
      printJson(
        context,
        host === undefined ? ansibleInventory(whole) : Object.hasOwn(hosts, host) ? hosts[host] : {}
      )
      return 0
    })
  }
})

/** In the form that Ansible asks of an inventory script. */
export function ansibleInventory ({ groups, hosts }: Inventory): object {
  return {
    _meta: { hostvars: hosts },
    all: { children: Object.keys(groups) },
    ...Object.fromEntries(Object.entries(groups).map(([name, members]) => [name, { hosts: members }]))
  }
}

/** Environments and targets as they are in force, and what is live. */
export async function inventorySource (
  { store, registry, file, definition }: OpenRelease
): Promise<InventorySource> {
  const whole = effectiveDefinition(await definition())
  checkDefinition(wordedLater('config.targetsOf', { project: store.project }), whole)
  const releases = await registry.list()
  return {
    environments: whole.environments,
    targets: whole.targets,
    sites: file?.sites ?? {},
    live: Object.fromEntries(whole.targets.map(({ id }) => [
      id,
      releases.filter(({ targets: { [id]: at } }) => at?.state === 'live').map(releaseKey)
    ]))
  }
}
