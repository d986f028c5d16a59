import { closeSync, existsSync, openSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ZooKeeperEnsemble, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { runningTools } from './chaos-device.js'
import type { ChaosDevice } from './chaos-device.js'
import { pausedMachine } from './check-run.js'
import { expireSession } from './expire-session.js'

export interface FaultContext {
  device: ChaosDevice
  ensemble: ZooKeeperEnsemble
  folder: string
  lastsMs: number
  sessionTimeoutMs: number
  graceMs: number
}

interface FaultKind {
  on: 'device' | 'ensemble'
  weight: number
  /** The fault and its end. */
  inject: (context: FaultContext) => Promise<void>
}

export const faultKinds: Readonly<Record<string, FaultKind>> = {
  'kill agent': {
    on: 'device',
    weight: 2,
    inject: async ({ device }) => {
      send([device.agent.pid], 'SIGKILL')
    }
  },
  'stop agent': {
    on: 'device',
    weight: 3,
    inject: async ({ device, lastsMs }) => {
      await stop([device.agent.pid], lastsMs)
    }
  },
  'kill guard': {
    on: 'device',
    weight: 2,
    inject: async ({ device }) => {
      send([device.guard], 'SIGKILL')
    }
  },
  'stop guard': {
    on: 'device',
    weight: 2,
    inject: async ({ device, lastsMs }) => {
      await stop([device.guard], lastsMs)
    }
  },
  // The agent hangs, and its guard comes to kill only when the session is over: what the grace is for.
  'slow guard': {
    on: 'device',
    weight: 3,
    inject: async ({ device, sessionTimeoutMs, graceMs }) => {
      await stop([device.agent.pid, device.guard], sessionTimeoutMs + 0.6 * graceMs)
    }
  },
  'kill tool': {
    on: 'device',
    weight: 2,
    inject: async ({ device, folder }) => {
      send(toolsOf(device, folder).slice(0, 1), 'SIGKILL')
    }
  },
  'stop tool': {
    on: 'device',
    weight: 1,
    inject: async ({ device, folder, lastsMs }) => {
      await stop(toolsOf(device, folder).slice(0, 1), lastsMs)
    }
  },
  [pausedMachine]: {
    on: 'device',
    weight: 1,
    inject: async ({ device, folder, lastsMs, sessionTimeoutMs }) => {
      await stop([device.agent.pid, device.guard, ...toolsOf(device, folder)], sessionTimeoutMs + lastsMs)
    }
  },
  'black hole': { on: 'device', weight: 3, inject: blackHole },
  reset: {
    on: 'device',
    weight: 1,
    inject: async ({ device }) => {
      for (const relay of device.relays) relay.reset()
    }
  },
  'clock jump': {
    on: 'device',
    weight: 1,
    inject: async ({ device }) => {
      send([device.agent.pid], 'SIGUSR2')
    }
  },
  'session expiry': { on: 'device', weight: 2, inject: expire },
  ...existsSync('/dev/full') ? { 'full disk': { on: 'device' as const, weight: 1, inject: fillDisk } } : {},
  'leader kill': {
    on: 'ensemble',
    weight: 2,
    inject: async ({ ensemble, lastsMs }) => {
      await crash([await ensemble.leader()], lastsMs)
    }
  },
  'quorum loss': {
    on: 'ensemble',
    weight: 1,
    inject: async ({ ensemble, lastsMs }) => {
      await crash(ensemble.servers.slice(0, 2), lastsMs)
    }
  },
  'restart of all': {
    on: 'ensemble',
    weight: 1,
    inject: async ({ ensemble, lastsMs }) => {
      await crash(ensemble.servers, lastsMs / 2)
    }
  }
}

async function blackHole ({ device, lastsMs }: FaultContext): Promise<void> {
  for (const relay of device.relays) await relay.set('blackHole')
  await delay(lastsMs)
  for (const relay of device.relays) await relay.set('pass')
  // What was swallowed does not come again.
  for (const relay of device.relays) relay.reset()
}

async function expire ({ device }: FaultContext): Promise<void> {
  for (const relay of device.relays) {
    for (const hello of relay.hellos) await expireSession(relay.targetPort, hello)
  }
}

async function fillDisk ({ device, folder, lastsMs }: FaultContext): Promise<void> {
  const marker = join(folder, `${device.name}.full`)
  closeSync(openSync(marker, 'a'))
  await delay(lastsMs)
  rmSync(marker)
}

async function crash (servers: ZooKeeperServer[], lastsMs: number): Promise<void> {
  await Promise.all(servers.map(async server => {
    await server.crash()
  }))
  await delay(lastsMs)
  await Promise.all(servers.map(async server => {
    await server.launch()
  }))
  await Promise.all(servers.map(async server => {
    await server.untilReady(60_000)
  }))
}

async function stop (pids: Array<number | undefined>, lastsMs: number): Promise<void> {
  send(pids, 'SIGSTOP')
  await delay(lastsMs)
  send(pids, 'SIGCONT')
}

function send (pids: Array<number | undefined>, signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      if (pid !== undefined) process.kill(pid, signal)
    } catch { /* it has ended meanwhile */ }
  }
}

function toolsOf (device: ChaosDevice, folder: string): number[] {
  return runningTools(folder).filter(each => each.device === device.name).map(each => each.pid)
}
