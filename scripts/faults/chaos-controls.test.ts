// Takes 13 s in real time.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { noZooKeeper } from '../../test/support/zookeeper-server.js'
import { chaosRun } from './chaos-run.js'

const skip = await noZooKeeper() ?? false

t.before(() => {
  execFileSync(join(import.meta.dirname, '../packline'), ['--version'])
})

// The others need half a minute each: scripts/chaos --break with grace, fencing and marker.
t.test('without version0 the same run fails', { skip, timeout: 170_000 }, async t => {
  const report = await chaosRun({
    minutes: 0.05,
    faults: 12,
    seed: 1,
    devices: 8,
    sessionTimeoutMs: 1500,
    graceMs: 2500,
    broken: 'version0',
    say: () => {}
  })
  t.comment(JSON.stringify(report))
  t.ok(report.tokensTwice > 0, `tokens given twice: ${report.tokensTwice}`)
})
