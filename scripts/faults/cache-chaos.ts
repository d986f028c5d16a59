import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync, writeFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'
import { join } from 'node:path'
import type { BuildSettings } from '../../agent/assets/run/run-settings.js'
import { buildShard, planShards } from '../../agent/assets/run/shard-run.js'
import { noisePng } from '../../agent/assets/testing/pictures.js'
import { testProject } from '../../agent/assets/testing/project.js'
import type { TestProject } from '../../agent/assets/testing/project.js'
import { openServer } from '../../agent/cache/remote/open-server.js'
import { SharedCache } from '../../agent/cache/remote/shared-cache.js'
import type { SharedCacheSummary } from '../../agent/cache/remote/shared-cache.js'
import { errorText } from '../../agent/error-text.js'
import { PacklineError } from '../../agent/errors.js'
import { FaultyCache } from './faulty-cache.js'
import { Random } from './random.js'

export interface CacheChaosOptions {
  runs: number
  seed: number
  /** Whether some of the runs are processes that are killed while they send. */
  kills: boolean
  say: (line: string) => void
}

export interface CacheChaosReport {
  runs: number
  killed: number
  /** Shards that were built, and those that came to nothing. */
  shards: number
  lostShards: number
  hits: number
  sent: number
  late: number
  wrongAnswers: number
  /** Blobs that the server dropped. */
  evicted: number
  met: FaultyCache['met']
  /** What must not happen: other bytes than without the cache, runs that fail. */
  wrong: string[]
}

const shares = [0, 0.05, 0.3, 0.8]
const sprites = ['orc/orc-a', 'orc/orc-b', 'elf/elf-a', 'elf/elf-b', 'elf/elf-c']
/** Of each sprite, so that states come back and results are found. */
const looks = 4
const hourMs = 3_600_000

/**
 * Machines build one game, each in a state of its own, beside a cache that drops, fails, stalls, lies and evicts;
 * what each publishes is compared with a build of the same state without any cache.
 */
export async function cacheChaos (options: CacheChaosOptions): Promise<CacheChaosReport> {
  const random = new Random(options.seed)
  const cache = await FaultyCache.start(random)
  const reference = newMachine()
  const expected = new Map<string, Record<string, string>>()
  const report: CacheChaosReport = {
    runs: 0,
    killed: 0,
    shards: 0,
    lostShards: 0,
    hits: 0,
    sent: 0,
    late: 0,
    wrongAnswers: 0,
    get evicted () {
      return cache.evicted
    },
    met: cache.met,
    wrong: []
  }
  let machine = newMachine()
  try {
    for (; report.runs < options.runs; report.runs++) {
      cache.share = random.pick(shares)
      cache.evict(random.pick(shares))
      if (random.chance(0.5)) {
        machine.remove()
        machine = newMachine()
      }
      const state = sprites.map(() => random.integer(1, looks))
      const name = state.join()
      for (const each of [machine, reference]) draw(each, state)
      if (!expected.has(name)) {
        await reference.build()
        expected.set(name, reference.outputs())
      }
      if (random.chance(0.3)) await buildShards(state, cache.url, report, random)
      if (options.kills && random.chance(0.2)) report.killed += await killWhileSending(machine, cache, random)
      if (random.chance(0.2)) await buildBeside(machine, cache.url, report, true)
      await buildBeside(machine, cache.url, report)
      if (!isDeepStrictEqual(machine.outputs(), expected.get(name))) {
        report.wrong.push(`run ${report.runs}: other outputs than without a cache`)
      }
      if (report.runs % 50 === 49) options.say(`${report.runs + 1} runs, ${report.wrong.length} wrong`)
    }
  } finally {
    for (const each of [machine, reference]) each.remove()
    await cache.close()
  }
  return report
}

