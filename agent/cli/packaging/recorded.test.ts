// Takes 8 s.
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectHere } from '../../../test/support/project-here.js'
import { english } from '../../messages/testing/english.js'

const why = ['--why', 'test']
const game = {
  project: 'dk',
  environments: {
    prod: { services: { GameServer: { addresses: ['game.example:7001'] } } },
    other: { services: { GameServer: { addresses: ['other.example:7001'] } } }
  },
  targets: [{ id: 'live', kind: 'formal', environment: 'prod' }, {
    id: 'gray-1',
    environment: 'prod',
    priority: 50,
    rollout: { share: 100 }
  }],
  parameters: {
    logLevel: {
      type: 'choice',
      choices: ['none', 'error', 'all'],
      default: 'error',
      description: 'What the client logs'
    }
  },
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    edits: [{ put: 'res/', from: 'build/res/' }],
    hotUpdate: { url: 'https://cdn.example/dk/', content: [{ from: 'build/res/' }] }
  }
}
const files = { 'client/game.txt': 'game', 'build/res/level.json': 'one', 'build/res/ui/main.csb': 'ui' }
const build = (
  version: string,
  number: number
): string[] => ['package', 'build', '--app-version', version, '--build', String(number), '--json']

t.test('packages are made for the targets, environments and parameters that operators left', async t => {
  const { packline, write, folder } = projectHere(t.testdir({}), game)
  write(files)
  const config = (target: string): unknown =>
    JSON.parse(readFileSync(join(folder, `build/packages/${target}/windows/package.config.json`), 'utf8'))
  const plan = async (): Promise<Array<{ id: string, way: string }>> =>
    (await packline('package', 'plan', '--app-version', '1.0', '--build', '1', '--json')).json().rows
  t.same((await plan()).map(({ id }) => id), ['live/windows', 'gray-1/windows'], 'nothing was changed yet')
  await packline(...build('1.0', 1))

  await packline(
    'target',
    'add',
    '{"id":"gray-2","environment":"other","priority":60,"match":{"platform":["windows"]},"rollout":{"share":1}}',
    ...why
  )
  await packline('target', 'remove', 'gray-1', ...why)
  await packline('params', 'set', 'logLevel', 'all', ...why)
  await packline('params', 'set', 'logLevel', 'none', '--target', 'gray-2', ...why)

  t.match(english(await plan()), [{
    id: 'live/windows',
    way: 'repack',
    why: ['the folder is packed', /config.parameters changed/]
  }, { id: 'gray-2/windows' }])
  t.match((await packline(...build('1.0', 1))).json(), {
    status: 'done',
    rows: [{ state: 'made' }, { state: 'made' }]
  })
  t.match(config('live'), { environment: { name: 'prod' }, parameters: { logLevel: 'all' } })
  t.match(config('gray-2'), {
    environment: { services: { GameServer: { addresses: ['other.example:7001'] } } },
    parameters: { logLevel: 'none' }
  })

  const given = ['--app-version', '1.0', '--build', '1', '--parameter', 'logLevel=error', '--events']
  const planned = await packline('package', 'plan', ...given)
  t.match(planned.json(), {
    type: 'report',
    report: {
      status: 'planned',
      rows: [{ id: 'live/windows', why: [/^/, /parameters/] }, { id: 'gray-2/windows' }]
    }
  })
  await packline('package', 'build', ...given)
  t.match([config('live'), config('gray-2')].map(each => (each as any).parameters.logLevel), [
    'error',
    'error'
  ])
  const refused = await packline(
    'package',
    'plan',
    ...given.slice(0, 5),
    'logLevel=much',
    '--parameter',
    'x=1'
  )
  t.match(refused, { status: 2, stderr: /logLevel.*none, error, all[^]*x.*a known parameter: logLevel/ })
  t.match(await packline('package', 'plan', '--parameter', 'logLevel'), { status: 2, stderr: /NAME=VALUE/ })
  t.match(
    (await packline('hotupdate', 'build', '--app-version', '1.0.0.1', '--json')).json().map((
      { target }: { target: string }
    ) => target),
    ['live', 'gray-2']
  )

  write({
    'packline.json': JSON.stringify({
      ...game,
      parameters: {
        logLevel: {
          ...game
            .parameters
            .logLevel,
          choices: ['none', 'error']
        }
      }
    })
  })
  t.match(await packline('package', 'plan', '--app-version', '1.0', '--build', '1'), {
    status: 2,
    stderr: /parameters.logLevel \(ann\) is "all"/
  })

  write({ 'packline.json': JSON.stringify(game) })
  rmSync(join(folder, 'client'), { recursive: true })
  t.equal((await packline(...build('1.0', 2), '--record', ...why)).status, 1)
  const { revisions } = (await packline('release', 'history', '--json')).json()
  const failed = revisions.find(({ action }: { action: string }) => action === 'packages failed')
  t.match(failed, { action: 'packages failed', subject: '1.0-2', changes: [{ document: 'note' }] })
  t.match(JSON.stringify(failed.changes), /"code":"PACKAGE_INPUT_MISSING"/)
})

