// Takes 9 s.
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import fc from 'fast-check'
import t from 'tap'
import { buildBinary, parse, parseBinary } from 'plist'
import { configDocumentSchema } from './config-document-schema.js'
import { editPropertyList } from './edit-property-list.js'
import { PacklineError } from '../errors.js'
import type { ErrorCode } from '../errors.js'
import { describeError } from '../messages/message.js'
import { badZips } from '../formats/zip/testing/bad-zips.js'
import { unixMode } from '../formats/zip/zip-entry.js'
import { zipLimits } from '../formats/zip/zip-limits.js'
import { english } from '../messages/testing/english.js'
import { buildHotUpdate } from './hot-update/build-hot-update.js'
import { EngineClient } from './hot-update/engine-client.js'
import type { ProjectManifest } from './hot-update/manifest.js'
import { SigningTools } from './signing-tools.js'
import { manifestOf as androidManifest } from './testing/made-manifest.js'
import { makeGame, summary } from './testing/game.js'
import type { Game } from './testing/game.js'
import { codeOf, readBytes, unzipped, zipOf } from './testing/zips.js'
import { listTree } from './tree.js'
import { verifyPackage } from './verify-package.js'

const environments = {
  prod: {
    services: {
      GameServer: { addresses: ['game.example:7001'], databases: ['db.example:3306'], namespace: 'inner' }
    }
  },
  test: { services: { GameServer: { from: 'prod' } } }
}
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? []).toString()

t.test('rows are target × platform × channel × pairing, as the order says', async t => {
  const { define, plan, write } = makeGame(t)
  write({ 'client/game.txt': 'game' })
  const packages = {
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' }, mac: { baseline: 'client', channels: [] } },
    channels: { steam: {}, 'epic store': {} },
    pairings: { same: {}, cross: { environment: 'test', hotUpdate: 'formal' } },
    order: [{ targets: ['formal'] }, {
      targets: ['gray-1'],
      platforms: ['windows'],
      channels: ['steam'],
      pairings: ['cross']
    }]
  }
  const targets = ['formal', 'gray-1'].map(id => ({
    id,
    environment: 'prod',
    ...id === 'gray-1' && { priority: 1 }
  }))
  define(packages, { environments, targets })
  t.same((await plan()).rows.map(({ id }) => id), [
    'formal/windows/steam/same',
    'formal/windows/steam/cross',
    'formal/windows/epic store/same',
    'formal/windows/epic store/cross',
    'formal/mac/same',
    'formal/mac/cross',
    'gray-1/windows/steam/cross'
  ])
  define({ ...packages, order: [{ channels: ['stem'] }] }, { environments, targets })
  t.equal(await codeOf(plan()), 'CONFIG_INVALID')
  define({ ...packages, order: [] }, { environments, targets })
  t.equal(await codeOf(plan()), 'PACKAGE_NO_ROWS')
  define({ ...packages, channels: { Steam: {}, steam: {} } }, { environments, targets })
  t.equal(await codeOf(plan()), 'PACKAGE_ROW_COLLISION')
})

t.test('bad project files are told with the place', async t => {
  const { define, plan } = makeGame(t)
  const mistakes = async (packages: object): Promise<string> => {
    define(packages)
    return await plan().then(
      () => 'none',
      (error: { code: string, details: { mistakes: string } }) => `${error.code} ${error.details.mistakes}`
    )
  }
  t.match(
    await mistakes({
      platforms: { android: { baseline: 'andriod' } },
      baselines: { android: { type: 'apk', path: 'a.apk' } }
    }),
    /packages\.platforms\.android\.baseline.*did you mean android/
  )
  t.match(await mistakes({ platforms: { android: {} } }), /a baseline or an exec command/)
  const hardening = { command: ['harden', '{input}'], inputs: ['tools/**'], version: '1' }
  t.match(
    await mistakes({
      baselines: { b: { type: 'aab', path: 'b' } },
      platforms: { a: { baseline: 'b', hardening } }
    }),
    /a baseline of "type": "apk"[^]*\{output\} or \{folder\}/
  )
  t.match(
    await mistakes({ baselines: { a: { type: 'apk', path: '../a.apk' } } }),
    /CONFIG_INVALID.*packages\.baselines\.a\.path/
  )
  t.match(await mistakes({ edits: [{ put: '../../x', from: 'a' }] }), /CONFIG_INVALID/)
  t.match(
    await mistakes({ signing: { release: { keystore: 'keys.jks', alias: 'a', password: 'env:P' } } }),
    /packages\.signing\.release\.keystore/
  )
  t.match(
    await mistakes({ signing: { release: { keystore: 'file:k', alias: 'a', password: 'hunter2' } } }),
    /packages\.signing\.release\.password/
  )
  const edit = async (manifest: object): Promise<string> => await mistakes({ edits: [{ manifest }] })
  t.match(
    await edit({ label: { zh_CN: 'a' } }),
    /label is "zh_CN"; expected [^\n]*zh-CN[^\n]*$/,
    'and no more'
  )
  t.match(await edit({ label: 7 }), /label is 7; expected string or object/)
  t.match(await edit({ icon: { hdp: 'a.png' } }), /icon\.hdp is not a known key; did you mean hdpi/)
  t.match(await mistakes({ channels: { ['x'.repeat(60 * 1024)]: {} } }), /CONFIG_INVALID/)
  t.equal(
    (await mistakes({ channels: { ['x'.repeat(60 * 1024)]: {} } })).length < 3000,
    true,
    'without repeating all of it'
  )
})

