import { realpathSync } from 'node:fs'
import t from 'tap'
import { until } from '../../../test/support/processes.js'
import { noisePng } from '../testing/pictures.js'
import { testProject } from '../testing/project.js'
import { LookAhead } from './look-ahead.js'
import { RunMemory } from './run-memory.js'

t.test('what changes between two runs is read before the second, and one that was missed is read by it', async t => {
  const [game, fresh] = [testProject(), testProject()]
  const memory = new RunMemory()
  let looks = 0
  const ahead = new LookAhead({
    project: realpathSync(game.folder),
    home: game.home,
    memory,
    now: Date.now,
    onLooked: () => {
      looks++
    }
  })
  t.teardown(() => {
    ahead.close()
    game.remove()
    fresh.remove()
  })
  const files = Object.fromEntries(Array.from({ length: 4 }, (_, n) => [`art/${n}.png`, noisePng(9, 9, n)]))
  for (const project of [game, fresh]) {
    project.rules({ name: 'units', processor: 'atlas', include: ['art/'], output: 'units' })
    project.write(files)
  }
  const both = (changes: Parameters<typeof game.write>[0]): void => {
    for (const project of [game, fresh]) project.write(changes)
  }
  const hashed = async (): Promise<number | undefined> => (await game.build({ memory })).hashed
  t.equal(await hashed(), 4)
  // A file as young as the clock's tick is read again in each run.
  await until('files that no run reads again', async () => await hashed() === 0)

  ahead.resume()
  both({ 'art/1.png': noisePng(9, 9, 11), 'art/new.png': noisePng(9, 9, 12) })
  await until('a look', () => looks > 0)
  ahead.pause()
  t.equal(await hashed(), 0, 'both were read')
  // Nobody watches.
  both({ 'art/2.png': noisePng(9, 9, 13), 'art/0.png': null })
  t.equal(await hashed(), 1)
  await fresh.build()
  t.same(game.outputs(), fresh.outputs())
  // Another project file takes other files, although each folder is as it was.
  for (const project of [game, fresh]) {
    project.rules({
      name: 'all',
      processor: 'copy',
      include: ['art/**'],
      exclude: ['**/new.png'],
      output: 'all'
    })
  }
  t.equal((await game.build({ memory })).scanned, 3)
  await fresh.build()
  t.same(game.outputs(), fresh.outputs())
})

t.test('a project that cannot be read is left to a run', async t => {
  const game = testProject()
  const memory = new RunMemory()
  game.rules({ name: 'all', processor: 'copy', include: ['art/**'], output: 'all' })
  game.write({ 'art/a.txt': 'a' })
  await game.build({ memory })
  let looks = 0
  const ahead = new LookAhead({
    project: realpathSync(game.folder),
    home: game.home,
    memory,
    now: Date.now,
    onLooked: () => {
      looks++
    }
  })
  t.teardown(() => {
    ahead.close()
    game.remove()
  })
  ahead.resume()
  game.write({ 'packline.json': '{', 'art/a.txt': 'b' })
  await until('a look', () => looks > 0)
  await t.rejects(game.build({ memory }), { code: 'CONFIG_NOT_JSON' })
})
