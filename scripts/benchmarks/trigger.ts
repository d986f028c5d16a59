import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BenchmarkArguments } from './bench-arguments.js'
import { places } from './places.js'
import { writeResult } from './report/result-file.js'
import { formatTable } from './report/table.js'
import { bigPush, manyRepositories } from './trigger/big-push.js'
import { runFlood } from './trigger/flood.js'
import { hookLatency, spriteLatency } from './trigger/latency.js'

const program = [process.execPath, join(places.root, 'dist/start.cjs')]
const goals = { hookP99Ms: 20, spriteExtraMs: 1000, idleExtraMs: 1000, bigStartMs: 5000, headSetMs: 2000 }
const times = { quietSeconds: 1, maxWaitSeconds: 10, pollSeconds: 10 }
const quietSeconds = 1

/**
 * Real agents, real git repositories and a stand-in for Jenkins. Fails when a goal is missed or a commit is
 * lost or built twice.
 */
export async function run ({ quick, runs, seed = 1, only }: BenchmarkArguments): Promise<number> {
  execFileSync(places.launcher, ['--version'])
  const folder = mkdtempSync(join(tmpdir(), 'packline-trigger-'))
  const isWanted = (name: string): boolean => only.length === 0 || only.some(each => name.startsWith(each))
  const rows: Array<[string, string, string]> = []
  const result: Record<string, unknown> = {}
  const missed: string[] = []
  const add = (what: string, found: string, goal: string, isMet: boolean): void => {
    rows.push([what, found, goal])
    if (!isMet) missed.push(`${what}: ${found}, wanted ${goal}`)
  }
  try {
    if (isWanted('hook')) {
      const hook = await hookLatency(join(folder, 'hook'), program, quick ? 5 : 30)
      result.hook = hook
      add(
        `hook answered, p99 of ${hook.hooks} at ${hook.perSecond} a second`,
        `${hook.p99Ms} ms (p50 ${hook.p50Ms}, longest ${hook.longestMs})`,
        `≤ ${goals.hookP99Ms} ms`,
        hook.p99Ms <= goals.hookP99Ms
      )
    }
    if (isWanted('sprite')) {
      const sprite = await spriteLatency(join(folder, 'sprite'), program, quietSeconds, quick ? 3 : 10)
      result.sprite = sprite
      const longest = Math.max(...sprite)
      add(
        `one sprite pushed to the sample game, run asked for (longest of ${sprite.length}, quietSeconds ${quietSeconds})`,
        `${longest} ms (shortest ${Math.min(...sprite)})`,
        `≤ ${quietSeconds * 1000 + goals.spriteExtraMs} ms`,
        longest <= quietSeconds * 1000 + goals.spriteExtraMs
      )
    }
    if (isWanted('big')) {
      const big = await bigPush(join(folder, 'big'), program, quietSeconds, quick ? 600 : 2000)
      result.big = big
      add(
        `${big.commits} commits in one push: first build asked for (${big.builds} builds)`,
        `${big.startMs} ms`,
        `≤ ${goals.bigStartMs} ms, one build`,
        big.startMs <= goals.bigStartMs && big.builds === 1
      )
      add(
        'status of the newest of them, after the end of the build',
        `${big.headSetMs} ms`,
        `≤ ${goals.headSetMs} ms`,
        big.headSetMs <= goals.headSetMs
      )
    }
    if (isWanted('many')) {
      const [count, perSecond] = quick ? [20, 10] : [200, 10]
      const many = await manyRepositories(join(folder, 'many'), program, quietSeconds, count, perSecond)
      result.many = many
      const longest = Math.max(...many)
      add(
        `a push to each of ${count} repositories, ${perSecond} a second: run asked for (longest, quietSeconds ${quietSeconds})`,
        `${longest} ms (shortest ${Math.min(...many)})`,
        `≤ ${quietSeconds * 1000 + goals.spriteExtraMs} ms`,
        longest <= quietSeconds * 1000 + goals.spriteExtraMs
      )
    }
    if (isWanted('flood')) {
      const pushes = runs ?? (quick ? 500 : 10_000)
      const flood = await runFlood({
        folder: join(folder, 'flood'),
        program,
        repositories: quick ? 10 : 50,
        pushes,
        kills: quick ? 3 : 20,
        seed,
        times,
        report: line => {
          process.stderr.write(`${line}\n`)
        }
      })
      result.flood = flood
      add(
        `${flood.pushes} pushes in ${flood.seconds} s (${flood.hooksLost} hooks lost, ${flood.hooksDoubled} doubled, ${flood.answersLost} answers of Jenkins lost, ${flood.kills} kills): commits not in exactly one of ${flood.builds} builds`,
        String(flood.failures.length),
        '0',
        flood.failures.length === 0
      )
      const idleGoalMs = times.maxWaitSeconds * 1000 + goals.idleExtraMs + flood.longestRestartMs
      add(
        `longest wait of a batch, runs of its branch aside (the longest restart after a kill took ${flood.longestRestartMs} ms)`,
        `${flood.longestIdleMs} ms`,
        `≤ ${idleGoalMs} ms`,
        flood.longestIdleMs <= idleGoalMs
      )
      for (const failure of flood.failures.slice(0, 10)) process.stdout.write(`seed ${seed}: ${failure}\n`)
    }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  process.stdout.write(
    `Pushes that start runs\n\n${formatTable(['', 'measured', 'goal'], rows)}\n\n${
      writeResult('trigger', { ...result, missed })
    }\n`
  )
  for (const each of missed) process.stdout.write(`missed: ${each}\n`)
  return missed.length === 0 ? 0 : 1
}