t.test('without targets, packages and their config documents are what they always were, byte for byte', async t => {
  const { define, build, write, read, outputs } = makeGame(t)
  write({ 'client/game.txt': 'game' })
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: {
      windows: { baseline: 'client', pack: 'folder', config: { in: 'entry', path: 'config/packline.json' } }
    },
    channels: { steam: {} },
    hotUpdate: { url: 'https://cdn.example/', content: [{ from: 'client/' }] }
  })
  await build()
  t.same(outputs(), [
    'packages.json',
    'windows/steam/dk-1.4.0-7/config/packline.json',
    'windows/steam/dk-1.4.0-7/game.txt',
    'windows/steam/package.config.json'
  ])
  const golden = readFileSync(join(import.meta.dirname, 'fixtures/no-targets.package.config.json'), 'utf8')
  t.equal(read('build/packages/windows/steam/package.config.json').toString(), golden)
  t.equal(read('build/packages/windows/steam/dk-1.4.0-7/config/packline.json').toString(), golden)
})

t.test('config documents follow their published schema', async t => {
  const { define, build, write, read } = makeGame(t)
  write({ 'client/game.txt': 'game' })
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    channels: { 渠道: {} },
    pairings: { cross: { environment: 'test', hotUpdate: 'formal' } },
    hotUpdate: { url: 'https://cdn.example/', content: [{ from: 'client/' }] }
  }, {
    environments,
    targets: [{ id: 'formal', environment: 'prod' }, {
      id: 'gray',
      kind: 'gray',
      environment: 'prod',
      priority: 1,
      parameters: { speed: 2 }
    }],
    parameters: {
      speed: { type: 'number', description: 'd', default: 1 },
      cores: { type: 'integer', description: 'd', default: 4, stage: 'ci' }
    }
  })
  await build()
  const document = JSON.parse(read('build/packages/gray/windows/渠道/cross/package.config.json').toString())
  const validate = new Ajv({ strict: false }).compile(configDocumentSchema)
  t.ok(validate(document), JSON.stringify(validate.errors))
  t.same(document, {
    schema: 1,
    project: 'dk',
    version: '1.4.0',
    build: 7,
    platform: 'windows',
    channel: '渠道',
    pairing: 'cross',
    target: { id: 'gray', kind: 'gray' },
    environment: { name: 'test', services: { GameServer: { addresses: ['game.example:7001'] } } },
    hotUpdate: {
      packageUrl: 'https://cdn.example/formal/1.4/',
      remoteVersionUrl: 'https://cdn.example/formal/1.4/version.manifest',
      remoteManifestUrl: 'https://cdn.example/formal/1.4/project.manifest'
    },
    parameters: { speed: 2 }
  })
})

