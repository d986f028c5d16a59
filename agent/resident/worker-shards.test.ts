// Takes 8 s.
import { realpathSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { Machine, buildPackline } from '../../test/support/agent-process.js'
import { until } from '../../test/support/processes.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import { serveKept } from '../cache/testing/kept-server.js'
import { workerRuns } from './worker-runs.js'
import { workersOf } from './worker-status.js'

t.setTimeout(300_000)
buildPackline()

t.test('a plan, its shards and the join are left to warm workers, and come to the same without them', {
  skip: process.platform === 'win32'
}, async t => {
  let onSent = (): void => {}
  const { url } = await serveKept(t, () => {
    onSent()
    return 200
  })
  const machine = new Machine(t, { cache: { remote: { url } } })
  const home = machine.environment.PACKLINE_HOME ?? ''
  const game = testProject({}, join(machine.folder, 'work'))
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' })
  const push = (seed: number): void => {
    for (const [index, set] of ['elf', 'orc'].entries()) {
      game.write({
        [`art/${set}/${set}-a.png`]: noisePng(20, 30, seed + index),
        [`art/${set}/${set}-b.png`]: noisePng(9, 9, seed + index)
      })
    }
  }
  /** As a Jenkins step calls it: under a key of its own. */
  const packline = async (words: string[], environment: NodeJS.ProcessEnv = {}) =>
    await machine.run(['assets', ...words], {
      cwd: game.folder,
      environment: { PACKLINE_JOB_KEY: 'build-7', ...environment }
    })
  const alone = { PACKLINE_AGENT: 'none' }
  const startWorker = async (): Promise<void> => {
    const limits = { memoryBytes: 1e9, ageMs: 1e9, idleMs: 1e9, watch: true }
    const { child } = machine.start([
      'resident-worker',
      realpathSync(game.folder),
      home,
      JSON.stringify(limits)
    ])
    await until('a warm worker', () => workersOf(home).some(({ pid }) => pid === child.pid))
    onSent = () => child.kill('SIGKILL')
  }

  push(1)
  await startWorker()
  const killWorker = onSent
  onSent = () => {}
  const planned = await packline(['plan', '--shards=2', '--json'])
  t.match(workersOf(home), [{ runs: 1 }], 'it has planned')
  const { plan, shards } = JSON.parse(planned.stdout)
  t.match(shards, { length: 2 })
  onSent = killWorker
  const lost = await packline(['build', '--shard=1/2', `--plan=${plan}`, '--json'])
  onSent = () => {}
  t.match(lost, { status: 0, stderr: /The warm worker that did this has ended/ })
  t.match(JSON.parse(lost.stdout), { actions: { failed: 0 }, outputs: [] })

  await startWorker()
  onSent = () => {}
  const second = await packline(['build', '--shard=2/2', `--plan=${plan}`, '--json'])
  t.match(JSON.parse(second.stdout), { actions: { executed: 5, failed: 0 }, outputs: [] })
  t.match(workersOf(home), [{ runs: 1 }], 'it has built the shard')
  t.same(workerRuns(home), [], 'which publishes nothing, and is on no page')
  const joined = await packline(['build', '--json'], { PACKLINE_JOB_KEY: '' })
  t.match(JSON.parse(joined.stdout), { actions: { executed: 0, failed: 0 } })
  t.match(workersOf(home), [{ runs: 2 }])
  const outputs = game.outputs()
  await game.build({ home: join(machine.folder, 'other-home') })
  t.same(outputs, game.outputs())

  push(50)
  const [warm, cold] = [
    await packline(['plan', '--shards=2', '--json']),
    await packline(['plan', '--shards=2', '--json'], alone)
  ]
  t.same(JSON.parse(warm.stdout), JSON.parse(cold.stdout))
  t.match(workersOf(home), [{ runs: 3 }])
})
