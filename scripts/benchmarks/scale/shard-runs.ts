import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { davLocation, launchNginx } from '../../../agent/release/testing/nginx.js'
import { measureRun } from '../measuring/measured-run.js'
import type { Program } from '../measuring/run-program.js'
import { places } from '../places.js'
import type { DataSet } from '../sets/data-set.js'

export interface ShardRun {
  agents: number
  /**
   * From the plan's beginning to what is published; by one agent, an ordinary build. It says something only
   * where each agent has a core.
   */
  durationMs: number
  /** Processor time of each command: the plan, the shards, the join. */
  processorMs: { plan: number, shards: number[], join: number }
}

/** Why no agents can have a core each. */
export const noCores = process.platform === 'linux' ? false : 'taskset is of Linux'

/** Processor time on the longest way: what the clock says where each agent has a core, and nothing else runs. */
export function longestWayMs ({ processorMs: { plan, shards, join: joined } }: ShardRun): number {
  return plan + Math.max(0, ...shards) + joined
}

interface Agent {
  core: number
  home: string
  game: string
}

/**
 * The sets of one project made by so many agents with a core each, through one nginx, from nothing. Where the
 * machine has fewer cores, as many shards at a time as it has.
 */
export async function shardRun (set: DataSet, agents: number, work: string): Promise<ShardRun> {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'www'), { recursive: true })
  mkdirSync(join(work, 'nginx'))
  const nginx = await launchNginx(join(work, 'nginx'), davLocation(join(work, 'www'), 'PUT'))
  const config = join(work, 'agent.json')
  writeFileSync(
    config,
    JSON.stringify(agents === 1 ? {} : { cache: { remote: { url: `${nginx.url}game` } } })
  )
  try {
    const all = Array.from({ length: agents }, (_, core) => agentAt(core, set, work))
    const run = async (
      agent: Agent | undefined,
      words: string[]
    ): Promise<{ ms: number, stdout: string }> => {
      if (agent === undefined) throw new Error('there is no such agent')
      const { status, stdout, stderr, processorMs = 0 } = await measureRun(commandOn(agent, config, words))
      if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
      return { ms: processorMs, stdout }
    }
    const started = performance.now()
    if (agents === 1) {
      const { ms } = await run(all[0], ['build'])
      return {
        agents,
        durationMs: performance.now() - started,
        processorMs: { plan: 0, shards: [], join: ms }
      }
    }
    const plan = await run(all[0], ['plan', `--shards=${agents}`, '--json'])
    const { plan: name } = JSON.parse(plan.stdout) as { plan: string }
    const atOnce = pLimit(cpus().length)
    const shards = await Promise.all(
      all.map(async (agent, index) =>
        await atOnce(async () =>
          (await run(agent, ['build', `--shard=${index + 1}/${agents}`, `--plan=${name}`])).ms
        )
      )
    )
    const join = await run(all[0], ['build'])
    return {
      agents,
      durationMs: performance.now() - started,
      processorMs: { plan: plan.ms, shards, join: join.ms }
    }
  } finally {
    await nginx.close()
  }
}

function agentAt (core: number, set: DataSet, work: string): Agent {
  const [home, game] = [join(work, `home-${core}`), join(work, `game-${core}`)]
  cpSync(set.folder, join(game, 'art'), { recursive: true })
  const rule = { name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' }
  writeFileSync(
    join(game, 'packline.json'),
    JSON.stringify({ project: 'game', assets: { output: 'out', rules: [rule] } })
  )
  return { core: core % cpus().length, home, game }
}

function commandOn ({ core, home, game }: Agent, config: string, words: string[]): Program {
  // What several nodes are for: the fast profile is done before they have begun.
  const own = ['--profile=release', ...words[0] === 'build' ? ['--local'] : []]
  return {
    file: 'taskset',
    args: ['-c', `${core}`, places.launcher, 'assets', ...words, ...own, '--project', game],
    environment: { PACKLINE_HOME: home, PACKLINE_CONFIG: config }
  }
}
