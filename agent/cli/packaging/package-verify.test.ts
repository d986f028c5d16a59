import { generateKeyPairSync } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { withBlock } from '../../packaging/testing/signed-apk.js'
import { binaryXmlOf, manifestOf } from '../../packaging/testing/made-manifest.js'
import { zipOf } from '../../packaging/testing/zips.js'
import { projectHere } from '../../../test/support/project-here.js'

const game = {
  project: 'dk',
  environments: { prod: { services: { GameServer: { addresses: ['game.example:7001'] } } } },
  targets: [{ id: 'formal', environment: 'prod' }],
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { android: { type: 'apk', path: 'app.apk' } },
    platforms: { android: { baseline: 'android', config: { in: 'stamp' } } },
    channels: { google: { stamp: { inviter: '7' } } }
  }
}
/** Signed, as far as its structure goes; no signer is asked where none is found. */
const apk = withBlock(
  undefined,
  '',
  zipOf({ 'AndroidManifest.xml': manifestOf({ version: '1.0', build: 1 }) })
)
const noSigner = { path: '/nowhere' }
const built = 'build/packages/formal/android/google/dk-1.0-1.apk'
const build = ['package', 'build', '--app-version', '1.0', '--build', '1', '--json']

function pemPair (kind: 'ed25519' | 'x25519' = 'ed25519'): { privateKey: string, publicKey: string } {
  const { privateKey, publicKey } = kind === 'ed25519'
    ? generateKeyPairSync('ed25519')
    : generateKeyPairSync('x25519')
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString()
  }
}

t.test('addresses in a signing block are those that were signed, or the package is refused', async t => {
  const { packline, write, folder } = projectHere(t.testdir({}), game, noSigner)
  const [key, other] = [pemPair(), pemPair()]
  write({ 'app.apk': apk, 'config.key': key.privateKey, 'key.pub': key.publicKey })
  write({ 'other.pub': other.publicKey })
  const verify = async (...keys: string[]): Promise<string> => {
    const options = keys.flatMap(name => ['--public-key', name])
    const answer = (await packline('package', 'verify', built, ...options, '--json')).json()
    return answer.error?.code ?? answer[0].config
  }

  const unsigned = await packline(...build)
  t.match(unsigned.json(), { status: 'done', rows: [{ isConfigSigned: false }] })
  t.match(unsigned.stderr, /1 channel stamps are not signed.*packages\.configKey/)
  t.equal(await verify(), 'unsigned')
  t.equal(await verify('key.pub'), 'PACKAGE_CONFIG_UNSIGNED')

  const keyed = { ...game, packages: { ...game.packages, configKey: 'file:config.key' } }
  write({ 'packline.json': JSON.stringify(keyed) })
  const signed = await packline(...build)
  t.match(signed.json(), { status: 'done', rows: [{ state: 'made', isConfigSigned: true }] })
  t.notMatch(signed.stderr, /not signed/)
  t.equal(await verify(), 'unverified')
  t.equal(await verify('key.pub'), 'verified')
  t.equal(await verify('other.pub', 'key.pub'), 'verified', 'while one key follows another')
  t.equal(await verify('other.pub'), 'PACKAGE_CONFIG_FORGED')
  t.match((await packline(...build)).json(), { rows: [{ state: 'reused', isConfigSigned: true }] })

  const bytes = readFileSync(join(folder, built))
  const changed = Buffer.from(bytes.toString('latin1').replace('game.example', 'evil.example'), 'latin1')
  t.equal(changed.length, bytes.length)
  writeFileSync(join(folder, built), changed)
  t.equal(await verify(), 'unverified', 'no signature of Android covers it')
  t.equal(await verify('key.pub'), 'PACKAGE_CONFIG_FORGED')
})

