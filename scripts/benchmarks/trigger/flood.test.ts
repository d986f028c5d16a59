// Takes 18 s.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import t from 'tap'
import { places } from '../places.js'
import { runFlood } from './flood.js'

t.test('a real agent that is killed builds every push once, though hooks are lost and doubled', async t => {
  execFileSync(places.launcher, ['--version'])

  const result = await runFlood({
    folder: t.testdir({}),
    program: [process.execPath, join(places.root, 'dist/start.cjs')],
    repositories: 4,
    pushes: 80,
    kills: 2,
    seed: 7,
    times: { quietSeconds: 0.2, maxWaitSeconds: 5, pollSeconds: 2 }
  })

  t.same(result.failures, [])
  t.equal(result.pushes, 80)
  t.equal(result.kills, 2)
  t.ok(result.builds > 3 && result.builds < 80, `${result.builds} builds`)
  t.ok(result.longestIdleMs < 30_000, `${result.longestIdleMs} ms`)
})
