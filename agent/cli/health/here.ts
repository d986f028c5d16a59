import { hostname } from 'node:os'
import type { AgentConfig } from '../../config/agent-schema.js'
import { deviceIdentity } from '../../config/device.js'
import { packlineHome } from '../../config/home.js'
import type { HealthDocument } from '../../health/agent-health.js'
import { lookOnce } from '../../health/look-once.js'
import { realMachine } from '../../health/machine.js'
import { packlineVersion } from '../../version.js'
import type { CommandContext } from '../command.js'

/** This machine's health by one look now. A machine that has no id yet is called by its host name. */
export async function lookHere (
  config: AgentConfig,
  { environment }: CommandContext
): Promise<HealthDocument> {
  const device = await deviceIdentity(environment, config.device).catch(() => hostname())
  return await lookOnce({
    config,
    environment,
    home: packlineHome(environment),
    device,
    version: packlineVersion,
    machine: realMachine(environment)
  })
}