t.test('a key that is none is one clear error, and nothing of it is told', async t => {
  const { packline, write } = projectHere(t.testdir({}), game, noSigner)
  const key = pemPair()
  write({ 'app.apk': apk, 'good.key': key.privateKey, 'good.pub': key.publicKey })
  write({ 'x.key': pemPair('x25519').privateKey, 'x.pub': pemPair('x25519').publicKey, 'none.key': 'secret' })
  const reasonOf = async (configKey: string): Promise<string> => {
    write({
      'packline.json': JSON.stringify({ ...game, packages: { ...game.packages, configKey } })
    })
    const { status, json, stderr } = await packline(...build)
    t.equal(status, 3)
    t.notMatch(stderr, /secret/)
    const [{ error }] = json().rows
    t.equal(error.code, 'PACKAGE_CONFIG_KEY_UNUSABLE')
    return error.details.reason
  }
  t.equal(await reasonOf('file:gone.key'), 'there is no such file')
  t.equal(await reasonOf('env:NOT_SET'), 'the variable is not set')
  t.equal(await reasonOf('file:none.key'), 'it is no private key in PEM, or it has a password')
  t.equal(await reasonOf('file:good.pub'), 'it is no private key in PEM, or it has a password')
  t.equal(await reasonOf('file:x.key'), 'it is a key of x25519')

  write({ 'packline.json': JSON.stringify(game) })
  await packline(...build)
  for (
    const [name, reason] of [
      ['gone.pub', /no such file/],
      ['good.key', /no public key/],
      ['x.pub', /a key of x25519/]
    ] as const
  ) {
    const { status, stderr } = await packline('package', 'verify', built, '--public-key', name)
    t.equal(status, 3)
    t.match(stderr, reason)
  }
})

t.test('what a package says of itself is shown and recorded; another version than ordered is an error', async t => {
  const { packline, write } = projectHere(t.testdir({}), game, noSigner)
  const application = { android: { label: '游戏', debuggable: true } }
  const manifest = manifestOf({ version: '1.0', build: 1, targetSdk: 30, application })
  const files = { 'AndroidManifest.xml': manifest, 'lib/arm64-v8a/libgame.so': Buffer.from('x') }
  write({ 'app.apk': withBlock(undefined, '', zipOf(files)) })
  const shown = await packline('package', 'show', 'app.apk')
  t.match(shown.stdout, /app\.apk: Android package com\.example\.game, version 1\.0 \(1\)\n {2}label +游戏\n/)
  t.match(
    shown.stdout,
    /API level +at least 24, made for 30\n {2}processors +arm64-v8a; .*\n {2}for tests +debuggable/
  )
  t.match(shown.stdout, /refused by Google Play \[debuggable\]: .*\n {4}Build the baseline as a release/)
  const id = 'com.example.game'
  t.match((await packline('package', 'show', 'app.apk', '--json')).json(), [{
    application: { id, build: 1 }
  }])
  t.match((await packline('package', 'show', 'key')).stderr, /PACKAGE_INPUT_MISSING/)
  t.match((await packline(...build)).json(), { rows: [{ application: { id }, findings: [{}, {}] }] })
  t.equal((await packline('package', 'verify', built)).status, 0)
  t.match(await packline('package', 'verify', built, '--store', 'play'), { status: 1, stdout: /debuggable/ })

  const other = (await packline('package', 'build', '--app-version', '1.0', '--build', '2')).stderr
  t.match(other, /versionCode 1, and 2 was ordered\. \[PACKAGE_VERSION_DIFFERS\]\n.*"build": "\{build\}"/)
  const played = { ...game.packages, channels: { google: { store: 'play' } } }
  write({ 'packline.json': JSON.stringify({ ...game, packages: played }) })
  t.match(await packline(...build), { status: 1, stderr: /would be refused:\n +debuggable: / })
  write({ 'app.apk': zipOf({ ...files, 'AndroidManifest.xml': Buffer.from('<manifest/>') }) })
  t.match((await packline(...build)).json(), { rows: [{ error: { code: 'PACKAGE_MANIFEST_DAMAGED' } }] })
})

