// Takes 9 s.
import t from 'tap'
import { deliveryChaos } from './delivery-chaos.js'
import { deliveryBreaks } from './delivery-world.js'

t.test('whoever is killed between two requests, players see whole revisions, and what is served is recorded', async t => {
  const { wrong, killed, done, reads } = await deliveryChaos({ operations: 30, seed: 1 })
  t.same(wrong, [])
  t.ok(killed > 2 && (done.update ?? 0) > 2 && reads > 200, JSON.stringify({ killed, done, reads }))
})

for (const broken of deliveryBreaks) {
  t.test(`without ${broken} the same run fails`, async t => {
    const { wrong } = await deliveryChaos({ operations: 200, seed: 1, broken })
    t.not(wrong.length, 0)
  })
}
