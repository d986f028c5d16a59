import { spawnSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { zipSync } from 'fflate'
import t from 'tap'
import { PacklineError } from '../../errors.js'
import { describeError } from '../../messages/message.js'
import { makeGame } from '../testing/game.js'
import type { Game } from '../testing/game.js'
import { codeOf } from '../testing/zips.js'
import { listTree } from '../tree.js'
import { buildHotUpdate } from './build-hot-update.js'
import type { BuiltHotUpdate } from './build-hot-update.js'
import type { ProjectManifest } from './manifest.js'
import { reportHotUpdate } from './report-hot-update.js'
import { verifyHotUpdate } from './verify-hot-update.js'

const url = 'https://cdn.example/dk/'
const targets = [{ id: 'formal', environment: 'prod' }, {
  id: 'review-1',
  environment: 'prod',
  priority: 5,
  match: { submitted: true }
}]
const environments = { prod: { services: { Global: { addresses: ['g:1'] } } } }

interface Updates extends Game {
  publish: (
    version: string,
    more?: {
      contentOf?: string
      moveUrl?: boolean
      targets?: string[]
      nativeFor?: () => string
    }
  ) => Promise<BuiltHotUpdate[]>
  settings: Parameters<typeof verifyHotUpdate>[0]
  manifest: (target: string) => ProjectManifest
  use: (hotUpdate: object, rest?: object) => void
}

function updates (
  t: Parameters<typeof makeGame>[0],
  hotUpdate: object = {},
  rest: object = { targets, environments }
): Updates {
  const game = makeGame(t)
  const settings = {
    folder: game.folder,
    environment: { PATH: process.env.PATH },
    targets: [],
    signal: new AbortController().signal,
    now: () => 1_700_000_000_000
  }
  const use = (given: object, restGiven: object = rest): void => {
    game.define({
      hotUpdate: {
        url,
        content: [{ from: 'res/' }],
        engineVersion: '3.17.2',
        searchPaths: ['res/'],
        ...given
      }
    }, restGiven)
  }
  use(hotUpdate)
  return {
    ...game,
    settings,
    use,
    publish: async (version, { targets: only = [], ...more } = {}) =>
      await buildHotUpdate({ ...settings, targets: only, version, moveUrl: false, ...more }),
    manifest: target =>
      JSON.parse(game.read(`build/hotupdate/${target}/project.manifest`).toString()) as ProjectManifest
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')
const fails = async (work: Promise<unknown>): Promise<PacklineError> =>
  await work.then(() => {
    throw new Error('it did not fail')
  }, (error: unknown) => error as PacklineError)

t.test('each target gets manifests in the fields that clients read, and content in a folder named by its digest', async t => {
  const { write, publish, manifest, read, path } = updates(t)
  write({ 'res/main.js': 'one', 'res/图/a.png': 'png' })

  const built = await publish('1.4.0')

  t.match(built, [{ target: 'formal', state: 'published', files: 2, changed: 2 }, {
    target: 'review-1',
    state: 'published'
  }])
  const { digest } = built[0]!
  t.equal(built[1]!.digest, digest, 'targets with equal content share it')
  t.same(manifest('formal'), {
    packageUrl: `${url}content/${digest}/`,
    remoteManifestUrl: `${url}formal/project.manifest`,
    remoteVersionUrl: `${url}formal/version.manifest`,
    version: '1.4.0',
    groupVersions: {},
    engineVersion: '3.17.2',
    assets: Object.fromEntries(
      [['main.js', 'one'], ['%E5%9B%BE/a.png', 'png']].map(([name, text]) => [name, {
        md5: createHash('md5')
          .update(text!)
          .digest('hex'),
        size: 3
      }])
    ),
    searchPaths: ['res/']
  })
  const { assets, searchPaths, ...version } = manifest('formal')
  t.same(JSON.parse(read('build/hotupdate/formal/version.manifest').toString()), version)
  t.equal(statSync(path(`build/hotupdate/content/${digest}/main.js`)).mode & 0o222, 0, 'content is read-only')
})

t.test('a version is never used for other content, and never goes down; going back is a new version with old content', async t => {
  const { write, publish, manifest, settings, path } = updates(t)
  write({ 'res/main.js': 'good' })
  const [first] = await publish('1.4.0.1')
  t.match(
    await publish('1.4.0.1'),
    [{ state: 'unchanged' }, { state: 'unchanged' }],
    'the same once more is no change'
  )
  write({ 'res/main.js': 'broken' })
  t.match(await fails(publish('1.4.0.1')), {
    code: 'HOT_UPDATE_VERSION_REUSED',
    details: { version: '1.4.0.1', target: 'formal' }
  })
  await publish('1.4.0.2')
  t.match(await fails(publish('1.4.0.1')), { code: 'HOT_UPDATE_VERSION_REUSED' })
  t.match(await fails(publish('1.3.9')), { code: 'HOT_UPDATE_VERSION_DOWN', details: { last: '1.4.0.2' } })
  t.equal(manifest('formal').version, '1.4.0.2', 'what was refused changed nothing')

  t.match(await publish('1.4.0.10', { contentOf: '1.4.0.1' }), [
    { state: 'published', digest: first!.digest },
    {}
  ])
  t.equal(manifest('formal').packageUrl, `${url}content/${first!.digest}/`)
  t.equal(readdirSync(path('build/hotupdate/content')).length, 2)
  t.match(await verifyHotUpdate(settings), [{ target: 'formal', version: '1.4.0.10', updates: 2, files: 2 }, {
    updates: 2
  }])
  t.match(await fails(publish('1.5', { contentOf: '1.1' })), {
    code: 'HOT_UPDATE_UNKNOWN_VERSION',
    details: { known: '1.4.0.1, 1.4.0.2, 1.4.0.10' }
  })
})

t.test('what cannot be published is refused before anything is written', async t => {
  const { write, publish, path, use, remove } = updates(t)
  t.equal(await codeOf(publish('1.0')), 'HOT_UPDATE_NO_CONTENT')
  write({ 'res/a.txt': 'a' })
  for (const version of ['', 'one', '1.2.3.4.5', '1..2', '-1', '../1']) {
    t.equal(await codeOf(publish(version)), 'HOT_UPDATE_VERSION_INVALID', version)
  }
  t.match(await fails(publish('1.0', { targets: ['formel'] })), {
    code: 'HOT_UPDATE_UNKNOWN_TARGET',
    details: { known: 'formal, review-1' }
  })
  write({ 'res/50%.txt': 'a' })
  t.equal(await codeOf(publish('1.0')), 'HOT_UPDATE_UNSAFE_PATH')
  remove('res/50%.txt')
  write({ 'res/A.txt': 'a' })
  t.equal(await codeOf(publish('1.0')), 'SCAN_NAMES_DIFFER_IN_CASE')
  remove('res/A.txt')
  t.notOk(existsSync(path('build/hotupdate/content')))
  await publish('1.0')
  use({ url: 'https://elsewhere.example/' })
  t.match(await fails(publish('1.1')), {
    code: 'HOT_UPDATE_URL_CHANGED',
    details: { old: `${url}formal/version.manifest` }
  })
  t.match(await publish('1.1', { moveUrl: true }), [{ state: 'published' }, {}])
})

t.test('what another generator has left is not overwritten', async t => {
  const { write, publish, read, remove, path } = updates(t)
  const foreign = JSON.stringify({ packageUrl: `${url}assets/`, version: '0.9', assets: {} })
  for (const name of ['project.manifest', 'version.manifest', 'deltas.json']) {
    const place = `build/hotupdate/formal/${name}`
    write({ 'res/a.txt': 'aaa', [place]: foreign })
    t.match(await fails(publish('1.0')), { code: 'OUTPUT_NOT_OURS', details: { path: path(place) } })
    t.equal(read(place).toString(), foreign)
    remove(place)
  }
  await publish('1.0')
})

t.test('updates from every earlier version are replayed, whatever was added, changed and removed', async t => {
  const game = updates(t, {}, {})
  const files = fc.dictionary(
    fc.constantFrom('a.txt', 'b/c.png', 'd.js', 'constructor', '图.json'),
    fc.string({ maxLength: 30 }),
    { minKeys: 1, noNullPrototype: true }
  )
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.array(files, { minLength: 1, maxLength: 3 }), async history => {
      for (const content of history) {
        game.remove('res')
        game.write(Object.fromEntries(Object.entries(content).map(([name, text]) => [`res/${name}`, text])))
        await game.publish(`1.${++number}`)
      }
      const [result] = await verifyHotUpdate(game.settings)
      t.match(result, { target: '_', version: `1.${number}`, updates: number - 1 })
    }),
    { numRuns: 6 }
  )
})

t.test('verify finds what was changed, removed or added after the publication', async t => {
  const { write, publish, settings, path, remove } = updates(t)
  write({ 'res/a.txt': 'aaa', 'res/b.txt': 'bbb' })
  const [first] = await publish('1.0')
  write({ 'res/a.txt': 'new' })
  await publish('1.1')
  const file = `build/hotupdate/content/${first!.digest}/b.txt`
  chmodSync(path(file), 0o644)
  write({ [file]: 'BBB' })
  t.match(await fails(verifyHotUpdate(settings)), {
    code: 'HOT_UPDATE_DAMAGED',
    details: { reason: /b.txt was changed/ }
  })
  write({ [file]: 'bbb', [`build/hotupdate/content/${first!.digest}/c.txt`]: 'c' })
  t.match(await fails(verifyHotUpdate(settings)), {
    code: 'HOT_UPDATE_DAMAGED',
    details: { reason: /c.txt was added/ }
  })
  remove(`build/hotupdate/content/${first!.digest}/c.txt`)
  write({ 'build/hotupdate/formal/version.manifest': '{"version":"1.0"}' })
  t.match(await fails(verifyHotUpdate(settings)), {
    code: 'HOT_UPDATE_REPLAY_FAILED',
    details: { from: '1.0', reasons: [{ key: 'replay.told', parameters: { version: '1.0' } }] }
  })
  const told = await fails(verifyHotUpdate(settings))
  t.match(
    (['en', 'zh-CN'] as const).map(locale =>
      told instanceof PacklineError && describeError(locale, told).message
    ),
    [/is told of 1\.0 and /, /得到的版本是 1\.0/]
  )
  await publish('1.1')
  t.match(
    await verifyHotUpdate(settings),
    [{ updates: 1 }, { updates: 1 }],
    'publishing the newest again puts its manifests right'
  )
  write({ 'build/hotupdate/formal/versions/1.0/update.json': 'no json' })
  t.match(await fails(verifyHotUpdate(settings)), { code: 'HOT_UPDATE_DAMAGED' })
})

t.test('addresses are encoded, zips are unpacked by clients, and hidden files stay at home', async t => {
  const { write, publish, manifest, settings, use, remove } = updates(t, {}, {})
  const zip = Buffer.from(zipSync({ 'inner.txt': Buffer.from('inner') }))
  write({
    'res/with space.png': 'b',
    'res/br[0]|中.png': 'd',
    'res/.DS_Store': '',
    'res/.git/x': '',
    'res/moved.txt': 'm',
    'res/p.ZIP': zip
  })
  await publish('1.0')
  const md5 = (content: string | Buffer): string => createHash('md5').update(content).digest('hex')
  t.same(manifest('_').assets, {
    'br%5B0%5D%7C%E4%B8%AD.png': { md5: md5('d'), size: 1 },
    'moved.txt': { md5: md5('m'), size: 1 },
    'p.ZIP': { md5: md5(zip), size: zip.length, compressed: true },
    'with%20space.png': { md5: md5('b'), size: 1 }
  })
  const zipOf = (...names: string[]): Buffer =>
    Buffer.from(zipSync(Object.fromEntries(names.map(name => [name, Buffer.from('other')]))))
  remove('res/moved.txt')
  write({ 'res/p.ZIP': zipOf('inner.txt', 'moved.txt'), 'res/new name.txt': 'n' })
  await publish('1.1')
  t.match(await verifyHotUpdate(settings), [{ updates: 1, files: 4 }])
  write({ 'res/new%20name.txt': '' })
  t.equal(await codeOf(publish('1.2')), 'HOT_UPDATE_UNSAFE_PATH')

  use({ content: [{ from: 'res/', unpackZips: false }] })
  write({ 'res/broken.zip': 'the game reads it itself' })
  remove('res/new%20name.txt')
  await publish('1.2')
  t.notOk(manifest('_').assets['p.ZIP']!.compressed)
  use({})
  t.match(await codeOf(publish('1.3')), /^PACKAGE_/, 'what no client can unpack is not published')

  remove('res/broken.zip')
  write({ 'res/p.ZIP': zipOf('plain.txt'), 'res/plain.txt': 'p' })
  await publish('1.3')
  t.equal(
    await codeOf(verifyHotUpdate(settings)),
    'HOT_UPDATE_REPLAY_FAILED',
    'a zip would write over a file'
  )
})

t.test('a rename in case only is refused, from whatever version a player comes', async t => {
  const { write, publish, remove, settings, path } = updates(t, {}, {})
  write({ 'res/Hero.png': 'a', 'res/x.txt': 'x' })
  await publish('1.0')
  remove('res/Hero.png')
  await publish('1.1')
  write({ 'res/hero.png': 'a2' })
  const refusal = { code: 'HOT_UPDATE_CASE_RENAME', details: { old: 'Hero.png', file: 'hero.png' } }
  t.match(await fails(publish('1.2')), refusal)
  rmSync(path('build/hotupdate/_/.paths.json'))
  t.match(await fails(publish('1.2')), refusal, 'what was kept beside the versions can be made anew')
  remove('res/hero.png')
  write({ 'res/Hero.png': 'a2' })
  await publish('1.2')
  t.match(await verifyHotUpdate(settings), [{ updates: 2 }])
})

t.test('what a version costs does not grow with the versions before it', async t => {
  const { write, publish, read, path } = updates(t, {}, {})
  for (const minor of [1, 2, 3]) {
    write({ 'res/same.txt': 'same', 'res/changes.txt': `version ${minor}` })
    await publish(`1.${minor}`)
  }
  const record = 'build/hotupdate/_/versions/1.1/update.json'
  // Only the beginning of an old record is read: the rest of this one is gone.
  write({ [record]: read(record).subarray(0, -30) })
  write({ 'res/changes.txt': 'version 2' })
  t.match(await publish('1.4'), [{ state: 'published', previous: '1.3', changed: 1 }])
  t.equal(await codeOf(publish('1.5', { contentOf: '1.1' })), 'HOT_UPDATE_DAMAGED')
  t.equal(readdirSync(path('build/hotupdate/objects')).length, 4, 'each file is kept once, whatever names it')
  t.equal(statSync(path(`build/hotupdate/objects/${sha256('same')}`)).nlink, 4)
})

for (const [format, program] of [['zstd', 'zstd'], ['bsdiff', 'bsdiff']] as const) {
  const skip = spawnSync('which', [program]).status === 0 ? false : `Debian package ${program}`
  t.test(`deltas by ${format} are offered beside whole files, and give the same bytes`, { skip }, async t => {
    const { write, publish, settings, script, path } = updates(t, { deltas: 3 })
    for (const name of format === 'zstd' ? ['zstd'] : ['bsdiff', 'bspatch']) {
      script(
        `bin/${name}`,
        `#!/bin/sh\nPATH=/usr/bin:/bin exec ${
          spawnSync('which', [name], { encoding: 'utf8' })
            .stdout
            .trim()
        } "$@"\n`
      )
    }
    settings.environment = { PATH: path('bin') }
    const script1 = randomBytes(60_000).toString('base64')
    write({ 'res/main.js': script1, 'res/small.txt': 'x' })
    await publish('1.0')
    write({ 'res/main.js': script1.replace(/./, 'changed'), 'res/small.txt': 'y' })
    t.match(await publish('1.1'), [{ deltas: 1 }, { deltas: 1 }])
    t.match(await verifyHotUpdate(settings), [{ deltas: 1 }, { deltas: 1 }])
    const [line] = await reportHotUpdate(settings, 5)
    t.ok(line!.bytes > 80_000 && line!.bytesWithDeltas! < 5_000, JSON.stringify(line))
    const [delta] = listTree(path('build/hotupdate/deltas'))
    write({ [join('build/hotupdate/deltas', delta!.name)]: 'damaged' })
    t.match(await codeOf(verifyHotUpdate(settings)), /TOOL_FAILED|HOT_UPDATE_REPLAY_FAILED/)
  })
}

t.test('the report tells what players on each of the last versions download', async t => {
  const { write, publish, settings } = updates(t, {}, {})
  for (const minor of [0, 1, 2, 3, 4, 5, 6]) {
    write({ 'res/main.js': 'x'.repeat(1000 + minor), [`res/level${minor}.dat`]: 'l'.repeat(10_000) })
    await publish(`1.${minor}`)
  }
  const report = await reportHotUpdate(settings, 5)
  t.same(report.map(({ from, files }) => [from, files]), [['1.1', 6], ['1.2', 5], ['1.3', 4], ['1.4', 3], [
    '1.5',
    2
  ]])
  t.ok(
    report.every(({ bytes, files }) =>
      bytes > 1006 + (files - 1) * 10_000 && bytes < 2500 + (files - 1) * 10_000
    )
  )
})

t.test('engines that compare versions as text are told of no version that is lower so', async t => {
  const { write, publish, use } = updates(t, { engineVersion: '3.14.1' }, {})
  write({ 'res/a': '1' })
  await publish('1.0.0.9')
  write({ 'res/a': '2' })
  t.match(await fails(publish('1.0.0.10')), {
    code: 'HOT_UPDATE_VERSION_AS_TEXT',
    details: { last: '1.0.0.9' }
  })
  t.match(await publish('1.0.0.91'), [{ state: 'published' }])
  t.match(await fails(publish('1.10', { nativeFor: () => '1.9' })), {
    code: 'HOT_UPDATE_VERSION_AS_TEXT',
    details: { last: '1.9' }
  }, 'below the package of its line')
  use({ engineVersion: '3.15' })
  write({ 'res/a': '3' })
  t.match(await publish('1.0.0.100'), [{ state: 'published' }])
})

t.test('native versions have lines of their own, at one address each', async t => {
  const { write, publish, manifest, settings, read } = updates(t, {}, {})
  const line = (native: string) => ({ nativeFor: () => native })
  write({ 'res/a': 'one' })
  await publish('1.1.0.1', line('1.1.0'))
  write({ 'res/a': 'mended' })
  t.match(await publish('1.0.0.7', line('1.0')), [{ native: '1.0', state: 'published' }])
  t.equal(manifest('_/1.1').remoteVersionUrl, `${url}_/1.1/version.manifest`)
  t.match(JSON.parse(read('build/hotupdate/_/version.manifest').toString()), { version: '1.1.0.1' })
  t.match(await fails(publish('1.0.0.6', line('1.0'))), { code: 'HOT_UPDATE_VERSION_DOWN' })
  t.match(await verifyHotUpdate(settings), [{ target: '_/1.0' }, { target: '_/1.1' }])
})