t.test('no text of a channel takes the place of the signature', async t => {
  const { packline, write } = projectHere(t.testdir({}), {
    ...game,
    packages: { ...game.packages, channels: { google: { stamp: { configSignature: 'mine' } } } }
  })
  write({ 'app.apk': apk })
  t.match((await packline(...build)).json(), { rows: [{ error: { code: 'PACKAGE_CHANNEL_INVALID' } }] })
})

t.test('a package that is a folder is read like one that is a zip', async t => {
  const { packline, write } = projectHere(t.testdir({}), {
    ...game,
    packages: {
      limits: { freeDiskMb: 0 },
      baselines: { client: { type: 'folder', path: 'client' } },
      platforms: { web: { baseline: 'client', pack: 'folder' } },
      hotUpdate: {
        url: 'https://cdn.example/hot-update/',
        content: [{ from: 'res/' }],
        embedded: [{ path: 'project.manifest' }]
      }
    }
  })
  write({ 'client/level.json': 'one', 'res/level.json': 'one' })
  const report = (await packline(...build)).json()
  const [{ file: path }] = report.rows
  const verify = ['package', 'verify', path, '--json']
  t.match(await packline(...verify).then(found => found.json()), [{
    entries: 2,
    manifest: { entry: 'project.manifest', assets: 1 }
  }])
  write({ [`${path}/level.json`]: 'two' })
  t.match(await packline(...verify), { status: 1, stderr: /HOT_UPDATE_MANIFEST_DIFFERS/ })
})

t.test('a set of split APKs is shown, and neither it nor a part is a baseline', async t => {
  const { packline, write } = projectHere(t.testdir({}), game, noSigner)
  const part = (plain: Record<string, string>, more = {}): Buffer =>
    zipOf({
      'AndroidManifest.xml': binaryXmlOf({
        name: 'manifest',
        android: { versionCode: 1, versionName: '1.0', isSplitRequired: true },
        plain: { package: 'com.example.game', ...plain }
      }),
      ...more
    })
  const library = { 'lib/arm64-v8a/libgame.so': Buffer.from('x') }
  const split = part({ split: 'config.arm64_v8a', configForSplit: '' }, library)
  const set = zipOf({ 'config.arm64_v8a.apk': split, 'base.apk': part({}), 'info.json': Buffer.from('{}') })
  write({ 'game.apkm': set, 'split.apk': split, 'base.apk': part({}) })

  const shown = await packline('package', 'show', 'game.apkm', 'split.apk')
  t.match(shown.stdout, /game\.apkm: Android package com\.example\.game, version 1\.0 \(1\)/)
  t.match(shown.stdout, /split +config\.arm64_v8a \(config\.arm64_v8a\.apk\)\n +split +base\.apk\n/)
  t.match(shown.stdout, /split +config\.arm64_v8a → base\n/)
  t.match((await packline('package', 'show', 'game.apkm', '--json')).json(), [{
    application: { id: 'com.example.game' },
    parts: [{ split: 'config.arm64_v8a', configForSplit: '', abis: ['arm64-v8a'] }, { path: 'base.apk' }]
  }])
  t.match((await packline('package', 'verify', 'none.apk')).stderr, /\[PACKAGE_INPUT_MISSING\]/)
  t.match((await packline('package', 'show', '.')).stderr, /\[PACKAGE_MANIFEST_MISSING\]/)
  for (
    const [path, named] of [
      ['game.apkm', 'config.arm64_v8a.apk, base.apk'],
      ['split.apk', 'config.arm64_v8a'],
      ['base.apk', 'com.example.game']
    ]
  ) {
    const packages = { ...game.packages, baselines: { android: { type: 'apk', path } } }
    write({ 'packline.json': JSON.stringify({ ...game, packages }) })
    t.match((await packline(...build)).json(), {
      rows: [{ error: { code: 'PACKAGE_SPLIT', details: { file: path, part: named } } }]
    })
  }
})