const infoPlist = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleIdentifier</key><string>com.example.game</string><key>CFBundleShortVersionString</key><string>1.4.0</string><key>CFBundleVersion</key><string>7</string><key>UIFileSharingEnabled</key><true/></dict></plist>`

const ipa = (plist: Uint8Array | string) =>
  zipOf({
    'Payload/Game.app/Info.plist': Buffer.from(plist),
    'Payload/Game.app/Game': randomBytes(3000),
    'Payload/Game.app/_CodeSignature/CodeResources': Buffer.from('old')
  })
const ios = {
  baselines: { ios: { type: 'ipa', path: 'game.ipa' } },
  platforms: { ios: { baseline: 'ios', signing: 'apple', channels: [] } },
  signing: { apple: { p12: 'file:apple.p12', password: 'env:APPLE_PASSWORD' } }
}
const setId = {
  edits: [{
    plist: '{app}/Info.plist',
    set: {
      CFBundleIdentifier: 'com.example.gray',
      CFBundleShortVersionString: '{version}',
      CFBundleVersion: '{build}',
      UIFileSharingEnabled: null
    }
  }]
}

const url = 'https://cdn.example/dk/'
const releases = {
  environments,
  targets: [{ id: 'formal', environment: 'prod' }, { id: 'gray', environment: 'prod', priority: 1 }]
}
const withUpdates = (hotUpdate: object = {}, rest: object = {}): object => ({
  baselines: { client: { type: 'zip', path: 'client.zip' }, ios: { type: 'ipa', path: 'game.ipa' } },
  platforms: { android: { baseline: 'client', pack: 'zip', channels: [] } },
  edits: [{ put: 'assets/res/channel.json', from: 'channel.json' }, { remove: 'assets/res/old.png' }],
  hotUpdate: {
    url,
    content: [{ from: 'res/', to: 'res/' }],
    engineVersion: '3.17.2',
    searchPaths: ['res/'],
    embedded: [{ root: 'assets/', path: 'project.manifest' }],
    ...hotUpdate
  },
  ...rest
})
const writeGame = ({ write }: Game): void => {
  const bytes = (name: string): Buffer => Buffer.from(`bytes of ${name}`)
  write({
    'client.zip': zipOf({
      'assets/res/level.json': bytes('level'),
      'assets/res/关卡 1.json': bytes('one'),
      'assets/res/old.png': bytes('old'),
      'assets/res/channel.json': bytes('channel'),
      'assets/native.so': bytes('native')
    }),
    'channel.json': 'of this channel',
    'res/level.json': bytes('level'),
    'res/关卡 1.json': bytes('one'),
    'res/old.png': bytes('old'),
    'res/channel.json': 'of this channel',
    'res/.hidden': 'x'
  })
}
const manifestOf = (zip: Uint8Array, entry = 'assets/project.manifest'): ProjectManifest =>
  JSON.parse(text(unzipped(zip)[entry])) as ProjectManifest

t.test('a package holds the manifest of its row: a client takes only what its package lacks', async t => {
  const game = makeGame(t)
  writeGame(game)
  game.define(withUpdates(), releases)
  const { rows, status } = await game.build()
  t.equal(status, 'done', JSON.stringify(rows))
  const [formal, gray] = rows.map(row => manifestOf(game.read(row.file!)))
  t.equal(gray!.remoteManifestUrl, `${url}gray/1.4/project.manifest`)
  t.match(formal, {
    version: '1.4.0',
    packageUrl: `${url}formal/1.4/`,
    remoteManifestUrl: `${url}formal/1.4/project.manifest`,
    remoteVersionUrl: `${url}formal/1.4/version.manifest`,
    engineVersion: '3.17.2',
    searchPaths: ['res/']
  })
  const expected = ['res/channel.json', 'res/level.json', 'res/%E5%85%B3%E5%8D%A1%201.json']
  t.same(
    Object.keys(formal!.assets).sort(),
    expected.sort(),
    'what was removed, and what is native, is not there'
  )

  await buildHotUpdate({
    folder: game.folder,
    environment: {},
    targets: [],
    signal: new AbortController().signal,
    now: Date.now,
    version: '1.4.0.1',
    moveUrl: false,
    nativeFor: () => '1.4.0'
  })
  const served: ProjectManifest = JSON.parse(
    game.read('build/hotupdate/formal/1.4/project.manifest').toString()
  )
  const asked: string[] = []
  await new EngineClient(formal!, new Map()).update(served, address => {
    asked.push(address.slice(served.packageUrl.length))
    return game.path(`build/hotupdate/${decodeURI(address.slice(url.length))}`)
  }, new AbortController().signal)
  t.same(asked, ['res/old.png'])
  t.match((await game.build()).rows, [{ state: 'reused' }, { state: 'reused' }])
})

t.test('rows that hold no manifest stay as they were, to the byte', async t => {
  const game = makeGame(t)
  writeGame(game)
  game.define(withUpdates({ embedded: undefined }), releases)
  const before = await game.build()
  const document = (): string => game.read('build/packages/gray/android/package.config.json').toString()
  const told = document()
  const when = { targets: ['formal'] }
  game.define(withUpdates({ embedded: [{ when, root: 'assets/', path: 'project.manifest' }] }), releases)
  const after = await game.build()
  t.match(after.rows, [{ state: 'made' }, { state: 'reused', sha256: before.rows[1]!.sha256 }])
  t.equal(document(), told)
})

t.test('an IPA, a folder and a project without targets hold theirs below the root of the game', async t => {
  const game = makeGame(t)
  const app = 'Payload/Game.app'
  game.write({
    'game.ipa': zipOf({
      [`${app}/Info.plist`]: Buffer.from(infoPlist),
      [`${app}/res/a`]: Buffer.from('a'),
      [`${app}/res/project.manifest`]: Buffer.from('of before')
    }),
    'apple.p12': 'key',
    'desktop/res/a': 'a',
    'res/a': 'a',
    'res/project.manifest': 'of before'
  })
  game.define({
    baselines: { ios: { type: 'ipa', path: 'game.ipa' }, desktop: { type: 'folder', path: 'desktop' } },
    platforms: {
      ios: { baseline: 'ios', signing: 'apple' },
      windows: { baseline: 'desktop', pack: 'folder' }
    },
    signing: ios.signing,
    hotUpdate: {
      url,
      content: [{ from: 'res/', to: 'res/' }],
      embedded: [{ path: 'project.manifest' }, {
        when: { platforms: ['ios'] },
        root: '{app}/',
        path: 'res/project.manifest'
      }]
    }
  })
  const { rows } = await game.build({ environment: { PATH: '/nowhere' } })
  const held = manifestOf(game.read(rows[0]!.file!), `${app}/res/project.manifest`)
  t.match(held, { packageUrl: `${url}_/1.4/`, assets: { 'res/a': { size: 1 } } })
  t.match(JSON.parse(game.read('build/packages/ios/package.config.json').toString()), {
    hotUpdate: { manifest: { root: `${app}/`, path: 'res/project.manifest' } }
  })
  const beside: unknown = JSON.parse(game.read(`${rows[1]!.file!}/project.manifest`).toString())
  t.same(beside, held)
  t.match(
    await verifyPackage(game.path(rows[0]!.file!), new SigningTools({}), new AbortController().signal),
    {
      manifest: { entry: `${app}/res/project.manifest`, assets: 1 }
    }
  )
})

t.test('verify compares the manifest in a package with its entries and its row', async t => {
  const game = makeGame(t)
  writeGame(game)
  game.define(withUpdates(), { ...releases, targets: releases.targets.slice(0, 1) })
  const { rows: [row] } = await game.build()
  const file = game.path(row!.file!)
  const verify = async (): Promise<unknown> =>
    await verifyPackage(file, new SigningTools({}), new AbortController().signal)
  t.match(await verify(), { manifest: { entry: 'assets/project.manifest', assets: 3 } })
  const good = unzipped(game.read(row!.file!))
  const manifest = manifestOf(game.read(row!.file!))
  const { 'assets/project.manifest': held, ...rest } = good
  const { 'assets/res/level.json': level, ...lacking } = good
  const withManifest = (change: object): Record<string, Uint8Array> => ({
    ...rest,
    'assets/project.manifest': Buffer.from(JSON.stringify({ ...manifest, ...change }))
  })
  for (
    const [files, reason] of [
      [rest, /it is missing/],
      [{ ...rest, 'assets/project.manifest': Buffer.from('[]') }, /no manifest/],
      [lacking, /holds no assets\/res\/level\.json/],
      [{ ...good, 'assets/res/level.json': Buffer.from('BYTES of level') }, /level\.json has md5/],
      [{ ...good, 'assets/res/关卡 1.json': Buffer.from('') }, /关卡 1\.json has md5 .* 0 bytes/],
      [withManifest({ version: '1.4.1' }), /version is "1\.4\.1" in place of 1\.4\.0/],
      [withManifest({ remoteVersionUrl: `${url}gray/1.4/version.manifest` }), /remoteVersionUrl is .*gray/],
      [withManifest({ assets: { 'res/level.json': null } }), /level\.json has md5/],
      [withManifest({ assets: { '%': { md5: 'x', size: 1 } } }), /holds no assets\/%/],
      [withManifest({ packageUrl: undefined }), /packageUrl is missing/]
    ] as const
  ) {
    writeFileSync(file, zipOf(files))
    const problem: unknown = await verify().then(() => undefined, (error: unknown) => error)
    t.match(problem, { code: 'HOT_UPDATE_MANIFEST_DIFFERS', details: { reason } }, String(reason))
    if (!(problem instanceof PacklineError)) continue
    for (const language of ['en', 'zh-CN'] as const) {
      t.match(describeError(language, problem), { message: /assets\/project\.manifest/, hint: /./ })
    }
  }
})

t.test('a row that cannot hold a manifest that is right says so, and the others are made', async t => {
  const game = makeGame(t)
  writeGame(game)
  const failure = async (hotUpdate: object, rest: object = {}): Promise<unknown> => {
    game.define(withUpdates(hotUpdate, rest), releases)
    const { rows } = await game.build()
    t.equal(rows.length, 2)
    return rows.find(({ error }) => error !== undefined)?.error
  }
  const notEmbedded = (reason: RegExp): object => ({ code: 'HOT_UPDATE_NOT_EMBEDDED', details: { reason } })
  t.match(
    await failure({ embedded: [{ root: 'asset/', path: 'project.manifest' }] }),
    notEmbedded(/no file .* below "asset\/"/)
  )
  t.match(
    await failure({}, {
      platforms: {
        android: {
          baseline: 'client',
          config: { in: 'entry', path: 'assets/project.manifest' },
          channels: []
        }
      }
    }),
    notEmbedded(/configuration lies there/)
  )
  t.match(
    await failure({}, {
      platforms: { wechat: { exec: { command: ['true'], inputs: ['client.zip'], produces: 'x' } } }
    }),
    notEmbedded(/a command of wechat/)
  )
  t.match(await failure({ content: [{ from: 'nowhere/' }] }), { code: 'HOT_UPDATE_NO_CONTENT' })
  for (
    const bad of [{ path: '../x' }, { path: 'a/' }, { root: 'assets', path: 'x' }, { root: '../', path: 'x' }]
  ) {
    game.define(withUpdates({ embedded: [bad] }), releases)
    t.equal(await codeOf(game.plan()), 'CONFIG_INVALID', JSON.stringify(bad))
  }
  game.define(withUpdates({ embedded: [{ when: { targets: ['grey'] }, path: 'x' }] }), releases)
  t.equal(await codeOf(game.plan()), 'CONFIG_INVALID')
})

t.test('an old engine would keep 1.9 over a package of 1.10: refused by engineVersion', async t => {
  const game = makeGame(t)
  writeGame(game)
  game.define(withUpdates({ engineVersion: '3.14.1' }), releases)
  await buildHotUpdate({
    folder: game.folder,
    environment: {},
    targets: ['formal'],
    signal: new AbortController().signal,
    now: Date.now,
    version: '1.9.0.1',
    moveUrl: false,
    nativeFor: () => '1.9'
  })
  t.match((await game.build({ version: '1.10' })).rows, [{
    state: 'failed',
    error: {
      code: 'HOT_UPDATE_VERSION_AS_TEXT',
      details: { version: '1.10', last: '1.9.0.1', target: 'formal' }
    }
  }, { state: 'made' }])
  t.match((await game.build({ version: '1.91' })).rows, [{ state: 'made' }, { state: 'made' }])
  game.define(withUpdates(), releases)
  t.match((await game.build({ version: '1.10' })).rows, [{ state: 'made' }, { state: 'made' }])
})

t.test('a large file of zeros is stored: packed it would be taken for a bomb', async t => {
  const { define, build, path, write } = makeGame(t)
  write({ 'client/game.txt': 'game', 'client/space.bin': '' })
  const size = zipLimits.ratioFromBytes + 1
  truncateSync(path('client/space.bin'), size)
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } }
  })
  const { rows: [row] } = await build()
  t.match(row, { state: 'made' })
  t.ok(row!.size! > size)
})

t.test('folders are packed into zips, the same bytes every time, and each file is compressed once', async t => {
  const { define, build, write, read, remove } = makeGame(t)
  write({
    'client/game.txt': 'game '.repeat(1000),
    'client/data/big.bin': randomBytes(5000),
    'channel.txt': 'extra'
  })
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    channels: Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`c${index}`, {}])),
    edits: [{ when: { channels: ['c3'] }, put: 'extra/', from: 'channel.txt' }]
  })
  const first = await build()
  t.equal(first.compressed, 3, 'game.txt, big.bin (which stays as it is) and the extra file')
  t.same(Object.keys(unzipped(read(first.rows[3]!.file!))).sort(), [
    'data/big.bin',
    'extra/channel.txt',
    'game.txt'
  ])
  remove('build')
  const second = await build()
  t.same(second.rows.map(({ sha256 }) => sha256), first.rows.map(({ sha256 }) => sha256))
  t.match(second.rows[0], { state: 'made', why: [/packed/, /gone/] })
})

for (
  const [kind, plist, read] of [
    ['XML', infoPlist, (bytes: Uint8Array) => parse(text(bytes))],
    [
      'binary',
      buildBinary({
        CFBundleIdentifier: 'com.example.game',
        CFBundleShortVersionString: '1.0',
        CFBundleVersion: '1',
        UIFileSharingEnabled: true,
        Big: 3_000_000_000
      }),
      (bytes: Uint8Array) => parseBinary(bytes)
    ]
  ] as const
) {
  t.test(`an IPA's ${kind} Info.plist is edited in its format, and the row says that it is unsigned`, async t => {
    const game = makeGame(t)
    game.write({ 'game.ipa': ipa(plist), 'apple.p12': 'key' })
    game.define({ ...ios, ...setId })
    const { rows: [row], status } = await game.build({ environment: { PATH: '/nowhere' } })
    t.equal(status, 'done')
    t.match(english(row), {
      way: 'repack',
      signature: 'unsigned',
      unsignedReason: 'neither codesign nor rcodesign was found'
    })
    const values = read(unzipped(game.read(row!.file!))['Payload/Game.app/Info.plist']!) as Record<
      string,
      unknown
    >
    t.match(values, {
      CFBundleIdentifier: 'com.example.gray',
      CFBundleShortVersionString: '1.4.0',
      CFBundleVersion: '7'
    })
    t.notOk('UIFileSharingEnabled' in values)
    if (kind === 'binary') t.equal(values.Big, 3_000_000_000)
  })
}