function newMachine (): TestProject {
  const machine = testProject()
  machine.rules({ name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' })
  return machine
}

function draw (machine: TestProject, state: readonly number[]): void {
  machine.write(
    Object.fromEntries(
      sprites.map((name, index) => [`art/${name}.png`, noisePng(24, 18, 100 * index + (state[index] ?? 0))])
    )
  )
}

/** Before the run that joins them: another machine cuts its state and builds a part, or all of it. */
async function buildShards (
  state: readonly number[],
  url: string,
  report: CacheChaosReport,
  random: Random
): Promise<void> {
  const helper = newMachine()
  draw(helper, state)
  const built = random.integer(1, 2)
  try {
    const { plan } = await withCache(
      helper,
      url,
      report,
      async sharedCache =>
        await planShards(settingsOf(helper, sharedCache), { count: 2, targetMs: 1000, atMost: 2 })
    )
    for (let index = 1; index <= built; index++) {
      report.shards++
      await withCache(
        helper,
        url,
        report,
        async sharedCache => await buildShard(settingsOf(helper, sharedCache), { index, count: 2, plan })
      )
    }
  } catch (error) {
    // The plan did not arrive, or came back wrong: whoever joins makes it all.
    report.lostShards++
    if (!(error instanceof PacklineError) || !/^SHARD_PLAN_/.test(error.code)) {
      report.wrong.push(`run ${report.runs}: a shard failed: ${errorText(error)}`)
    }
  } finally {
    helper.remove()
  }
}

function settingsOf (
  { folder, home }: TestProject,
  sharedCache: NonNullable<BuildSettings['sharedCache']>
): BuildSettings {
  return {
    folder,
    home,
    sharedCache,
    isDryRun: false,
    keepGoing: true,
    command: 'chaos',
    limiter: async () => {
      throw new Error('nothing here is licensed')
    },
    environment: {},
    signal: new AbortController().signal,
    emit: () => {},
    now: Date.now
  }
}

async function buildBeside (
  machine: TestProject,
  url: string,
  report: CacheChaosReport,
  isDryRun = false
): Promise<void> {
  try {
    await withCache(
      machine,
      url,
      report,
      async sharedCache => await machine.build({ sharedCache, isDryRun })
    )
  } catch (error) {
    report.wrong.push(`run ${report.runs} failed: ${errorText(error)}`)
  }
}

async function withCache<T> (
  { home }: TestProject,
  url: string,
  report: CacheChaosReport,
  work: (sharedCache: NonNullable<BuildSettings['sharedCache']>) => Promise<T>
): Promise<T> {
  const server = await openServer({ url, access: 'read-write' }, { environment: {}, cwd: '/' })
  let cache: SharedCache | undefined
  try {
    return await work(async (local, namespace) => {
      // Each run an hour later, so that none leaves the server alone for what the one before met.
      const now = (): number => Date.now() + report.runs * hourMs
      cache ??= new SharedCache({ ...local, server, home, namespace, mayWrite: true, now })
      return cache
    })
  } finally {
    note(await cache?.close(1000), report)
  }
}

function note (summary: SharedCacheSummary | undefined, report: CacheChaosReport): void {
  report.hits += summary?.hits ?? 0
  report.sent += summary?.sent ?? 0
  report.late += summary?.late ?? 0
  report.wrongAnswers += summary?.wrong ?? 0
}

const root = join(import.meta.dirname, '../..')

/** The command line, killed with some of its uploads begun. Returns 1 where that came in time. */
async function killWhileSending (machine: TestProject, cache: FaultyCache, random: Random): Promise<number> {
  const config = join(machine.home, '../agent.json')
  writeFileSync(config, JSON.stringify({ cache: { remote: { url: cache.url } } }))
  rmSync(join(machine.home, 'cache/remote.json'), { force: true })
  const child = spawn(
    process.execPath,
    [join(root, 'dist/start.cjs'), 'assets', 'build', '--local', '--project', machine.folder],
    { env: { ...process.env, PACKLINE_HOME: machine.home, PACKLINE_CONFIG: config }, stdio: 'ignore' }
  )
  const ended = once(child, 'exit')
  await Promise.race([ended, cache.puts(random.integer(1, 6))])
  child.kill('SIGKILL')
  await ended
  return child.signalCode === 'SIGKILL' ? 1 : 0
}