t.test('what was built is a release: its packages, assets, parameters and bytes are compared', async t => {
  const { packline, write, folder } = projectHere(t.testdir({}), game)
  write(files)
  t.match(await packline(...build('1.0', 1), '--record', ...why), {
    status: 0,
    stderr: /Recorded in release 1.0-1/
  })
  write({ 'build/res/level.json': 'one, harder', 'build/res/new.png': 'png' })
  await packline('params', 'set', 'logLevel', 'all', ...why)
  await packline(...build('1.1', 2), '--record', ...why)

  t.match((await packline('release', 'diff', '1.0', '1.1', '--json')).json(), {
    from: '1.0-1',
    to: '1.1-2',
    rows: [{ target: 'gray-1', row: 'windows//', change: 'changed' }, { target: 'live', change: 'changed' }],
    assets: [{ path: 'level.json', change: 'changed', bytesBefore: 3, bytesAfter: 11 }, {
      path: 'new.png',
      change: 'added',
      bytesAfter: 3
    }],
    parameters: [{ name: 'logLevel', before: 'error', after: 'all' }],
    bytes: { assetsBefore: 5, assetsAfter: 16 }
  })
  t.match(await packline('release', 'diff', '1.0', '1.1'), {
    stdout:
      /changed {2}live {2}windows.*\n {4}changed {2}res\/level.json {2}3 B → 11 B\n {4}added {2}res\/new.png/
  })
  t.match(await packline('release', 'list'), { stdout: /1\.0-1 .* 2 .*live: packaged, gray-1: packaged/ })

  await packline('release', 'move', '1.1', '--target', 'live', '--state', 'published', ...why)
  write({ 'build/res/new.png': 'other' })
  t.match(
    await packline(...build('1.1', 2), '--record', ...why),
    { status: 1, stderr: /RELEASE_ROW_FIXED/ },
    'what was released never changes'
  )
  t.match(
    await packline(...build('1.1', 3), '--record', ...why),
    { status: 0 },
    'the same version as another build'
  )
  t.match(await packline(...build('1.0.5', 4), '--record', ...why), {
    status: 2,
    stderr: /RELEASE_VERSION_DOWN/
  })
  t.match(await packline(...build('1.1', 1), '--record', ...why), { stderr: /RELEASE_BUILD_NOT_RISING/ })
  const list = JSON.parse(readFileSync(join(folder, 'build/packages/packages.json'), 'utf8'))
  t.match(list, { version: '1.1', build: 3 }, 'before anything was made')
})

