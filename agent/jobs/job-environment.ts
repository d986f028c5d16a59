import { existsSync } from 'node:fs'

interface AgentPlace {
  configFile: string
  home: string
  device: string
  environment: Readonly<Record<string, string | undefined>>
}

/**
 * What the processes of jobs get to see: they work with the agent's own configuration, home and name, however
 * the agent got them.
 */
export function jobEnvironment (
  { configFile, home, device, environment }: AgentPlace
): Record<string, string | undefined> {
  // A machine that is drained after it has accepted a job still gives that job its licence.
  return {
    ...environment,
    PACKLINE_HOME: home,
    PACKLINE_DEVICE_ID: device,
    PACKLINE_JOB: 'accepted',
    ...existsSync(configFile) && { PACKLINE_CONFIG: configFile }
  }
}

/** Node's own flags for the processes of jobs: what keeps a waiting agent small slows down one that works. */
export function jobNodeFlags (ownFlags: readonly string[]): string[] {
  return ownFlags.filter(flag => !flag.startsWith('--max-semi-space-size'))
}
