// What health costs: a round of cheap probes, answers from the cache, metrics, and a farm of 500 agents on
// one ZooKeeper.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defaultAgentConfig } from '../../agent/config/agent-config.js'
import { ZooKeeperSession } from '../../agent/coordination/zookeeper-session.js'
import { dayOfGrades, slotMs, slots } from '../../agent/farm/day-of-grades.js'
import { rowOf } from '../../agent/farm/farm-row.js'
import { ZooKeeperRegistry } from '../../agent/farm/zookeeper-registry.js'
import { hintOf } from '../../agent/health/check-hint.js'
import { realMachine } from '../../agent/health/machine.js'
import { HealthMonitor } from '../../agent/health/monitor.js'
import { probeTable } from '../../agent/health/probe-table.js'
import { farmPage } from '../../agent/ui/farm-page.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { addressOf } from './measuring/agent-address.js'
import { answersPerSecond } from './measuring/answers-per-second.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

/** Scrapes that are not counted: an agent lives for weeks, its code is compiled after the first ones. */
const warmUp = 100
const main = join(import.meta.dirname, '../../dist/start.cjs')

/** Without ZooKeeper its part is left out, and said. */
export async function run ({ rounds, quick }: BenchmarkArguments): Promise<number> {
  const home = mkdtempSync(join(tmpdir(), 'packline-bench-health-'))
  try {
    const round = await roundCost(home)
    const answers = await answersOf(home, rounds ?? 3, quick ? 1000 : 4000)
    const missing = await noZooKeeper()
    const farm = missing === undefined ? await farmOf(quick ? 100 : 500) : undefined
    const goals: Goal[] = [
      {
        name: 'a round of the cheap probes, CPU ms',
        measured: median(round.cpuMs),
        limit: 50,
        kind: 'at most'
      },
      {
        name: 'share of one core at the default interval',
        measured: median(round.cpuMs) / defaultAgentConfig().health.intervalMs,
        limit: 0.005,
        kind: 'at most'
      },
      {
        name: 'GET /health, a second',
        measured: Math.max(...answers.perSecond),
        limit: 10_000,
        kind: 'at least'
      },
      {
        name: 'GET /metrics, 99 of 100, ms',
        measured: percentile(answers.metricsMs, 0.99),
        limit: 10,
        kind: 'at most'
      },
      ...farm === undefined
        ? []
        : [
          {
            name: `page of ${farm.agents} machines, slowest, ms`,
            measured: Math.max(...farm.pageMs),
            limit: 300,
            kind: 'at most'
          },
          {
            name: 'a change is seen, slowest, ms',
            measured: Math.max(...farm.seenMs),
            limit: 2000,
            kind: 'at most'
          },
          {
            name: 'operations of the ensemble, a second',
            measured: farm.operationsPerSecond,
            limit: 500,
            kind: 'at most'
          }
        ] satisfies Goal[]
    ]
    process.stdout.write(
      `${goalTable(goals)}\n${missing === undefined ? '' : `without the farm: ${missing}\n`}${
        writeResult('health', { round, answers, farm })
      }\n`
    )
    return goals.every(goal => isReached(goal) === true) ? 0 : 1
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

/** CPU of this process for one round of the probes that run in every round. */
async function roundCost (home: string): Promise<{ probes: number, cpuMs: number[] }> {
  const config = defaultAgentConfig()
  const probes = probeTable({
    config,
    environment: process.env,
    home,
    machine: realMachine(process.env),
    ownName: 'bench'
  })
    .filter(({ everyMs }) => everyMs === 0)
  const monitor = new HealthMonitor({
    probes,
    hysteresis: { failAfter: 2, recoverAfter: 3 },
    limits: config.health.limits,
    nowMs: Date.now,
    hintOf
  })
  const cpuMs: number[] = []
  for (let index = 0; index < 30; index++) {
    const before = process.cpuUsage()
    await monitor.round()
    const { user, system } = process.cpuUsage(before)
    cpuMs.push((user + system) / 1000)
  }
  await monitor.close()
  return { probes: probes.length, cpuMs }
}

/** An agent in a process of its own, asked by another one. */
async function answersOf (
  home: string,
  rounds: number,
  durationMs: number
): Promise<{ perSecond: number[], metricsMs: number[] }> {
  writeFileSync(join(home, 'agent.json'), JSON.stringify({ device: 'bench', listen: '127.0.0.1:0' }))
  const agent = spawn(process.execPath, [main, 'serve'], {
    env: {
      PATH: process
        .env
        .PATH,
      PACKLINE_HOME: home,
      PACKLINE_CONFIG: join(home, 'agent.json'),
      NODE_ENV: 'production'
    },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  try {
    const address = await addressOf(agent.stderr)
    while (!(await fetch(`${address}/health/ready`)).ok) {
      await new Promise(resolve => {
        setTimeout(resolve, 50)
      })
    }
    const perSecond: number[] = []
    for (let round = 0; round < rounds; round++) {
      perSecond.push(await answersPerSecond(`${address}/health`, durationMs))
    }
    const metricsMs: number[] = []
    for (let index = 0; index < warmUp + 300; index++) {
      const started = performance.now()
      await (await fetch(`${address}/metrics`)).text()
      if (index >= warmUp) metricsMs.push(performance.now() - started)
    }
    return { perSecond, metricsMs }
  } finally {
    agent.kill('SIGKILL')
    await once(agent, 'exit')
  }
}

async function farmOf (
  count: number
): Promise<{ agents: number, seenMs: number[], operationsPerSecond: number, pageMs: number[] }> {
  const server = await ZooKeeperServer.start()
  const registries: ZooKeeperRegistry[] = []
  try {
    const begin = (): ZooKeeperRegistry => {
      const registry = new ZooKeeperRegistry(
        new ZooKeeperSession({ servers: server.address, chroot: '/bench', sessionTimeoutMs: 15_000 })
      )
      registries.push(registry)
      return registry
    }
    const report = (instance: string) => ({
      instance,
      grade: 'good' as const,
      since: new Date().toISOString(),
      reasons: [],
      checkedAt: new Date().toISOString(),
      running: 1,
      waiting: 0,
      day: dayOfGrades(
        Array.from({ length: slots }, (_, slot) => ({
          atMs: Date.now() - slot * slotMs,
          count: 1,
          min: 0,
          max: 0,
          sum: 0,
          worst: slot % 7 === 0 ? 1 : 0
        })),
        Date
          .now()
      ),
      work: [{
        id: 'j1',
        kind: 'assets',
        name: 'game',
        startedAt: new Date().toISOString(),
        done: 50,
        total: 100
      }],
      runs: [{
        id: 'r1',
        kind: 'assets',
        project: 'game',
        state: 'done',
        startedAt: new Date().toISOString(),
        durationMs: 2000,
        total: 400,
        cached: 390,
        savedMs: 90_000
      }]
    })
    for (let index = 0; index < count; index++) {
      const registry = begin()
      const device = `m${String(index).padStart(3, '0')}`
      await registry.register({
        device,
        labels: ['linux'],
        version: '1',
        address: null,
        jenkinsNode: device,
        facts: null,
        baseline: null,
        instance: device
      })
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
      while (
        (await viewer.machines(never)).find(({ record }) => record.device === device)?.report?.grade !==
          'poor'
      ) {
        await new Promise(resolve => {
          setTimeout(resolve, 2)
        })
      }
      delays.push(performance.now() - started)
    }
    const packets = async (): Promise<number> =>
      Number(/zk_packets_received\s+(\d+)/.exec(await server.ask('mntr'))?.[1])
    const [before, startedMs] = [await packets(), performance.now()]
    // A quarter minute of ordinary life: each agent reports once in half a minute.
    for (let index = 0; index < count / 2; index++) {
      await registries[index]!.report(report(`m${String(index).padStart(3, '0')}`))
      await new Promise(resolve => {
        setTimeout(resolve, Math.max(0, index * 15_000 / (count / 2) - (performance.now() - startedMs)))
      })
    }
    const operations = (await packets() - before) / (performance.now() - startedMs) * 1000
    const renders: number[] = []
    for (let index = 0; index < 10; index++) {
      const started = performance.now()
      const rows = (await viewer.machines(never)).map(machine => rowOf(machine, Date.now(), 120_000))
      farmPage({ locale: 'en', nowMs: Date.now(), path: '/' }, {
        rows,
        ownDevice: '',
        seats: [],
        waiters: [],
        problems: []
      })
      renders.push(performance.now() - started)
    }
    return { agents: count, seenMs: delays, operationsPerSecond: operations, pageMs: renders }
  } finally {
    await Promise.all(registries.map(async registry => {
      await registry.close()
    }))
    await server.stop()
  }
}

function median (numbers: readonly number[]): number {
  return percentile(numbers, 0.5)
}

function percentile (numbers: readonly number[], share: number): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * share)]!
}
