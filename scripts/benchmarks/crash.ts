import { join } from 'node:path'
import type { BenchmarkArguments } from './bench-arguments.js'
import { addCounts, runCrashChain, type CrashCounts, type CrashFailure } from './crash/crash-chain.js'
import { places } from './places.js'
import { writeResult } from './report/result-file.js'
import { formatTable } from './report/table.js'

/** So many runs share a project and its cache; a failure is replayed from the chain's seed. */
const chainRuns = 20

/**
 * Kills builds with SIGKILL at random moments. Fails when one of them ever showed half a tree, or left one
 * behind.
 */
export async function run ({ runs, quick, seed, warm }: BenchmarkArguments): Promise<number> {
  const wanted = runs ?? (quick ? 8 : 200)
  const firstSeed = seed ?? 1
  let total: CrashCounts = { runs: 0, kills: 0, finished: 0, looks: 0, keptOld: 0, showedNew: 0 }
  const failures: CrashFailure[] = []
  const started = performance.now()
  for (let chain = 0; total.runs < wanted; chain++) {
    const { counts, failures: found } = await runCrashChain({
      launcher: [places.launcher],
      folder: join(places.work, 'crash'),
      seed: firstSeed + chain,
      runs: Math.min(chainRuns, wanted - total.runs),
      isWarm: warm,
      report: line => {
        process.stderr.write(`${line}\n`)
      }
    })
    total = addCounts(total, counts)
    failures.push(...found)
    process.stderr.write(
      `seed ${firstSeed + chain}: ${total.runs} of ${wanted} runs, ${failures.length} failures\n`
    )
  }
  process.stdout.write(
    `Builds killed with SIGKILL at a random moment\n\n${
      table(total, failures, performance.now() - started)
    }\n`
  )
  for (const { seed, run, what } of failures) {
    process.stdout.write(
      `\nseed ${seed}, run ${run}: ${what}\n  again: scripts/bench crash${
        warm ? ' --warm' : ''
      } --seed ${seed} --runs ${run + 1}\n`
    )
  }
  process.stdout.write(`\n${writeResult('crash', { counts: total, failures })}\n`)
  return failures.length === 0 ? 0 : 1
}

function table (counts: CrashCounts, failures: CrashFailure[], durationMs: number): string {
  return formatTable(['', 'count'], [
    ['runs, each ended by a clean build', counts.runs],
    ['builds killed', counts.kills],
    ['builds that ended before their kill', counts.finished],
    ["looks at a rule's tree, whole each time", counts.looks],
    ['trees that a killed build had left as they were', counts.keptOld],
    ['trees that a killed build had published', counts.showedNew],
    ['failures', failures.length],
    ['seconds', (durationMs / 1000).toFixed(0)]
  ])
}
