// Takes 10 s.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { runCrashChain } from '../scripts/benchmarks/crash/crash-chain.js'

const launcher = join(import.meta.dirname, '../scripts/packline')

t.test('builds killed at random moments leave whole trees, and the next run makes them right', async t => {
  execFileSync(launcher, ['--version'])
  for (const isWarm of [false, true]) {
    const { counts, failures } = await runCrashChain({
      launcher: [launcher],
      folder: t.testdir({}),
      seed: 20261122,
      runs: 3,
      isWarm
    })

    t.same(failures, [])
    t.equal(counts.runs, 3)
    t.ok(counts.kills > 0 && counts.looks > 0)
  }
})
