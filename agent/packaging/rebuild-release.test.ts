import t from 'tap'
import { LevelDocuments } from '../coordination/level-documents.js'
import { openWorld } from '../release/testing/release-world.js'
import type { Registry } from '../release/registry.js'
import { effectiveProject } from '../release/effective-project.js'
import type { ProjectFile } from '../config/project-schema.js'
import { filesOf } from '../release/publish/publisher.js'
import { rebuildRelease } from './rebuild-release.js'
import { builtAssets, recordPackages } from './record-packages.js'
import { makeGame } from './testing/game.js'
import type { Game } from './testing/game.js'

const author = { by: 'ann', why: 'test' }
const definition = {
  environments: { prod: { services: { GameServer: { addresses: ['game.example:7001'] } } } },
  targets: [{ id: 'live', environment: 'prod' }, {
    id: 'gray',
    environment: 'prod',
    priority: 1,
    rollout: { share: 1 }
  }],
  parameters: { speed: { type: 'number', description: 'd', default: 1 } }
}
const packages = {
  baselines: { client: { type: 'folder', path: 'client' } },
  platforms: { windows: { baseline: 'client' } },
  channels: { steam: {}, 应用宝: {} },
  edits: [{ put: 'res/', from: 'build/res/' }]
}

async function released (
  t: Parameters<typeof makeGame>[0],
  given: object = packages,
  prepare: (game: Game) => void = () => {}
): Promise<
  { game: Game, registry: Registry, rebuild: () => ReturnType<typeof rebuildRelease>, sha256: string[] }
> {
  const game = makeGame(t)
  game.write({ 'client/game.txt': 'game '.repeat(500), 'build/res/a.json': 'asset' })
  prepare(game)
  game.define(given, definition)
  const documents = new LevelDocuments({ folder: `${game.home}/documents`, isDurable: false })
  t.teardown(async () => {
    await documents.close()
  })
  const { registry } = openWorld(documents)
  const settings = {
    folder: game.folder,
    home: game.home,
    environment: { PATH: process.env.PATH },
    signal: new AbortController().signal,
    now: Date.now
  }
  let order!: ProjectFile
  const report = await game.build({
    effective: async file => {
      order = effectiveProject(file, undefined)
      return order
    }
  })
  await recordPackages(
    registry,
    report,
    { folder: game.folder, order, commits: {}, assets: await builtAssets(settings, order) },
    author
  )
  return {
    game,
    registry,
    sha256: report.rows.map(row => row.sha256!),
    rebuild: async () => await rebuildRelease(registry, { version: '1.4.0', build: 7 }, settings)
  }
}

t.test('a release is made again byte for byte, whatever targets, parameters and packages there are by then', async t => {
  const { game, registry, rebuild, sha256 } = await released(t)
  game.define(packages, {
    ...definition,
    environments: { prod: { services: { GameServer: { addresses: ['moved.example:7001'] } } } },
    targets: [],
    parameters: {}
  })
  await game.build({ version: '1.5.0', build: 8 })

  const report = await rebuild()

  t.match(report, {
    release: '1.4.0-7',
    status: 'same',
    output: 'build/rebuild/1.4.0-7',
    assets: [],
    differences: []
  })
  t.same(
    report.rows.map(({ row, found }) => [row, found]).sort(),
    ['live/windows/steam', 'live/windows/应用宝', 'gray/windows/steam', 'gray/windows/应用宝']
      .map((row, index) => [row, sha256[index]])
      .sort()
  )
  t.ok(
    game.read('build/rebuild/1.4.0-7/build/packages/gray/windows/应用宝/package.config.json').includes(
      'game.example:7001'
    )
  )
  const artifacts = (await registry.rows({ version: '1.4.0', build: 7 }, 'gray')).flatMap(row =>
    row.artifacts
  )
  t.equal((await filesOf(game.path(report.output), artifacts)).length, 2, 'they can be published from there')
  t.ok(
    game.outputs().every(name =>
      !name.includes('1.4.0-7.zip') || name.startsWith('live') || name.startsWith('gray')
    ),
    'the packages of before stay where they are'
  )
  t.match(await rebuild(), { status: 'same' }, 'and once more')
})

t.test('what is not as it was is named', async t => {
  const { game, rebuild, registry } = await released(t)
  game.write({ 'build/res/a.json': 'other' })
  t.match(await rebuild(), {
    status: 'different',
    rows: [{ state: 'different' }, {}, {}, {}],
    assets: [{ path: 'a.json', change: 'changed' }]
  })
  game.write({ 'client/game.txt': 'other' })
  await t.rejects(rebuild(), { code: 'RELEASE_BASELINE_DIFFERS', details: { baseline: 'client' } })
  game.remove('client')
  await t.rejects(rebuild(), {
    code: 'RELEASE_BASELINE_DIFFERS',
    details: { baseline: 'client', found: 'nothing' }
  })
  game.define({ ...packages, channels: {} }, definition)
  await t.rejects(rebuild(), { code: 'PACKAGE_UNKNOWN_ROW' })

  const rebuiltFrom = { commits: {}, tools: {}, baselines: {}, command: [] }
  const old = await registry.begin({ version: '2.0', rebuild: rebuiltFrom }, author)
  const settings = {
    folder: game.folder,
    environment: {},
    signal: new AbortController().signal,
    now: Date.now
  }
  await t.rejects(rebuildRelease(registry, old, settings), {
    code: 'RELEASE_NOT_REBUILDABLE',
    details: { reason: 'it has no packages' }
  })
})

t.test('a baseline that its command made is made again only when it is gone', async t => {
  const build = { command: ['./make.sh'], inputs: ['make.sh'], environment: ['PATH'] }
  const given = { ...packages, baselines: { client: { type: 'folder', path: 'out', build } } }
  const { game, rebuild } = await released(t, given, game => {
    game.script('make.sh', '#!/bin/sh\nmkdir -p out && echo made > out/game.txt && echo run >> runs\n')
  })

  t.match(await rebuild(), { status: 'same' })
  t.equal(game.read('runs').toString(), 'run\n')
  game.remove('out')
  t.match(await rebuild(), { status: 'same' })
  t.equal(game.read('runs').toString(), 'run\nrun\n')
})
