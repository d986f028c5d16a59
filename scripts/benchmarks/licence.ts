import { setTimeout as delay } from 'node:timers/promises'
import type { SeatLimiter } from '../../agent/licence/limiter.js'
import { ZooKeeperEnsemble, noZooKeeper } from '../../test/support/zookeeper-server.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { CountingRelay } from './licence/counting-relay.js'
import { farm, leasesPerSecond, localLimiter, never } from './licence/limiters.js'
import { RawMultis } from './licence/raw-multis.js'
import { seatUse } from './licence/seat-use.js'
import { median } from './measuring/statistics.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

const devicesUnderLoad = 8
const waitingJobs = 50
/** A job to the time that a device holds on as 1 s to the 30 s of the default, ten times as fast. */
const load = { shortestJobMs: 50, longestJobMs: 150, holdMs: 3000 }

/** What the limiter costs, and how well it uses the seats. */
export async function run ({ quick, rounds = quick ? 1 : 3 }: BenchmarkArguments): Promise<number> {
  const forMs = quick ? 1000 : 3000
  const goals: Goal[] = await local(forMs, rounds)
  const reason = await noZooKeeper()
  if (reason === undefined) goals.push(...await withEnsemble(forMs, rounds, quick))
  else process.stdout.write(`not here: ${reason}\n`)
  process.stdout.write(`${goalTable(goals)}${writeResult('licence', { goals })}\n`)
  return goals.some(goal => isReached(goal) === false) ? 1 : 0
}

async function local (forMs: number, rounds: number): Promise<Goal[]> {
  const [kept, given] = [localLimiter({}), localLimiter({ lingerMs: 0 })]
  const [keptRates, givenRates] = [[] as number[], [] as number[]]
  for (let round = 0; round < rounds; round++) {
    keptRates.push(await leasesPerSecond(kept, forMs))
    givenRates.push(await leasesPerSecond(given, forMs))
  }
  await Promise.all([kept.close(), given.close()])
  return [
    {
      name: 'one machine: lease and release a second, one process',
      measured: median(keptRates),
      limit: 5000,
      kind: 'at least'
    },
    {
      name: 'the same when the place goes back to the other processes each time',
      measured: median(givenRates),
      limit: 0,
      kind: 'at least'
    }
  ]
}

async function withEnsemble (forMs: number, rounds: number, quick: boolean): Promise<Goal[]> {
  const ensemble = await ZooKeeperEnsemble.start()
  try {
    return [
      ...await rates(ensemble, forMs, rounds),
      ...await underLoad(ensemble, quick ? 10_000 : 30_000),
      ...await idleWaiters(ensemble, quick ? 100 : 1000, quick ? 10_000 : 30_000)
    ]
  } finally {
    await ensemble.stop()
  }
}

/** One server takes all requests, so that both clients have the same way. */
async function rates (ensemble: ZooKeeperEnsemble, forMs: number, rounds: number): Promise<Goal[]> {
  const server = ensemble.servers[0]!
  const relay = await CountingRelay.start(server.port)
  const { chroot, device } = farm(server.address, { lingerMs: 0 })
  const [giving, raw, seated] = [
    device('giving'),
    new RawMultis(server.address, '/bench-raw'),
    farm(relay.address, {}).device('seated')
  ]
  await raw.start()
  await leasesPerSecond(giving, forMs)
  await raw.pairsPerSecond(forMs)
  const [ours, bare] = [[] as number[], [] as number[]]
  for (let round = 0; round < rounds; round++) {
    ours.push(await leasesPerSecond(giving, forMs))
    bare.push(await raw.pairsPerSecond(forMs))
  }
  await seated.withLease('tool', async () => {}, { signal: never })
  await delay(500)
  const before = relay.operations
  for (let lease = 0; lease < 1000; lease++) await seated.withLease('tool', async () => {}, { signal: never })
  const operations = relay.operations - before
  await Promise.all([giving.close(), seated.close()])
  raw.close()
  relay.close()
  process.stdout.write(
    `${chroot}: ${ours.map(Math.round).join(', ')} leases a second, the bare client ${
      bare
        .map(Math.round)
        .join(', ')
    }\n`
  )
  return [
    {
      name: 'ZooKeeper: seat taken and given back, beside the same transactions of the bare client',
      measured: median(ours)! / median(bare)!,
      limit: 0.5,
      kind: 'at least'
    },
    { name: 'requests of a seated device for 1,000 leases', measured: operations, limit: 0, kind: 'at most' }
  ]
}

async function underLoad (ensemble: ZooKeeperEnsemble, forMs: number): Promise<Goal[]> {
  const { device } = farm(ensemble.address, { holdMs: load.holdMs })
  const devices = Array.from({ length: devicesUnderLoad }, (_, index) => device(`d${index}`))
  const { jobs, busyShare } = await seatUse(devices, { waiting: waitingJobs, ...load, forMs })
  await Promise.all(devices.map(async each => {
    await each.close()
  }))
  return [{
    name: `slots busy with ${waitingJobs} jobs waiting on ${devicesUnderLoad} devices (${jobs} jobs)`,
    measured: busyShare * 100,
    limit: 95,
    kind: 'at least',
    unit: ' %'
  }]
}

/**
 * Each waiter is a device with a session of its own. The library's pings keep the sessions alive and need no
 * agreement of the servers.
 */
async function idleWaiters (ensemble: ZooKeeperEnsemble, count: number, forMs: number): Promise<Goal[]> {
  const relay = await CountingRelay.start(ensemble.servers[0]!.port)
  const { device } = farm(relay.address, {})
  const holders = [device('holder-0'), device('holder-1')]
  const release = new AbortController()
  const held = holders.map(async limiter => {
    await new Promise<void>(resolve => {
      limiter
        .withLease('tool', async () => {
          resolve()
          await new Promise(_resolve => {
            release.signal.addEventListener('abort', _resolve)
          })
        }, { signal: never })
        .catch(() => {})
    })
  })
  await Promise.all(held)
  const waiters: SeatLimiter[] = []
  for (let index = 0; index < count; index += 10) {
    await Promise.all(Array.from({ length: 10 }, async (_, offset) => {
      const limiter = device(`w${index + offset}`)
      waiters.push(limiter)
      await new Promise<void>(resolve => {
        limiter
          .withLease('tool', async () => {}, {
            signal: never,
            onWait: () => {
              resolve()
            }
          })
          .catch(() => {})
      })
    }))
  }
  await delay(1000)
  const [operations, pings, started] = [relay.operations, relay.pings, performance.now()]
  await delay(forMs)
  const seconds = (performance.now() - started) / 1000
  const rate = (relay.operations - operations) / seconds
  process.stdout.write(
    `${count} waiters: ${rate.toFixed(1)} operations and ${
      ((relay.pings - pings) / seconds)
        .toFixed(0)
    } pings a second\n`
  )
  release.abort()
  // All at once would be a farm that ends; the servers drop the sessions by themselves.
  relay.close()
  await Promise.all([...holders, ...waiters].map(async each => {
    await each.close()
  }))
  return [{
    name: `operations a second of the ensemble for ${count} idle waiters`,
    measured: rate,
    limit: 50,
    kind: 'at most'
  }]
}
