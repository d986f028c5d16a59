import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { TcpRelay } from '../../test/support/tcp-relay.js'
import type { ZooKeeperEnsemble } from '../../test/support/zookeeper-server.js'

export const chroot = '/flip-chaos'
const sessionTimeoutMs = 2000
const root = join(import.meta.dirname, '../..')
/** What is done to agents and servers, by how often it is drawn. */
export const kinds = [
  'kill agent',
  'kill agent',
  'kill agent',
  'reset',
  'drop answers',
  'drop answers',
  'black hole',
  'leader kill'
] as const

/** One agent, started again whenever it is killed. */
export interface FlipAgent {
  child: ChildProcess
  relays: TcpRelay[]
  isBusy: boolean
  ended: Promise<unknown>
}

export async function startAgent (
  name: string,
  ensemble: ZooKeeperEnsemble,
  folder: string,
  log: number
): Promise<FlipAgent> {
  const relays = await Promise.all(ensemble.servers.map(async server => await TcpRelay.start(server.port)))
  const settings = JSON.stringify({
    name,
    servers: relays.map(relay => relay.address).join(','),
    chroot,
    sessionTimeoutMs,
    folder
  })
  const launch = (): ChildProcess =>
    spawn(process.execPath, [
      '--import',
      join(root, 'scripts/register.mjs'),
      join(root, 'scripts/faults/flip-agent.ts'),
      settings
    ], { stdio: ['ignore', 'ignore', log] })
  const untilDone = async (child: ChildProcess): Promise<void> => {
    const [code] = await once(child, 'exit')
    if (code === 0) return
    agent.child = launch()
    await untilDone(agent.child)
  }
  const child = launch()
  const agent: FlipAgent = { relays, isBusy: false, child, ended: untilDone(child) }
  return agent
}

export async function inject (
  kind: typeof kinds[number],
  agent: FlipAgent,
  ensemble: ZooKeeperEnsemble,
  lastsMs: number
): Promise<void> {
  switch (kind) {
    case 'kill agent':
      agent.child.kill('SIGKILL')
      // A new one takes a while to start; killing it before would only test the starting.
      await delay(1500 + lastsMs)
      return
    case 'reset':
      for (const relay of agent.relays) relay.reset()
      return
    case 'drop answers':
    case 'black hole':
      for (const relay of agent.relays) await relay.set(kind === 'black hole' ? 'blackHole' : 'dropAnswers')
      await delay(lastsMs)
      for (const relay of agent.relays) await relay.set('pass')
      for (const relay of agent.relays) relay.reset()
      return
    case 'leader kill': {
      const leader = await ensemble.leader()
      await leader.crash()
      await delay(lastsMs)
      await leader.launch()
      await leader.untilReady(60_000)
    }
  }
}
