import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { workerName } from './worker-place.js'

t.test('each project has a name of its own, by whatever path it is called', t => {
  const folder = t.testdir({ games: {}, link: t.fixture('symlink', 'games') })
  const names = new Set<string>()
  for (let n = 0; n < 400; n++) {
    const game = `${n % 2 === 0 ? '游戏' : 'game'}-${n}`
    mkdirSync(join(folder, 'games', game))
    const name = workerName(join(folder, 'games', game))
    t.match(name, /^[0-9a-f]{16}$/)
    t.equal(workerName(join(folder, 'link', game)), name)
    names.add(name)
  }
  t.equal(names.size, 400)
  t.end()
})
