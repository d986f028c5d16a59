// Takes 8 s.
import { once } from 'node:events'
import { readFileSync, readdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { Machine, buildPackline } from '../../test/support/agent-process.js'
import { isRunning, until } from '../../test/support/processes.js'
import { workFolderOf } from '../assets/outputs/published-tree.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import type { RunReport } from '../assets/run/run-report.js'
import { lockFile } from '../files/file-lock.js'
import { workerRuns } from './worker-runs.js'
import { workersOf } from './worker-status.js'

t.setTimeout(300_000)
buildPackline()

t.test('builds are left to the warm worker of their project, and come to the same without it', async t => {
  const machine = new Machine(t, { resident: {} })
  const home = machine.environment.PACKLINE_HOME ?? ''
  const game = testProject({}, join(machine.folder, 'work'))
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'units', processor: 'atlas', include: ['art/'], output: 'units' })
  game.write(Object.fromEntries(Array.from({ length: 9 }, (_, n) => [`art/${n}.png`, noisePng(20, 30, n)])))
  const packline = (...words: string[]) => machine.run(['assets', 'build', ...words], { cwd: game.folder })
  const worker = async () => {
    await until('a warm worker', () => workersOf(home).length === 1)
    return workersOf(home)[0]!
  }
  /** The same inputs, built here with nothing known. */
  const outputsOfCold = async () => {
    await game.build({ home: join(machine.folder, 'other-home') })
    return game.outputs()
  }
  const agent = await machine.serve()

  t.match((await packline()).stderr, /Job \w+ \(assets\)/)
  const first = await worker()
  game.write({ 'art/3.png': noisePng(20, 30, 33) })
  const warm = await packline('--json')
  const warmOutputs = game.outputs()
  t.equal(warm.status, 0, warm.stderr)
  t.notMatch(warm.stderr, /Job/)
  t.match((JSON.parse(warm.stdout) as RunReport).actions, { executed: 2, failed: 0 })
  t.same(warmOutputs, await outputsOfCold())
  const [run] = workerRuns(home)
  t.match(run, { workspace: game.folder, state: 'done', total: 4, cached: 2, written: { length: 1 } })
  const page = await (await fetch(`${agent.address}/runs/${run?.id}`)).text()
  t.match(page, /units page[^]*~ out\//, 'it is no job, and has its page')
  t.match(workersOf(home), [{ pid: first.pid, project: game.folder, runs: 1 }])
  if (process.platform === 'linux') t.ok(watchesOf(first.pid))

  game.write({ 'art/new.png': noisePng(30, 30, 44) })
  const both = await Promise.all([packline('--json'), packline('--json')])
  t.same(both.map(({ status }) => status), [0, 0])
  t.same(game.outputs(), await outputsOfCold())

  game.write({ 'art/0.png': noisePng(20, 30, 55) })
  // Another run is publishing: the worker waits for it, and so does whoever goes on in its place.
  const output = join(realpathSync(game.folder), 'out')
  const { signal } = new AbortController()
  const lock = await lockFile(join(workFolderOf(output), 'lock'), { signal, command: 'test' })
  const { child, ended } = machine.start(['assets', 'build', '--events'], { cwd: game.folder })
  createInterface({ input: child.stdout! }).on('line', line => {
    if (!line.includes('"waiting"')) return
    if (isRunning(first.pid)) process.kill(first.pid, 'SIGKILL')
    else lock.close()
  })
  const killed = await ended
  t.match(killed, { status: 0, stderr: /The warm worker that did this has ended[^]*Job/ })
  t.same(game.outputs(), await outputsOfCold())

  // It was a job after all, and so there is another one.
  await until('a second worker', () => workersOf(home).some(({ pid }) => pid !== first.pid))
  const second = await worker()
  writeFileSync(join(game.folder, 'art/3.png'), noisePng(20, 30, 66))
  const beforeJob = new Date().toISOString()
  t.match(await packline('--key=7'), { status: 0, stderr: /Job \w+/ })
  await until('the job was left to it', () => workersOf(home)[0]?.runs === 1)
  t.notOk(workerRuns(home).some(({ startedAt }) => startedAt > beforeJob), 'a job has a page of its own')
  t.same(game.outputs(), await outputsOfCold())
  t.match((await machine.run(['doctor'])).stdout, /workers +1 warm worker, \S+ MB: .*game/)

  agent.child.kill('SIGTERM')
  await once(agent.child, 'exit')
  await until('the worker has ended with its agent', () => !isRunning(second.pid))

  // One that watches nothing, started as an agent with `watch: false` starts it.
  const limits = { memoryBytes: 1e9, ageMs: 1e9, idleMs: 1e9, watch: false }
  machine.start(['resident-worker', realpathSync(game.folder), home, JSON.stringify(limits)])
  const blind = await worker()
  for (const seed of [77, 78]) {
    game.write({ 'art/3.png': noisePng(20, 30, seed) })
    const { stderr } = await packline('--json')
    t.notMatch(stderr, /Job/)
  }
  t.match(workersOf(home), [{ pid: blind.pid, runs: 2 }])
  if (process.platform === 'linux') t.notOk(watchesOf(blind.pid))
  const blindOutputs = game.outputs()
  // Another number of threads, in a process of its own.
  const alone = { PACKLINE_HOME: join(machine.folder, 'home-3'), UV_THREADPOOL_SIZE: '1' }
  await machine.run(['assets', 'build', '--local'], { cwd: game.folder, environment: alone })
  t.same(game.outputs(), blindOutputs)
  t.same(blindOutputs, await outputsOfCold())
})

/** Whether a process has asked Linux to tell it of changed files. */
function watchesOf (pid: number): boolean {
  const folder = `/proc/${pid}/fdinfo`
  return readdirSync(folder).some(name => readFileSync(join(folder, name), 'utf8').includes('inotify wd:'))
}
