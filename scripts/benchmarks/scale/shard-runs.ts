import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import pLimit from 'p-limit'
import { davLocation, launchNginx } from '../../../agent/release/testing/nginx.js'
import type { DataSet } from '../sets/data-set.js'
import { FarmAgent } from './farm-agent.js'

/**
 * `first`: each command is a process that knows nothing. `usual`: each node's agent has a warm worker, which
 * the push before was built with.
 */
export type ShardForm = 'first' | 'usual'

export interface ShardRun {
  agents: number
  form: ShardForm
  /**
   * From the plan's beginning to what is published; by one agent, an ordinary build. It says something only
   * where each agent has a core.
   */
  durationMs: number
  /**
   * Processor time of each command, and of its node's worker from its beginning to its end: the plan, the
   * shards, the join.
   */
  processorMs: { plan: number, shards: number[], join: number }
  /** Of each node's worker, what nobody waited for. */
  besideMs: number[]
}

/** Why no agents can have a core each. */
export const noCores = process.platform === 'linux' ? false : 'taskset is of Linux'

/** Processor time on the longest way: what the clock says where each agent has a core, and nothing else runs. */
export function longestWayMs ({ processorMs: { plan, shards, join: joined } }: ShardRun): number {
  return plan + Math.max(0, ...shards) + joined
}

/**
 * The sets of one project made by so many agents with a core each, through one nginx: all of them have to be
 * made. Where the machine has fewer cores one shard follows the other: two at a time take more processor time
 * than agents on machines of their own.
 */
export async function shardRun (
  set: DataSet,
  agents: number,
  form: ShardForm,
  work: string
): Promise<ShardRun> {
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'www'), { recursive: true })
  mkdirSync(join(work, 'nginx'))
  const nginx = await launchNginx(join(work, 'nginx'), davLocation(join(work, 'www'), 'PUT'))
  const config = join(work, 'agent.json')
  writeFileSync(
    config,
    JSON.stringify(agents === 1 ? {} : { cache: { remote: { url: `${nginx.url}game` } } })
  )
  const isWarm = form === 'usual'
  const all = Array.from({ length: agents }, (_, number) => new FarmAgent(number, isWarm, set, work, config))
  try {
    if (isWarm) {
      for (const agent of all) await agent.start()
      await push(all)
      for (const agent of all) agent.change()
    }
    const started = performance.now()
    const processorMs = await push(all)
    const durationMs = performance.now() - started
    const besideMs = await Promise.all(all.map(async agent => await agent.besideMs()))
    return { agents, form, durationMs, processorMs, besideMs }
  } finally {
    for (const agent of all) agent.stop()
    await nginx.close()
  }
}

async function push (all: readonly FarmAgent[]): Promise<ShardRun['processorMs']> {
  const [first] = all
  if (first === undefined) throw new Error('there is no agent')
  if (all.length === 1) return { plan: 0, shards: [], join: (await first.run(['build'])).ms }
  const plan = await first.run(['plan', `--shards=${all.length}`, '--json'])
  const { plan: name } = JSON.parse(plan.stdout) as { plan: string }
  const atOnce = pLimit(cpus().length < all.length ? 1 : all.length)
  const shards = await Promise.all(
    all.map(async (agent, index) =>
      await atOnce(async () =>
        (await agent.run(['build', `--shard=${index + 1}/${all.length}`, `--plan=${name}`])).ms
      )
    )
  )
  return { plan: plan.ms, shards, join: (await first.run(['build'])).ms }
}