t.test('rcodesign signs an IPA; its password is in no argument and gone afterwards', async t => {
  const game = makeGame(t)
  game.write({ 'game.ipa': ipa(infoPlist), 'apple.p12': 'key' })
  game.script(
    'bin/rcodesign',
    `#!/bin/sh
PATH=/usr/bin:/bin
echo "$@" > ${game.path('arguments')}
for each; do app=$each; done
while [ $# -gt 0 ]; do if [ "$1" = --p12-password-file ]; then cat "$2" > ${
      game.path('seen')
    }; fi; shift; done
echo signed > "$app/_CodeSignature/CodeResources"
`
  )
  game.define({ ...ios, ...setId })
  const environment = { PATH: game.path('bin'), APPLE_PASSWORD: 'apple-secret' }
  const { rows: [row] } = await game.build({ environment })
  t.match(row, { state: 'made', signature: 'signed' }, JSON.stringify(row))
  t.equal(game.read('seen').toString(), 'apple-secret')
  t.notMatch(game.read('arguments').toString(), /apple-secret/)
  const found = unzipped(game.read(row!.file!))
  t.equal(text(found['Payload/Game.app/_CodeSignature/CodeResources']), 'signed\n')
  t.same(
    game.outputs(),
    ['ios/dk-1.4.0-7.ipa', 'ios/package.config.json', 'packages.json'],
    'nothing else is left'
  )

  game.define({ ...ios })
  t.match((await game.build({ environment, version: '1.4.1' })).rows, [{
    error: {
      code: 'PACKAGE_VERSION_DIFFERS',
      details: { field: 'CFBundleShortVersionString', found: '1.4.0', expected: '1.4.1' }
    }
  }], 'nothing is delivered under another version than it has')
  t.match(
    (await game.build({ environment })).rows,
    [{ way: 'copy', signature: 'signed', application: { type: 'ipa', version: '1.4.0', build: '7' } }],
    'an untouched IPA keeps its signature'
  )
})

