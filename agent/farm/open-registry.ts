import type { AgentConfig } from '../config/agent-schema.js'
import { readSecret } from '../config/secret.js'
import { PolledRegistry } from './polled-registry.js'
import type { FarmRegistry } from './farm-registry.js'

interface RegistryPlace {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  /** PACKLINE_HOME. */
  home: string
  /** What relative paths of the configuration's secrets start from. */
  cwd: string
  now: () => number
}

/** Where the machines of this farm know each other from. */
export async function openRegistry (
  { config, environment, home, cwd, now }: RegistryPlace
): Promise<FarmRegistry> {
  if (config.zookeeper !== undefined) {
    const [{ configuredSession }, { ZooKeeperRegistry }] = await Promise.all([
      import('../coordination/configured-session.js'),
      import('./zookeeper-registry.js')
    ])
    return new ZooKeeperRegistry(await configuredSession(config.zookeeper, environment, cwd), now)
  }
  const { agents, pollMs, tokenFile } = config.farm
  return new PolledRegistry({
    agents,
    pollMs,
    home,
    nowMs: now,
    ...tokenFile === undefined ? {} : { token: await readSecret(tokenFile, environment, cwd) }
  })
}
