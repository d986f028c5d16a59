// Takes 77 s in real time.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { noZooKeeper } from '../../test/support/zookeeper-server.js'
import { chaosRun } from './chaos-run.js'

const skip = await noZooKeeper() ?? false
// Longer than by hand: tests run beside each other on few cores, and what is promised counts on tools being
// killed within the grace.
const patient = { sessionTimeoutMs: 1500, graceMs: 2500, say: () => {} }

t.before(() => {
  execFileSync(join(import.meta.dirname, '../packline'), ['--version'])
})

t.test('a short run with faults keeps every promise', { skip, timeout: 170_000 }, async t => {
  const report = await chaosRun({ ...patient, minutes: 0.4, faults: 1000, seed: 1, devices: 8 })
  t.comment(JSON.stringify(report))
  // How soon a seat is of use again is judged where the machine has nothing else to do.
  t.same(report.missed.filter(each => !each.startsWith('recovery')), [])
  t.ok(report.faults >= 10 && Object.keys(report.byKind).length >= 6, `${report.faults} faults`)
  t.ok(
    report.publishes >= 5 && report.seatGrants >= 2 && report.deaths >= 1,
    `${report.publishes} publishes`
  )
})