t.test('damaged and dangerous property lists are refused', async t => {
  const game = makeGame(t)
  game.define({ ...ios, ...setId })
  for (
    const plist of [
      'no plist',
      '<plist><array/></plist>',
      infoPlist.replace('.dtd">', '.dtd" [<!ENTITY x "y">]>'),
      Buffer.from('bplist00\x00\x00'),
      Buffer.concat([Buffer.from('bplist00'), randomBytes(100)])
    ]
  ) {
    game.write({ 'game.ipa': ipa(plist), 'apple.p12': 'key' })
    t.same(
      summary(await game.build({ environment: { PATH: '/nowhere' } })),
      { ios: 'PACKAGE_PLIST_DAMAGED' },
      String(plist).slice(0, 20)
    )
  }
})

t.test('an external build runs when a declared input changed, with the environment that it is allowed', async t => {
  const game = makeGame(t)
  game.script(
    'gradlew',
    '#!/bin/sh\nPATH=/usr/bin:/bin\nenv > seen\necho run >> runs\nmkdir -p out && cat src/main.txt > out/game.txt\n'
  )
  game.write({ 'src/main.txt': 'one', 'notes.txt': 'n' })
  const build = {
    command: ['./gradlew', 'assembleRelease'],
    inputs: ['src/**', 'gradlew'],
    environment: ['ANDROID_HOME']
  }
  game.define({
    baselines: { client: { type: 'folder', path: 'out', build } },
    platforms: { windows: { baseline: 'client', pack: 'folder' } }
  })
  const environment = { ANDROID_HOME: '/sdk', SECRET: 'x' }

  t.match(await game.plan(), {
    builds: [{ baseline: 'client', state: 'planned', why: /never ran/ }],
    rows: [{ way: 'build', why: [/made by its command first/] }]
  })
  t.match(await game.build({ environment }), {
    builds: [{ state: 'made' }],
    rows: [{ state: 'made', way: 'copy' }]
  })
  t.match(game.read('seen').toString(), /ANDROID_HOME=\/sdk/)
  t.notMatch(game.read('seen').toString(), /SECRET/)
  game.write({ 'notes.txt': 'changed' })
  t.match(await game.build({ environment }), { builds: [{ state: 'reused' }], rows: [{ state: 'reused' }] })
  game.write({ 'src/main.txt': 'two' })
  t.match(await game.build({ environment }), {
    builds: [{ state: 'made', why: /declared inputs changed/ }],
    rows: [{ state: 'made' }]
  })
  t.equal(game.read('build/packages/windows/dk-1.4.0-7/game.txt').toString(), 'two')
  game.remove('out')
  t.match(await game.build({ environment }), { builds: [{ state: 'made', why: /gone/ }] })
  t.equal(game.read('runs').toString(), 'run\n'.repeat(3))

  game.script('gradlew', '#!/bin/sh\necho "compile error in Main.java"\nexit 3\n')
  await t.rejects(game.build({ environment }), {
    code: 'PACKAGE_COMMAND_FAILED',
    details: { status: 'exit status 3', reason: 'compile error in Main.java' }
  })
  game.script('gradlew', '#!/bin/sh\nexit 0\n')
  game.remove('out')
  await t.rejects(game.build({ environment }), { code: 'PACKAGE_COMMAND_NO_OUTPUT' })
})

