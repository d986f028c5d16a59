// Takes 6 s.
import t from 'tap'
import { simulate } from './simulate.js'
import type { Break } from './simulation.js'

t.test('invariants hold under random schedules', async t => {
  const report = simulate({ schedules: 300 })
  t.equal(report.failed, undefined)
  t.ok(report.publishes > 1000, 'and work gets done meanwhile')
})

for (const broken of ['fencing', 'grace', 'version0', 'token'] satisfies Break[]) {
  t.test(`without ${broken} the checks see the harm, and the seed replays it`, async t => {
    const { failed } = simulate({ schedules: 3000, broken })
    t.ok(failed, 'harm was seen')
    t.same(simulate({ schedules: 1, seed: failed?.seed ?? 0, broken }).failed, failed)
  })
}
