import { cpus, loadavg } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkArguments } from './bench-arguments.js'
import { median } from './measuring/statistics.js'
import { places } from './places.js'
import { goalTable } from './report/goal.js'
import type { Goal } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { formatTable, seconds } from './report/table.js'
import { simulateDay } from './scale/farm-day.js'
import type { FarmDay, FarmSupposed } from './scale/farm-day.js'
import { recordedCosts } from './scale/recorded-costs.js'
import { longestWayMs, noCores, shardRun } from './scale/shard-runs.js'
import type { ShardForm, ShardRun } from './scale/shard-runs.js'
import { seededSprites } from './sets/seeded-sprites.js'

const packers = [2, 4, 8, 16, 32, 64, 200]
const supposed = {
  pushesADay: 10_000,
  artBytes: 1e12,
  projects: 40,
  fileBytes: 50_000,
  busyShare: 0.8,
  busyHours: 10,
  setsInPush: 3,
  wideShare: 0.001,
  widePart: 0.3,
  quietMs: 5000,
  shardMs: 30_000
} as const

/** Agents with a core each on this machine, and a farm of many, simulated from recorded costs. */
export async function run (options: BenchmarkArguments): Promise<number> {
  const { rounds, quick, seed } = options
  const measured = await measure(quick, rounds ?? (quick ? 1 : 3))
  const days = packers.map(count => simulate({ ...supposed, packers: count, seed: seed ?? 1 }))
  print(measured, days)
  process.stdout.write(`${writeResult('scale', { measured, days })}\n`)
  return 0
}

function simulate (farm: FarmSupposed): { farm: FarmSupposed, day: FarmDay } {
  return { farm, day: simulateDay(farm, recordedCosts()) }
}

/** What several agents gain, without the farm of many. */
export async function scaleGoals (rounds: number): Promise<Goal[]> {
  const measured = await measure(false, rounds)
  process.stdout.write(`${runTable(measured)}\n\n`)
  return goalsOf(measured)
}

const forms = [[1, 'first'], [2, 'first'], [4, 'first'], [1, 'usual'], [4, 'usual']] as const

/** Interleaved. */
async function measure (quick: boolean, rounds: number): Promise<ShardRun[]> {
  if (noCores !== false) return []
  // Forty sets of a hundred: half a minute of work.
  const set = await seededSprites({ count: quick ? 400 : 4000, least: 64, most: 256 })
  const runs: ShardRun[] = []
  for (let round = 0; round < rounds; round++) {
    for (const [agents, form] of forms) {
      runs.push(await shardRun(set, agents, form, join(places.work, 'scale')))
    }
  }
  return runs
}

function runTable (runs: readonly ShardRun[]): string {
  const rows = runs.map(run => {
    const { agents, form, durationMs, besideMs, processorMs: { plan, shards, join: joined } } = run
    const times = [durationMs, plan].map(seconds)
    const ends = [shards.map(seconds).join(' '), seconds(joined), seconds(longestWayMs(run))]
    return [`${agents}`, form, ...times, ...ends, besideMs.map(seconds).join(' ')]
  })
  return formatTable(
    ['agents', 'push', 's', 'plan, processor s', 'shards', 'join', 'longest way', 'beside'],
    rows
  )
}

function goalsOf (runs: readonly ShardRun[]): Goal[] {
  const ratio = (form: ShardForm, of: (run: ShardRun) => number): number | undefined => {
    const [one, four] = [1, 4].map(agents => {
      const all = runs.filter(run => run.agents === agents && run.form === form).map(of)
      return all.length === 0 ? undefined : median(all)
    })
    return one === undefined || four === undefined ? undefined : one / four
  }
  const goal = { limit: 3.2, kind: 'at least' as const }
  // Four agents at once say nothing by the clock where they share cores.
  const byClock = cpus().length < 4 ? undefined : ratio('first', ({ durationMs }) => durationMs)
  return [
    { ...goal, name: '40 sets: one agent ÷ four, of one core each', measured: byClock },
    {
      ...goal,
      name: 'the same by processor time on the longest way',
      measured: ratio('first', longestWayMs)
    },
    {
      ...goal,
      name: 'the same, warm workers that built the push before',
      measured: ratio('usual', longestWayMs)
    }
  ]
}

function print (runs: readonly ShardRun[], days: ReadonlyArray<ReturnType<typeof simulate>>): void {
  const table = days.map(({ farm, day }) => [
    `${farm.packers}`,
    `${Math.round(day.busy * 100)}`,
    `${Math.round(day.medianS)}`,
    `${Math.round(day.p95S)}`,
    `${Math.round(day.p99S)}`,
    `${day.runs}`,
    `${Math.round(day.requestsPerS)}`,
    day.megabytesPerS.toFixed(1),
    day.gigabytes.toFixed(1)
  ])
  process.stdout.write([
    `load ${loadavg().map(value => value.toFixed(1)).join(' ')}, ${cpus().length} cores`,
    '',
    runTable(runs),
    '',
    goalTable(goalsOf(runs)),
    '',
    `simulated: ${JSON.stringify(supposed)}`,
    recordedCosts().about,
    '',
    formatTable(
      ['packers', 'busy %', 'median s', '95 % s', '99 % s', 'runs', 'requests/s', 'MB/s', 'GB a day'],
      table
    ),
    ''
  ]
    .join('\n'))
}