t.test('a command of the platform makes its rows; one that fails does not stop the others', async t => {
  const game = makeGame(t)
  game.script(
    'pack.sh',
    '#!/bin/sh\nPATH=/usr/bin:/bin\ngrep -q bad "$1" && { echo "no icon"; exit 1; }\ncat "$1" "$2" > "$3"\n'
  )
  game.write({ 'client/game.txt': 'game', 'base.zip': zipOf({ a: Buffer.from('a') }) })
  game.define({
    baselines: { base: { type: 'zip', path: 'base.zip' } },
    platforms: {
      wechat: {
        baseline: 'base',
        exec: {
          command: ['./pack.sh', '{config}', '{baseline}', '{output}'],
          inputs: ['pack.sh'],
          produces: 'game.wx'
        }
      }
    },
    channels: { good: {}, bad: {}, fine: {} }
  })
  const report = await game.build()
  t.same(summary(report), {
    'wechat/good': 'build made',
    'wechat/bad': 'PACKAGE_COMMAND_FAILED',
    'wechat/fine': 'build made'
  })
  t.equal(report.status, 'failed')
  t.ok(game.read('build/packages/wechat/good/game.wx').includes('"channel": "good"'))
  t.notOk(game.outputs().some(name => name.includes('bad') || name.startsWith('.')))
  t.same(Object.values(summary(await game.build())), [
    'reuse reused',
    'PACKAGE_COMMAND_FAILED',
    'reuse reused'
  ])
})

t.test('only the rows that are asked for are made, and an unknown one is told', async t => {
  const { define, build, write, outputs } = makeGame(t)
  write({ 'client/game.txt': 'game' })
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    channels: { a: {}, b: {}, c: {} }
  })
  t.same(Object.keys(summary(await build({ rows: ['windows/a', 'windows/{c,x}'] }))), [
    'windows/a',
    'windows/c'
  ])
  t.same(outputs().filter(name => name.endsWith('.zip')), [
    'windows/a/dk-1.4.0-7.zip',
    'windows/c/dk-1.4.0-7.zip'
  ])
  t.equal(await codeOf(build({ rows: ['windows/z'] })), 'PACKAGE_UNKNOWN_ROW')
})

t.test('a bad baseline is one clear error of its rows in both languages, and the rows of others are made', async t => {
  const game = makeGame(t)
  game.write({ 'client/game.txt': 'game' })
  const names = Object.keys(badZips).map((_, index) => `bad${index}`)
  game.write(Object.fromEntries(Object.values(badZips).map(([bytes], index) => [`bad${index}.zip`, bytes])))
  const baselines = Object.fromEntries(names.map(name => [name, { type: 'ipa', path: `${name}.zip` }]))
  game.define({
    baselines: { ...baselines, client: { type: 'folder', path: 'client' } },
    platforms: Object.fromEntries([...names, 'client'].map(name => [name, { baseline: name }]))
  })
  const { rows } = await game.build()
  t.match(rows.at(-1), { id: 'client', state: 'made' })
  for (const [index, [what, [, code]]] of Object.entries(badZips).entries()) {
    const error = rows[index]!.error!
    t.equal(error.code, code, what)
    const problem = new PacklineError(error.code as ErrorCode, error.details)
    for (const language of ['en', 'zh-CN'] as const) {
      t.match(describeError(language, problem), { message: new RegExp(`bad${index}\\.zip`), hint: /./ })
    }
  }
  t.same(game.outputs().filter(name => name.startsWith('bad')), [])
})

t.test('a folder that packline did not make is left alone', async t => {
  const { define, build, write, read } = makeGame(t)
  write({ 'client/game.txt': 'game', 'build/packages/windows/mine.txt': 'mine' })
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } }
  })
  t.same(summary(await build()), { windows: 'OUTPUT_NOT_OURS' })
  t.equal(read('build/packages/windows/mine.txt').toString(), 'mine')
  write({ 'build/packages/packages.json': '{"mine": true}' })
  await t.rejects(build(), { code: 'OUTPUT_NOT_OURS', details: { path: /packages\.json$/ } })
  t.equal(read('build/packages/packages.json').toString(), '{"mine": true}')
})