t.test('a version in the name of a package is no difference, and a package that is a folder is published', async t => {
  const { packages: { baselines } } = game
  const { packline, write, folder } = projectHere(t.testdir({}), {
    project: 'dk',
    environments: game.environments,
    targets: [{ id: 'live', environment: 'prod' }],
    packages: {
      limits: { freeDiskMb: 0 },
      baselines,
      platforms: { windows: { baseline: 'client' }, web: { baseline: 'client', pack: 'folder' } }
    }
  })
  write({ 'client/game.txt': 'game', 'client/data/中.txt': 'data' })
  await packline('target', 'apply', ...why)
  await packline(...build('1.0', 1), '--record', ...why)
  await packline(...build('1.1', 2), '--record', ...why)
  t.match((await packline('release', 'diff', '1.0', '1.1', '--json')).json(), {
    rows: [{ row: 'web//', change: 'same' }, { row: 'windows//', change: 'same' }]
  })
  write({ 'client/data/中.txt': 'other' })
  await packline(...build('1.2', 3), '--record', ...why)
  t.match(await packline('release', 'fetch', '1.2', '--to', 'back'), {
    status: 2,
    stderr: /RELEASE_NO_ARTIFACT_STORE/
  })
  t.match((await packline('release', 'diff', '1.1', '1.2', '--json')).json().rows, [
    { row: 'web//', change: 'changed', entries: [{ path: 'data/中.txt', change: 'changed' }] },
    { row: 'windows//', change: 'changed', entries: [{ path: 'data/中.txt', change: 'changed' }] }
  ])
  const publish = ['release', 'publish', '1.2', '--target', 'live', '--files', '.', '--folder', 'www', ...why]
  t.match(await packline(...publish), { status: 0 })
  const published = join(folder, 'www/releases/1.2-3/live')
  const file = readdirSync(published, { recursive: true, encoding: 'utf8' }).find(name =>
    name.endsWith('中.txt')
  )
  t.equal(readFileSync(join(published, file ?? ''), 'utf8'), 'other')
})

t.test('packages are kept by their digest, and published when their workspace is gone', async t => {
  const { packages: { baselines } } = game
  const { packline, write, folder, home } = projectHere(t.testdir({}), {
    project: 'dk',
    environments: game.environments,
    targets: [{ id: 'live', environment: 'prod' }],
    packages: {
      limits: { freeDiskMb: 0 },
      baselines,
      platforms: { windows: { baseline: 'client' }, web: { baseline: 'client', pack: 'folder' } },
      artifacts: { store: 'kept' }
    }
  })
  write({ 'client/game.txt': 'game', 'client/same.txt': 'game' })
  await packline('target', 'apply', ...why)
  t.match(await packline(...build('1.0', 1), '--record', ...why), {
    stderr: /Kept 2 new files, 0 were there/
  })
  t.match(await packline(...build('1.1', 2), '--record', ...why), {
    stderr: /Kept 0 new files, 2 were there/
  })
  rmSync(join(folder, 'build'), { recursive: true })

  t.match(await packline('release', 'fetch', '1.0', '--to', 'back'), { status: 0, stdout: /3 files/ })
  const publish = ['release', 'publish', '1.0', '--target', 'live', '--folder', 'www', ...why]
  t.match(await packline(...publish), { status: 0 }, 'from the store, without a workspace')
  t.match(await packline(...publish, '--files', 'back'), { status: 0, stdout: /: 0 files written/ })
  t.notOk(readdirSync(home).some(name => name.startsWith('fetched-')))

  const [object = ''] = readdirSync(join(folder, 'kept/objects'))
  writeFileSync(join(folder, 'kept/objects', object), 'damaged')
  t.match(await packline('release', 'fetch', '1.0', '--to', 'again'), {
    status: 1,
    stderr: /RELEASE_ARTIFACT_CHANGED/
  })
  rmSync(join(folder, 'kept/objects', object))
  t.match(await packline('release', 'fetch', '1.0', '--to', 'again'), {
    status: 2,
    stderr: /RELEASE_ARTIFACT_MISSING/
  })
})

t.test('a hot update goes along with packages that only the artifact store has', async t => {
  const { packline, write, folder } = projectHere(t.testdir({}), {
    ...game,
    packages: { ...game.packages, artifacts: { store: 'kept' } }
  })
  write(files)
  await packline('target', 'apply', ...why)
  await packline(...build('1.0', 1), '--record', ...why)
  await packline('hotupdate', 'build', '--app-version', '1.0.0.1')
  rmSync(join(folder, 'build/packages'), { recursive: true })
  const publish = ['release', 'publish', '1.0', '--target', 'live', '--folder', 'www', ...why]
  const update = ['--hot-update', 'build/hotupdate']
  t.match(await packline(...publish, ...update, '--fetch', '--files', '.'), {
    status: 2,
    stderr: /--files or --fetch/
  })
  t.match(await packline(...publish, ...update, '--fetch'), { status: 0 })
  t.ok(existsSync(join(folder, 'www/releases/1.0-1/live/release.json')), 'the packages')
  t.ok(
    existsSync(join(folder, 'www/hot-update/live/1.0/versions/1.0.0.1/version.manifest')),
    'the hot update'
  )
})

