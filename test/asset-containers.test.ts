// Takes 8 s.
import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { RunReport } from '../agent/assets/run/run-report.js'
import { noisePng } from '../agent/assets/testing/pictures.js'
import { ContainerRuntime } from './support/container-runtime.js'

const root = join(import.meta.dirname, '..')
const runtime = await ContainerRuntime.start()
const skip = 'reason' in runtime ? runtime.reason : false

t.teardown(async () => {
  if (!('reason' in runtime)) await runtime.close()
})

const rules = [
  { name: 'units', processor: 'atlas', include: ['art/'], output: 'units/set' },
  { name: 'sound', processor: 'copy', include: ['sound/**'], output: 'sound' }
]
const listing = `
  const { createHash } = require('node:crypto'), { readdirSync, readFileSync } = require('node:fs')
  const names = readdirSync('/work/game/out', { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && !entry.path.includes('.packline')).map(entry => entry.path + '/' + entry.name)
  console.log(JSON.stringify(Object.fromEntries(names.sort().map(name =>
    [name.slice('/work/game/out/'.length), createHash('sha256').update(readFileSync(name)).digest('hex')]))))`

t.test('assets are built in a container into a bind mount and into a volume', { skip }, async t => {
  if ('reason' in runtime) return
  execFileSync(join(root, 'scripts/packline'), ['--version'])
  const folder = t.testdir({ host: {} })
  const game = join(folder, 'game')
  const write = (path: string, content: string | Buffer): void => {
    mkdirSync(dirname(join(game, path)), { recursive: true })
    writeFileSync(join(game, path), content)
  }
  let containers = 0
  const run = async (output: string, ...command: string[]): Promise<string> => {
    const container = runtime.spawn([process.execPath, ...command], {
      name: `packline-assets-${process.pid}-${containers++}`,
      environment: { PACKLINE_HOME: '/tmp/home', PACKLINE_LANG: 'en', PATH: '/usr/bin:/bin' },
      // A path is mounted, a name is a volume of the runtime.
      volumes: [`${root}:${root}:ro`, `${game}:/work/game`, `${output}:/work/game/out`]
    })
    const [stdout, stderr, [status]] = await Promise.all([
      text(container.stdout!),
      text(container.stderr!),
      once(container, 'close')
    ])
    t.equal(status, 0, stderr)
    return stdout
  }
  const build = async (output: string): Promise<RunReport> => {
    const report = await run(
      output,
      join(root, 'dist/main.js'),
      'assets',
      'build',
      '--local',
      '--json',
      '--project=/work/game'
    )
    return JSON.parse(report) as RunReport
  }

  for (const output of [join(folder, 'host'), `packline-out-${process.pid}`]) {
    rmSync(game, { recursive: true, force: true })
    write('packline.json', JSON.stringify({ project: 'game', assets: { output: 'out', rules } }))
    for (let number = 0; number < 4; number++) write(`art/${number}.png`, noisePng(20 + number, 30, number))
    write('sound/a.ogg', 'A')
    write('sound/b.ogg', 'B')
    const first = await build(output)
    t.match(first, { status: 'done', written: { length: 4 } })

    // Every container has a home of its own, and knows the outputs by the record beside them.
    write('sound/a.ogg', 'A2')
    rmSync(join(game, 'sound/b.ogg'))
    const second = await build(output)
    t.same([second.written, second.removed], [['out/sound/a.ogg'], ['out/sound/b.ogg']])
    const told = Object.fromEntries(
      second.outputs.map(({ path, sha256 }) => [path.slice('out/'.length), sha256])
    )
    t.same(JSON.parse(await run(output, '-e', listing)), told)
    t.same(Object.keys(told), ['sound/a.ogg', 'units/set.plist', 'units/set.png'])
  }
  t.equal(readFileSync(join(folder, 'host/sound/a.ogg'), 'utf8'), 'A2', "the bind mount is the host's folder")
})