t.test('rows of long names have folders that every file system takes, and that everybody may read', async t => {
  const { define, build, write, path } = makeGame(t)
  write({ 'client/game.txt': 'game' })
  const channels = ['渠'.repeat(128), `${'渠'.repeat(127)}道`, '!'.repeat(128), '🎮'.repeat(64), '短']
  define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    channels: Object.fromEntries(channels.map(name => [name, {}]))
  })
  const { rows } = await build()
  t.same(rows.map(({ state, error }) => error ?? state), channels.map(() => 'made'))
  const folders = rows.map(({ file = '' }) => dirname(file).slice('build/packages/windows/'.length))
  t.equal(new Set(folders).size, channels.length)
  t.ok(folders.every(name => Buffer.byteLength(name) <= 255))
  t.match(folders[0], /^渠{79}~[0-9a-f]{16}$/)
  t.match(folders[2], /^(%21){79}~[0-9a-f]{16}$/)
  t.equal(folders[4], '短')
  const modeOf = (name: string): number => statSync(path(name)).mode & 0o777
  t.equal(modeOf('build/packages/windows/短'), 0o777 & ~process.umask())
  t.equal(modeOf(rows[4]!.file!), 0o666 & ~process.umask())
})

t.test('links inside a macOS application stay links, in a folder and in a zip; others are followed', async t => {
  const { define, build, write, path, read } = makeGame(t)
  const framework = 'client/Game.app/Contents/Frameworks/Engine.framework'
  write({
    [`${framework}/Versions/A/Engine`]: 'engine',
    [`${framework}/Versions/A/Resources/Info.plist`]: infoPlist,
    'client/lib.so.1': 'library',
    'extra.txt': 'extra',
    'outside.txt': 'outside'
  })
  const links = {
    [`${framework}/Versions/Current`]: 'A',
    [`${framework}/Engine`]: 'Versions/Current/Engine',
    [`${framework}/Resources`]: 'Versions/Current/Resources'
  }
  const followed = {
    'client/lib.so': 'lib.so.1',
    [`${framework}/outside.txt`]: '../../../../../outside.txt'
  }
  for (const [name, target] of Object.entries({ ...links, ...followed })) symlinkSync(target, path(name))
  const mac = (pack: string, edits: object[] = []): void => {
    define({
      baselines: { client: { type: 'folder', path: 'client' } },
      platforms: { mac: { baseline: 'client', pack } },
      edits
    })
  }
  const below = (name: string): string => name.slice('client/'.length)
  const linksIn = (root: string): Record<string, string> =>
    Object.fromEntries(
      listTree(root).filter(({ status }) => status.isSymbolicLink()).map((
        { name, path }
      ) => [name, readlinkSync(path)])
    )
  const expected = Object.fromEntries(Object.entries(links).map(([name, to]) => [below(name), to]))

  mac('folder')
  const { rows: [folder] } = await build()
  const made = path(folder!.file!)
  t.same(linksIn(made), expected)
  t.equal(readFileSync(join(made, 'lib.so'), 'utf8'), 'library')
  t.equal(readFileSync(join(made, below(framework), 'outside.txt'), 'utf8'), 'outside')
  t.match(await verifyPackage(made, new SigningTools({}), new AbortController().signal), { entries: 8 })
  t.match((await build()).rows, [{ state: 'reused' }])
  rmSync(path(`${framework}/Versions/Current`))
  symlinkSync('./A', path(`${framework}/Versions/Current`))
  t.match((await build()).rows, [{ state: 'made' }], 'a link that says something else is a change')

  mac('zip', [{ put: `${below(framework)}/Versions/A/new.txt`, from: 'extra.txt' }])
  const { rows: [zip] } = await build()
  const entries = unzipped(read(zip!.file!))
  const isLinkEntry = ({ name }: { name: string }): boolean => name in expected
  const { entries: list } = await readBytes(path('.'), read(zip!.file!))
  t.same(
    Object.fromEntries(list.filter(isLinkEntry).map(({ name }) => [name, text(entries[name])])),
    { ...expected, [below(`${framework}/Versions/Current`)]: './A' }
  )
  t.ok(list.every(entry => unixMode(entry) === (isLinkEntry(entry) ? 0o120755 : 0o100644)))

  mac('folder', [{ put: `${below(framework)}/Resources/new.txt`, from: 'extra.txt' }])
  t.match((await build()).rows, [{
    error: {
      code: 'PACKAGE_UNSAFE_ENTRY',
      details: { reason: `it would be written through the link ${below(framework)}/Resources` }
    }
  }])
  mac('folder', [{ remove: `${below(framework)}/Resources` }, {
    put: `${below(framework)}/Resources/new.txt`,
    from: 'extra.txt'
  }])
  t.match((await build()).rows, [{ state: 'made' }], 'in place of the link')
})

t.test('a signing that nothing can use is an error of its rows', async t => {
  const { define, plan, write } = makeGame(t)
  write({ 'client/game.txt': 'game', 'client.zip': zipOf({ a: Buffer.from('a') }) })
  define({
    baselines: { zip: { type: 'zip', path: 'client.zip' }, folder: { type: 'folder', path: 'client' } },
    platforms: {
      zip: { baseline: 'zip', signing: 'release' },
      folder: { baseline: 'folder', signing: 'release' },
      other: { baseline: 'zip' }
    },
    channels: { c: { signing: 'release' } },
    signing: { release: { keystore: 'file:k', alias: 'a', password: 'env:P' } }
  })
  t.same(summary(await plan()), {
    'zip/c': 'PACKAGE_SIGNING_UNUSABLE',
    'folder/c': 'PACKAGE_SIGNING_UNUSABLE',
    'other/c': 'copy planned'
  })
})

