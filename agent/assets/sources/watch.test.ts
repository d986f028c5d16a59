import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { testProject } from '../testing/project.js'
import { watchProject } from './watch.js'
import type { WatchedRun } from './watch.js'

t.test('builds at once, again after a burst of saves, once more after a save during a run, and ends when interrupted', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'sound', processor: 'copy', include: ['sound/**'], output: 'sound' })
  game.write({ 'sound/a': 'A', 'packline-layouts/mine.json': '' })
  const interrupt = new AbortController()
  const written: string[][] = []
  const save = (name: string, text: string): void => {
    writeFileSync(join(game.folder, 'sound', name), text)
  }

  const changes: Array<readonly string[]> = []
  const build = async (changed: readonly string[]): Promise<WatchedRun> => {
    changes.push(changed)
    const run = written.length
    if (run === 3) interrupt.abort()
    const report = await game.build({
      emit: event => {
        // During the second run: this run may or may not see it, the next one has to.
        if (run === 1 && event.type === 'scanned') save('late', 'L')
      }
    })
    written.push(report.written)
    if (run === 0) save('../packline-layouts/mine.json', '{}')
    if (run === 0) { for (let index = 0; index < 20; index++) save('burst', `B${index}`) }
    if (run === 2) save('last', 'Z')
    return { exitStatus: run, kept: ['packline-layouts/mine.json'] }
  }
  const status = await watchProject({
    folder: game.folder,
    build,
    output: async () => 'out',
    onWaiting: () => {},
    onPolling: () => {},
    signal: interrupt.signal
  })

  t.equal(status, 3)
  t.same(written, [['out/sound/a'], ['out/sound/burst'], ['out/sound/late'], ['out/sound/last']])
  t.same(
    changes,
    [[], ['sound/burst'], ['sound/late'], ['sound/last']],
    'neither outputs nor files that runs keep are changes'
  )
})
