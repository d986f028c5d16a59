// What health costs: a round of cheap probes, answers from the cache, metrics, and a farm of 500 agents on one ZooKeeper.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startAgent } from '../../agent/agent.js'
import { defaultAgentConfig } from '../../agent/config/agent-config.js'
import { ZooKeeperSession } from '../../agent/coordination/zookeeper-session.js'
import { rowOf } from '../../agent/farm/farm.js'
import { ZooKeeperRegistry } from '../../agent/farm/zookeeper-registry.js'
import { hintOf } from '../../agent/health/check-hint.js'
import { realMachine } from '../../agent/health/machine.js'
import { HealthMonitor } from '../../agent/health/monitor.js'
import { probeTable } from '../../agent/health/probe-table.js'
import { farmPage } from '../../agent/ui/farm-page.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'

const silent = { debug () {}, info () {}, warn () {}, error () {}, child () { return silent }, fatal () {}, trace () {}, silent () {}, level: 'silent' }
const agents = 500

export async function run (): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'packline-bench-health-'))
  try {
    const figures = { ...await roundCost(home), ...await answers(home), ...await farmOf(agents) }
    process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
    return 0
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** CPU of this process for one round of the probes that run in every round. */
async function roundCost (home: string): Promise<Record<string, number>> {
  const config = defaultAgentConfig()
  const probes = probeTable({ config, environment: process.env, home, machine: realMachine(process.env), ownName: 'bench' }).filter(({ everyMs }) => everyMs === 0)
  const monitor = new HealthMonitor({ probes, hysteresis: { failAfter: 2, recoverAfter: 3 }, limits: config.health.limits, nowMs: Date.now, hintOf: (kind, reading) => hintOf('en', kind, reading) })
  const costs: number[] = []
  for (let index = 0; index < 30; index++) {
    const before = process.cpuUsage()
    await monitor.round()
    const { user, system } = process.cpuUsage(before)
    costs.push((user + system) / 1000)
  }
  await monitor.close()
  const cpuMs = median(costs)
  return { cheapProbes: probes.length, roundCpuMs: cpuMs, coreShareAtDefaultInterval: cpuMs / config.health.intervalMs }
}

async function answers (home: string): Promise<Record<string, number>> {
  const agent = await startAgent({ config: { ...defaultAgentConfig(), listen: '127.0.0.1:0' }, configFile: '', home, cwd: home, environment: process.env, device: 'bench', log: silent, now: Date.now, end: () => {} } as never)
  try {
    const keepAlive = new Agent({ keepAlive: true, maxSockets: 16 })
    const get = async (path: string): Promise<number> => await new Promise((resolve, reject) => {
      const started = performance.now()
      request(`${agent.address}${path}`, { agent: keepAlive }, response => { response.resume().on('end', () => { resolve(performance.now() - started) }) }).on('error', reject).end()
    })
    await get('/health')
    // In one process with its client: the agent alone does more.
    const inject = async (path: string): Promise<void> => { await agent.app.inject({ url: path, headers: { host: 'localhost' } }) }
    const count = 20_000
    for (let index = 0; index < 2000; index++) await inject('/health')
    const started = performance.now()
    for (let index = 0; index < count; index++) await inject('/health')
    const perSecond = count / (performance.now() - started) * 1000
    const scrapes: number[] = []
    for (let index = 0; index < 300; index++) scrapes.push(await get('/metrics'))
    keepAlive.destroy()
    return { healthInjectedPerSecond: perSecond, metricsP50Ms: median(scrapes), metricsP99Ms: scrapes.sort((a, b) => a - b)[Math.floor(scrapes.length * 0.99)]! }
  } finally {
    await agent.close()
  }
}

async function farmOf (count: number): Promise<Record<string, number | string>> {
  const reason = await noZooKeeper()
  if (reason !== undefined) return { farm: reason }
  const server = await ZooKeeperServer.start()
  const registries: ZooKeeperRegistry[] = []
  try {
    const begin = (): ZooKeeperRegistry => {
      const registry = new ZooKeeperRegistry(new ZooKeeperSession({ servers: server.address, chroot: '/bench', sessionTimeoutMs: 15_000 }))
      registries.push(registry)
      return registry
    }
    const report = (instance: string) => ({ instance, grade: 'good' as const, since: new Date().toISOString(), reasons: [], checkedAt: new Date().toISOString(), running: 0, waiting: 0 })
    for (let index = 0; index < count; index++) {
      const registry = begin()
      const device = `m${String(index).padStart(3, '0')}`
      await registry.register({ device, labels: ['linux'], version: '1', address: null, jenkinsNode: device, facts: null, baseline: null, instance: device })
      await registry.report(report(device))
    }
    const viewer = begin()
    const never = new AbortController().signal
    await viewer.machines(never)
    const delays: number[] = []
    for (let index = 0; index < 20; index++) {
      const device = `m${String(index * 7).padStart(3, '0')}`
      const started = performance.now()
      await registries[index * 7]!.report({ ...report(device), grade: 'poor' })
      while ((await viewer.machines(never)).find(({ record }) => record.device === device)?.report?.grade !== 'poor') await new Promise(resolve => { setTimeout(resolve, 2) })
      delays.push(performance.now() - started)
    }
    const packets = async (): Promise<number> => Number(/zk_packets_received\s+(\d+)/.exec(await server.ask('mntr'))?.[1])
    const [before, startedMs] = [await packets(), performance.now()]
    // A quarter minute of ordinary life: each agent reports once in half a minute.
    for (let index = 0; index < count / 2; index++) {
      await registries[index]!.report(report(`m${String(index).padStart(3, '0')}`))
      await new Promise(resolve => { setTimeout(resolve, Math.max(0, index * 15_000 / (count / 2) - (performance.now() - startedMs))) })
    }
    const operations = (await packets() - before) / (performance.now() - startedMs) * 1000
    const renders: number[] = []
    for (let index = 0; index < 10; index++) {
      const started = performance.now()
      const rows = (await viewer.machines(never)).map(machine => rowOf(machine, Date.now(), 120_000))
      farmPage({ locale: 'en', nowMs: Date.now(), path: '/' }, { rows, grades: new Map(), seats: [], waiters: [], jobs: [], runs: [], problems: [] })
      renders.push(performance.now() - started)
    }
    return { agents: count, changeSeenP50Ms: median(delays), changeSeenMaxMs: Math.max(...delays), zooKeeperOperationsPerSecond: operations, pageP50Ms: median(renders), pageMaxMs: Math.max(...renders) }
  } finally {
    await Promise.all(registries.map(async registry => { await registry.close() }))
    await server.stop()
  }
}

function median (numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[numbers.length >> 1]!
}
