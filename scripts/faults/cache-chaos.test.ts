// Takes 7 s.
import t from 'tap'
import { cacheChaos } from './cache-chaos.js'

t.test('beside a cache that drops, fails, stalls, lies and evicts every run publishes what it does without', async t => {
  const report = await cacheChaos({ runs: 12, seed: 3, kills: false, say: () => {} })
  t.same(report.wrong, [])
  t.ok(
    report.hits > 0 && report.sent > 10 && report.wrongAnswers > 0 && report.evicted > 0 &&
      report.shards > report.lostShards,
    JSON.stringify(report)
  )
})
