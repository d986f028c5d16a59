// Takes 14 s.
import t from 'tap'
import { noZooKeeper } from '../../test/support/zookeeper-server.js'
import { flipChaos } from './flip-chaos.js'

t.test('flips under kills and lost connections are whole, complete and never doubled', {
  skip: await noZooKeeper() ?? false,
  timeout: 170_000
}, async t => {
  const report = await flipChaos({
    flips: 12,
    agents: 3,
    seed: 7,
    maxMinutes: 2,
    say: line => {
      t.comment(line)
    }
  })
  t.same(report.missed, [], JSON.stringify(report))
})
