import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { Job } from '../../agent/jobs/job.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { addressOf } from './measuring/agent-address.js'
import { answersPerSecond } from './measuring/answers-per-second.js'
import { places } from './places.js'
import { goalTable, isReached } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'

const root = join(import.meta.dirname, '../..')
const main = join(root, 'dist/start.cjs')
const idleMs = 10_000

/**
 * What the agent costs: its memory when idle, answers a second, the time until a job is accepted, and that of
 * a step's command.
 */
export async function run ({ rounds, quick }: BenchmarkArguments): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'packline-agent-'))
  const game = join(folder, 'work/game')
  mkdirSync(join(game, 'sound'), { recursive: true })
  writeFileSync(join(game, 'sound/a.ogg'), 'sound')
  writeFileSync(
    join(game, 'packline.json'),
    JSON.stringify({
      project: 'game',
      assets: { output: 'out', rules: [{ name: 'sound', processor: 'copy', include: ['sound/**'] }] }
    })
  )
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({
      device: 'bench',
      listen: '127.0.0.1:0',
      http: { localRole: 'build' },
      workspaces: [folder],
      jobs: { maxQueued: 100_000 }
    })
  )
  const environment = {
    PATH: process.env.PATH,
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    NODE_ENV: 'production'
  }
  const agent = spawn(places.launcher, ['serve'], { env: environment, stdio: ['ignore', 'ignore', 'pipe'] })
  try {
    const address = await addressOf(agent.stderr)
    await delay(quick ? 2000 : idleMs)
    const idleMb = residentMb(agent.pid!)
    const acceptedMs = await acceptTimes(address, game, quick ? 100 : 500)
    const { jobs: [first] } = await (await fetch(`${address}/v1/jobs?limit=1`)).json() as { jobs: Job[] }
    const perSecond: number[] = []
    for (let round = 0; round < (rounds ?? 3); round++) {
      perSecond.push(await answersPerSecond(`${address}/v1/jobs/${first!.id}`, quick ? 1000 : 4000))
    }
    const overheadMs: number[] = []
    for (let round = 0; round < (quick ? 3 : 10); round++) {
      overheadMs.push(await stepOverheadMs(environment, game))
    }
    const goals: Goal[] = [
      { name: 'memory when idle, MB', measured: idleMb, limit: 90, kind: 'at most' },
      {
        name: 'GET /v1/jobs/:id, a second',
        measured: Math.max(...perSecond),
        limit: 10_000,
        kind: 'at least'
      },
      {
        name: 'job accepted, 99 of 100, ms',
        measured: acceptedMs.toSorted((a, b) => a - b)[Math.floor(acceptedMs.length * 0.99)]!,
        limit: 10,
        kind: 'at most'
      },
      {
        name: 'start of the command to job accepted, ms',
        measured: Math.min(...overheadMs),
        limit: 250,
        kind: 'at most'
      }
    ]
    process.stdout.write(
      `${goalTable(goals)}\n${writeResult('agent', { idleMb, perSecond, acceptedMs, overheadMs })}\n`
    )
    return goals.every(goal => isReached(goal) === true) ? 0 : 1
  } finally {
    agent.kill('SIGKILL')
    await once(agent, 'exit')
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }
}

/** One after the other, in a workspace that a first job holds: what is measured is accepting, not running. */
async function acceptTimes (address: string, workspace: string, count: number): Promise<number[]> {
  const times: number[] = []
  for (let index = 0; index < count; index++) {
    const started = performance.now()
    const response = await fetch(`${address}/v1/jobs`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ kind: 'assets', workspace, key: `bench ${index}` })
    })
    const { id } = await response.json() as Job
    times.push(performance.now() - started)
    await fetch(`${address}/v1/jobs/${id}`, { method: 'DELETE' })
  }
  return times
}

/** From the start of the command until the agent has accepted its job, by the command's first line. */
async function stepOverheadMs (environment: NodeJS.ProcessEnv, cwd: string): Promise<number> {
  const started = performance.now()
  const child = spawn(process.execPath, [main, 'assets', 'build', '--events'], {
    env: environment,
    cwd,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  await once(child.stdout, 'data')
  const elapsed = performance.now() - started
  child.stdout.resume()
  await once(child, 'exit')
  return elapsed
}

function residentMb (pid: number): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1000
}
