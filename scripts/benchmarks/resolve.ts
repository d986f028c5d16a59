import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LevelDocuments } from '../../agent/coordination/level-documents.js'
import { resolveDocument } from '../../agent/release/resolve-document.js'
import type { Current } from '../../agent/release/resolve-document.js'
import { createResolver } from '../../agent/release/resolver.js'
import type { ResolveContext } from '../../agent/release/resolver.js'
import { game, reviewedWorld } from '../../agent/release/testing/release-world.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { addressOf } from './measuring/agent-address.js'
import { runProgram } from './measuring/run-program.js'
import { median } from './measuring/statistics.js'
import { places } from './places.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

const root = join(import.meta.dirname, '../..')

/** Which target a client gets: in process, and asked of a running agent over HTTP from another process. */
export async function run ({ rounds, quick }: BenchmarkArguments): Promise<number> {
  const count = rounds ?? (quick ? 1 : 5)
  const inProcess = Array.from({ length: count }, () => resolveRate(quick ? 200_000 : 1_000_000))
  const overHttp = await httpRates(count, quick ? 1_000 : 4_000)
  // The best round: everything else that runs on the machine only takes away.
  const goals: Goal[] = [
    {
      name: 'resolve in process, a second',
      measured: Math.max(...inProcess),
      limit: 500_000,
      kind: 'at least'
    },
    { name: 'POST /v1/resolve, a second', measured: Math.max(...overHttp), limit: 8_000, kind: 'at least' }
  ]
  process.stdout.write(
    `${goalTable(goals)}\nmedians: ${Math.round(median(inProcess) ?? 0)} and ${
      Math.round(median(overHttp) ?? 0)
    }\n${writeResult('resolve', { inProcess, overHttp })}\n`
  )
  return goals.every(goal => isReached(goal) === true) ? 0 : 1
}

/** Over every kind of client that the game's targets tell apart, each with an id of its own. */
function resolveRate (times: number): number {
  const inReview: Current = {
    release: { version: '1.1', build: 2, state: 'in-review' },
    hotUpdate: null,
    since: '',
    by: ''
  }
  const { resolve } = createResolver(
    resolveDocument('dk', 1, game, new Map([['review-1', inReview], ['review-vest', inReview]]))
  )
  const contexts = Array.from({ length: 1000 }, (_, index): ResolveContext => ({
    appId: index % 9 === 0 ? 'com.example.vest' : 'com.example.dk',
    platform: index % 2 === 0 ? 'android' : 'ios',
    channel: index % 3 === 0 ? '应用宝' : 'store',
    version: index % 5 === 0 ? '1.1' : '1.0.3',
    build: index % 7,
    deviceId: `device-${index * 7919}-c0ffee`
  }))
  let targets = 0
  const started = performance.now()
  for (let index = 0; index < times; index++) {
    if (resolve(contexts[index % 1000]!, index).target !== null) targets++
  }
  const rate = times / (performance.now() - started) * 1000
  if (targets !== times) throw new Error('somebody got no target')
  return rate
}

async function httpRates (rounds: number, durationMs: number): Promise<number[]> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-resolve-'))
  const documents = new LevelDocuments({ folder: join(folder, 'home/documents'), isDurable: false })
  await reviewedWorld(documents)
  await documents.close()
  writeFileSync(join(folder, 'agent.json'), JSON.stringify({ device: 'bench' }))
  const agent = spawn(process.execPath, [
    join(root, 'dist/start.cjs'),
    'serve',
    '--config',
    join(folder, 'agent.json'),
    '--listen',
    '127.0.0.1:0'
  ], {
    env: {
      PATH: process
        .env
        .PATH,
      PACKLINE_HOME: join(folder, 'home'),
      PACKLINE_LOG_LEVEL: 'info',
      NODE_ENV: 'production'
    },
    stdio: ['ignore', 'ignore', 'pipe']
  })
  try {
    const address = await addressOf(agent.stderr)
    const rates: number[] = []
    for (let round = 0; round < rounds; round++) {
      const { status, stdout, stderr } = await runProgram({
        file: process.execPath,
        args: [join(places.programs, 'http-load.mjs'), address, String(durationMs)]
      })
      if (status !== 0) throw new Error(`http-load.mjs failed: ${stderr}`)
      rates.push((JSON.parse(stdout) as { perSecond: number }).perSecond)
    }
    return rates
  } finally {
    agent.kill('SIGTERM')
    await once(agent, 'exit')
    rmSync(folder, { recursive: true, force: true })
  }
}
