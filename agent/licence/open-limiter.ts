import { hostname } from 'node:os'
import type { AgentConfig } from '../config/agent-schema.js'
import { deviceIdentity } from '../config/device.js'
import { LocalStore } from './local-store.js'
import { SeatLimiter } from './seat-limiter.js'
import type { SeatStore } from './seat-store.js'
import { termsOf } from './terms.js'

export interface LimiterOptions {
  config: AgentConfig
  environment: Readonly<Record<string, string | undefined>>
  /** PACKLINE_HOME. */
  home: string
  /** What relative paths of the configuration's secrets start from. */
  cwd: string
}

/** Monotonic milliseconds since the machine started: the same for all its processes. */
export function machineTime (): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000
}

/** The limiter that the configuration asks for. Nothing is opened before the first lease is asked for. */
export async function openLimiter (options: LimiterOptions): Promise<SeatLimiter> {
  return new SeatLimiter(await openSeatStore(options), options.config.licences)
}

export async function openSeatStore ({ config, environment, home, cwd }: LimiterOptions): Promise<SeatStore> {
  const terms = Object.fromEntries(
    Object.entries(config.licences).map(([name, licence]) => [name, termsOf(licence)])
  )
  const isPinned = Object.values(terms).some(each => each.mode === 'pinned')
  // Alone, a machine needs a name only where a licence names machines.
  const device = await deviceIdentity(environment, config.device).catch((error: unknown) => {
    if (isPinned || config.zookeeper !== undefined) throw error
    return hostname()
  })
  if (config.zookeeper !== undefined) {
    const [{ ZooKeeperStore }, { configuredSession }] = await Promise.all([
      import('./zookeeper-store.js'),
      import('../coordination/configured-session.js')
    ])
    return new ZooKeeperStore({
      session: await configuredSession(config.zookeeper, environment, cwd),
      device,
      terms
    })
  }
  return new LocalStore({ home, device, terms, now: machineTime })
}
