import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { isRunning, until } from '../../test/support/processes.js'
import { rehearsalFolder, workerName } from './worker-place.js'
import { WorkerPool } from './worker-pool.js'

/** Stands for a worker: notes that it was started, and ends as its project is called. */
const program = `
const { appendFileSync, existsSync } = require('node:fs')
const [project, home] = process.argv.slice(1)
const name = project.split('/').at(-1)
appendFileSync(home + '/started', name + ' ' + process.pid + '\\n')
const isFirst = !existsSync(home + '/' + name)
appendFileSync(home + '/' + name, '')
if (name === 'large' && isFirst) process.exit(75)
if (name === 'broken') process.exit(1)
setInterval(() => {}, 1000)
`

function pool (t: Test, projects: number) {
  const home = t.testdir()
  const logged: string[] = []
  const log = (_: object, text: string): void => {
    logged.push(text)
  }
  const made = new WorkerPool({
    home,
    config: { projects, memoryMb: 1000, maxAgeHours: 24, watch: false },
    program: [process.execPath, '-e', program],
    environment: {},
    log: { info: log, warn: log }
  })
  t.teardown(() => {
    made.close()
  })
  const started = (name: string): number[] =>
    (existsSync(join(home, 'started')) ? readFileSync(join(home, 'started'), 'utf8') : '')
      .split('\n')
      .flatMap(line => line.startsWith(`${name} `) ? [Number(line.slice(name.length + 1))] : [])
  const want = (name: string): void => {
    mkdirSync(join(home, 'projects', name), { recursive: true })
    made.want(join(home, 'projects', name))
  }
  return { made, want, started, logged, home }
}

t.test('what killed workers left of a rehearsal goes when the agent starts, and not what others do', async t => {
  const home = t.testdir()
  const { log } = console
  const [left, used] = ['0123456789abcdef', workerName(home)].map(name => rehearsalFolder(home, name))
  for (const folder of [left!, used!]) mkdirSync(join(folder, 'game/art'), { recursive: true })
  const status = { pid: process.pid, project: home }
  writeFileSync(join(home, 'workers', `${workerName(home)}.json`), JSON.stringify(status))
  new WorkerPool({
    home,
    config: { projects: 1, memoryMb: 1000, maxAgeHours: 24, watch: false },
    program: [process.execPath],
    environment: {},
    log: { info: log, warn: log }
  })
    .close()
  t.same([existsSync(left!), existsSync(used!)], [false, true])
})

t.test('a worker is kept for each of the projects that were built last, and as many as are configured', async t => {
  const { made, want, started } = pool(t, 1)
  want('orcs')
  want('orcs')
  await until('a worker', () => started('orcs').length > 0)
  const [orcs = 0] = started('orcs')
  want('elves')
  await until('another one', () => started('elves').length > 0)
  const [elves = 0] = started('elves')
  await until('the first has made room', () => !isRunning(orcs))
  t.ok(isRunning(elves))
  t.equal(started('orcs').length, 1)
  made.close()
  await until('none is left', () => !isRunning(elves))
  want('dwarves')
  made.close()
  t.same(started('dwarves'), [])
})

t.test('one that ended at its limit is replaced; one that died is, when it is wanted again', async t => {
  const { want, started, logged } = pool(t, 3)
  want('large')
  await until('its successor', () => started('large').length === 2)
  want('broken')
  await until('its end is told', () => logged.includes('a warm worker died'))
  t.equal(started('broken').length, 1)
  want('broken')
  await until('another one', () => started('broken').length === 2)
})

t.test('a project that has gone has no worker, and is a line in the log', async t => {
  const { made, logged, home } = pool(t, 3)
  made.want(join(home, 'projects/gone'))
  await until('it is told', () => logged.includes('a warm worker could not be started'))
})
