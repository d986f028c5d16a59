import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { noZooKeeper } from '../../test/support/zookeeper-server.js'
import { chaosRun } from './chaos-run.js'
import type { BrokenProtection, ChaosReport } from './chaos-run.js'

const skip = await noZooKeeper() ?? false

t.before(() => { execFileSync(join(import.meta.dirname, '../packline'), ['--version']) })

const harms: Record<BrokenProtection, keyof ChaosReport> = { version0: 'tokensTwice', grace: 'momentsOverSeats', fencing: 'momentsOverSeats' }

for (const [broken, harm] of Object.entries(harms) as Array<[BrokenProtection, keyof ChaosReport]>) {
  t.test(`without ${broken} the same run fails`, { skip, timeout: 170_000 }, async t => {
    const report = await chaosRun({ minutes: broken === 'version0' ? 0.05 : 0.4, faults: 12, seed: 1, devices: 8, sessionTimeoutMs: 1500, graceMs: 2500, broken, say: () => {} })
    t.comment(JSON.stringify(report))
    t.ok(Number(report[harm]) > 0, `${harm}: ${String(report[harm])}`)
  })
}
