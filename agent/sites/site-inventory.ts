import { groupName } from './inventory.js'
import type { SitePlan } from './site-plan.js'

/** Ansible's inventory of one site, for whoever has no packline: the machine, by site and by service. */
export function siteInventory ({ site, machine, environment, id, runtime, services }: SitePlan): object {
  return {
    all: {
      hosts: {
        [machine]: {
          packline_site: id,
          packline_environment: environment,
          packline_runtime: runtime,
          packline_services: services.map(({ name, ports, namespace = null }) => ({
            service: name,
            ports,
            namespace
          }))
        }
      },
      children: {
        [groupName('site', site)]: { hosts: { [machine]: {} } },
        ...Object.fromEntries(
          services.map(({ name }) => [groupName('service', name), { hosts: { [machine]: {} } }])
        )
      }
    }
  }
}