t.test('hot-update bytes under a version never change, from whatever workspace they come, and resolve tells of them', async t => {
  const one = projectHere(join(t.testdir({ one: {}, two: {} }), 'one'), game)
  one.write(files)
  await one.packline('target', 'apply', ...why)
  await one.packline(...build('1.0', 1), '--record', ...why)
  t.match(await one.packline('hotupdate', 'build', '--app-version', '1.0.0.1', '--release', '1.0'), {
    status: 2,
    stderr: /--why/
  })
  t.equal(
    (await one.packline('hotupdate', 'build', '--app-version', '1.0.0.1', '--release', '1.0', ...why)).status,
    0
  )
  t.match((await one.packline('release', 'show', '1.0', '--json')).json(), {
    targets: { live: { hotUpdate: { version: '1.0.0.1' } }, 'gray-1': { hotUpdate: { version: '1.0.0.1' } } }
  })

  const two = projectHere(join(one.folder, '../two'), game, { home: one.home })
  two.write({ ...files, 'build/res/level.json': 'other' })
  for (const more of [[], ['--release', '1.0', ...why]]) {
    t.match(await two.packline('hotupdate', 'build', '--app-version', '1.0.0.1', ...more), {
      status: 1,
      stderr: /HOT_UPDATE_VERSION_REUSED/
    })
  }
  t.match(await two.packline('hotupdate', 'build', '--app-version', '1.0', '--release', '1.0', ...why), {
    status: 2,
    stderr: /HOT_UPDATE_VERSION_DOWN/
  })
  t.equal((await two.packline('hotupdate', 'report')).stdout, '', 'and nothing was published')

  const hotUpdate = async (): Promise<unknown> =>
    (await one.packline(
      'release',
      'resolve',
      '--context',
      '{"platform":"windows","version":"1.0"}',
      '--json'
    ))
      .json()
      .hotUpdate
  const publish = async (): Promise<string> =>
    (await one.packline(
      'release',
      'publish',
      '1.0',
      '--target',
      'live',
      '--files',
      '.',
      '--hot-update',
      'build/hotupdate',
      '--folder',
      'www',
      ...why
    ))
      .stderr
  t.equal(await hotUpdate(), null)
  t.equal(await publish(), '')
  await one.packline('release', 'move', '1.0', '--target', 'live', '--state', 'live', ...why)
  t.match(await hotUpdate(), { version: '1.0.0.1' })
  one.write({ 'build/res/level.json': 'two' })
  await one.packline('hotupdate', 'build', '--app-version', '1.0.0.2')
  t.match(await hotUpdate(), { version: '1.0.0.1' }, 'built is not published')
  t.equal(await publish(), '')
  t.match(await hotUpdate(), { version: '1.0.0.1' }, 'published is not delivered')
  t.equal((await one.packline('release', 'deliver', '1.0', '--target', 'live', ...why)).stderr, '')
  t.match(await hotUpdate(), { version: '1.0.0.2', url: 'https://cdn.example/dk/live/1.0/' })
  const served = (name: string): string => readFileSync(join(one.folder, 'www/hot-update', name), 'utf8')
  const { packageUrl } = JSON.parse(served('live/1.0/version.manifest')) as { packageUrl: string }
  t.equal(
    served(packageUrl.slice(game.packages.hotUpdate.url.length) + 'level.json'),
    'two',
    'at the address that the manifest names'
  )
  t.throws(() => served('gray-1/1.0/version.manifest'), 'and nothing of other targets')

  cpSync(join(one.folder, 'build/hotupdate'), join(two.folder, 'build/hotupdate'), { recursive: true })
  one.write({ 'build/hotupdate/live/1.0/version.manifest': '{' })
  t.match(await publish(), /HOT_UPDATE_DAMAGED/)
})