t.test('what a store or devices refuse, and no edit puts right, is told by the plan', async t => {
  const { define, plan, write } = makeGame(t)
  const apkOf = (flag: string): Buffer =>
    zipOf({ 'AndroidManifest.xml': androidManifest({ application: { android: { [flag]: true } } }) })
  write({ 'debug.apk': apkOf('debuggable'), 'test.apk': apkOf('testOnly'), 'a.txt': 'a' })
  define({
    baselines: { debug: { type: 'apk', path: 'debug.apk' }, test: { type: 'apk', path: 'test.apk' } },
    platforms: { debug: { baseline: 'debug', stamp: false }, test: { baseline: 'test', stamp: false } },
    channels: { play: { store: 'play' }, other: {} },
    edits: [{ put: 'assets/a.txt', from: 'a.txt' }]
  })
  t.same(summary(await plan()), {
    'debug/play': 'PACKAGE_REFUSED',
    'debug/other': 'repack planned',
    'test/play': 'PACKAGE_REFUSED',
    'test/other': 'PACKAGE_REFUSED'
  })
})

const canMount =
  spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'mount', '-t', 'tmpfs', 'none', '/mnt'])
    .status === 0
t.test('after another start of the system a package is reused only when its bytes are still the ones that were made', async t => {
  const game = makeGame(t)
  game.write({ 'client/game.txt': 'game' })
  game.define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } }
  })
  const { rows: [made] } = await game.build()
  const restart = (): void => {
    const file = listTree(game.home).find(({ name }) => name.endsWith('/packages.json'))!.path
    writeFileSync(file, readFileSync(file, 'utf8').replace(/"boot":"[^"]+"/, '"boot":"before"'))
  }
  restart()
  t.match((await game.build()).rows, [{ state: 'reused' }])
  // What a power cut leaves of a file that never reached the disk: its size and times, but not its bytes.
  restart()
  spawnSync('sh', [
    '-c',
    'touch -r "$0" "$0.times" && printf "\\0\\0\\0\\0" | dd of="$0" conv=notrunc status=none && touch -r "$0.times" "$0" && rm "$0.times"',
    game.path(made!.file!)
  ])
  t.match((await game.build()).rows, [{
    state: 'made',
    sha256: made!.sha256,
    why: [/packed/, /gone or was changed/]
  }])
})

t.test('what a killed build left is removed by the next one', async t => {
  const game = makeGame(t)
  game.write({ 'client/game.txt': 'game', 'build/packages/.packline-row-abc/dk.zip': 'half' })
  game.define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } }
  })
  await game.build()
  t.same(game.outputs(), ['packages.json', 'windows/dk-1.4.0-7.zip', 'windows/package.config.json'])
})

t.test('whatever the bytes of a property list, it is read or refused in one way', async t => {
  const good = [Buffer.from(infoPlist), Buffer.from(buildBinary({ a: 'b', c: [1, 2, { d: true }] }))]
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...good),
      fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
      async (plist, changes) => {
        const bytes = Buffer.from(plist)
        for (const [at, value] of changes) bytes[at % bytes.length] = value
        t.match(await codeOf(editPropertyList(bytes, { x: 'y' }, 'f', 'e')), /^(none|PACKAGE_PLIST_DAMAGED)$/)
      }
    ),
    { numRuns: 200 }
  )
})

t.test('no row is begun that would take the space that has to stay free', async t => {
  const game = makeGame(t)
  game.write({ 'client/game.txt': 'game' })
  game.define({
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    channels: { a: {}, b: {} },
    limits: { freeDiskMb: 100_000_000, jobs: 1 }
  })
  const report = await game.build()
  t.match(report.rows, [{
    state: 'failed',
    error: { code: 'PACKAGE_DISK_RESERVE', details: { reserveMb: 100_000_000 } }
  }, { state: 'skipped' }])
})

t.test('a full disk in the middle of row 37 leaves rows 1 to 36 and nothing half-written', {
  skip: canMount ? false : 'file systems cannot be mounted here (unshare is missing or not permitted)'
}, async t => {
  const game = makeGame(t)
  const channels = Array.from({ length: 40 }, (_, index) => `c${String(index + 1).padStart(2, '0')}`)
  game.write({ 'base.zip': zipOf({ 'data.png': randomBytes(1_000_000) }), 'build/packages/.keep': '' })
  game.define({
    baselines: { base: { type: 'zip', path: 'base.zip' } },
    platforms: { pc: { baseline: 'base' } },
    channels: Object.fromEntries(channels.map(name => [name, {}]))
  })
  const launcher = join(import.meta.dirname, '../../scripts/packline')
  const output = game.path('build/packages')
  // A row takes 980 KiB and its document 4: after 36 there is room for one more without its document, so that
  // it fails in its middle.
  const script = `mount -t tmpfs -o size=${
    36 * 984 + 980
  }k none ${output} && ${launcher} package build --project ${game.folder} --jobs 1 --json; status=$?; find ${output} -type f | sort >&2; exit $status`

  const { status, stdout, stderr } = spawnSync('unshare', [
    '--user',
    '--map-root-user',
    '--mount',
    'sh',
    '-c',
    script
  ], { encoding: 'utf8', env: { ...process.env, PACKLINE_HOME: game.home } })

  t.equal(status, 1, stderr)
  const { rows } = JSON.parse(stdout)
  t.same(rows.map(({ state }: { state: string }) => state), [
    ...Array<string>(36).fill('made'),
    'failed',
    'skipped',
    'skipped',
    'skipped'
  ])
  t.match(rows[36].error, { code: 'DISK_FULL' })
  t.match(stderr, /36 packages made, 0 reused, 4 failed/)
  const found = stderr
    .split('\n')
    .filter(line => line.startsWith(output))
    .map(line => line.slice(output.length + 1))
    .filter(name => name !== 'packages.json')
  t.same(
    found,
    channels.slice(0, 36).flatMap(name => [`pc/${name}/dk-1.4.0-7.zip`, `pc/${name}/package.config.json`])
  )
})
