import { createHash, randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { execFileSync, spawnSync } from 'node:child_process'
import sharp from 'sharp'
import t from 'tap'
import type { Test } from 'tap'
import {
  apksigJar,
  apksignerVerify,
  appBundle,
  keystore,
  makeApk,
  skipWithoutAndroid
} from './testing/android.js'
import { makeGame, summary } from './testing/game.js'
import { manifestOf } from './testing/made-manifest.js'
import type { Game } from './testing/game.js'
import { SigningTools } from './signing-tools.js'
import { readBytes, temporaryFolder, unzipped, zipOf } from './testing/zips.js'
import { verifyPackage } from './verify-package.js'
import { readSigningBlock } from './apk/signing-block.js'
import { stampsOf } from './apk/channel-forms.js'
import type { ChannelStamp } from './apk/channel-forms.js'
import type { RecordedApplication } from '../release/registry-model.js'
import { readZip } from '../formats/zip/read-zip.js'

const skip = skipWithoutAndroid
const environments = {
  prod: {
    services: { GameServer: { addresses: ['game.example:7001'], databases: ['db:3306'], namespace: 'prod' } }
  }
}
const targets = [{ id: 'formal', kind: 'formal', environment: 'prod' }, {
  id: 'review-1',
  environment: 'prod',
  priority: 5,
  match: { submitted: true }
}]
const assets = { 'a.txt': 'hello '.repeat(1000), 'b.bin': randomBytes(40_000), 'p.png': randomBytes(5000) }
const key = skip === false ? keystore() : { file: '', password: '' }
const apk = `${temporaryFolder(t)}/signed.apk`
if (skip === false) makeApk(apk, { assets }, key)

const compiled = temporaryFolder(t)

const packages = {
  baselines: { android: { type: 'apk', path: 'app.apk' } },
  platforms: { android: { baseline: 'android', signing: 'release' } },
  channels: { google: {}, 华为: { stamp: { inviter: '7' } } },
  signing: { release: { keystore: 'file:keys/release.jks', alias: 'release', password: 'env:KEY_PASSWORD' } }
}

function game (t: Parameters<typeof makeGame>[0], baseline = apk): Game {
  const made = makeGame(t)
  made.write({ 'keys/.keep': '', 'res/a.txt': 'changed '.repeat(500) })
  // The signer's driver is compiled once for all of them.
  mkdirSync(join(made.home, 'cache'), { recursive: true })
  symlinkSync(compiled, join(made.home, 'cache/apksig'))
  copyFileSync(baseline, made.path('app.apk'))
  copyFileSync(key.file, made.path('keys/release.jks'))
  return made
}

const environment = { PATH: process.env.PATH, HOME: process.env.HOME, KEY_PASSWORD: key.password }

async function stampIn (file: string): Promise<ChannelStamp | undefined> {
  const handle = await open(file, 'r')
  try {
    return stampsOf((await readSigningBlock(handle, await readZip(handle, file)))!, file).walle
  } finally {
    await handle.close()
  }
}

t.test(
  'rows are stamped or repacked as they need, verify, and are reused until something changes',
  { skip },
  async t => {
    const { define, build, path, write, read, remove } = game(t)
    define({
      ...packages,
      edits: [{ when: { targets: ['review-1'] }, put: 'assets/a.txt', from: 'res/a.txt' }]
    }, { environments, targets })

    const first = await build({ environment })

    t.same(summary(first), {
      'formal/android/google': 'stamp made',
      'formal/android/华为': 'stamp made',
      'review-1/android/google': 'repack made',
      'review-1/android/华为': 'repack made'
    })
    for (const { file, sha256, size, channel, target } of first.rows) {
      const bytes = read(file!)
      t.equal(createHash('sha256').update(bytes).digest('hex'), sha256)
      t.equal(bytes.length, size)
      t.match(apksignerVerify(path(file!)), {
        status: 0,
        output: /v1 scheme.*: true[\s\S]*v2 scheme.*: true[\s\S]*v3 scheme.*: true/
      })
      t.equal(spawnSync('zipalign', ['-c', '-p', '4', path(file!)]).status, 0, 'aligned')
      t.same(await stampIn(path(file!)), channel === '华为' ? { inviter: '7', channel } : { channel })
      t.match(
        Buffer.from(unzipped(bytes)['assets/a.txt']!).toString(),
        target === 'formal' ? /^hello/ : /^changed/
      )
    }
    t.equal(first.compressed, 1, 'the asset of two rows is compressed once')
    t.notOk(
      read('build/packages/formal/android/google/package.config.json').includes('db:3306'),
      'no databases in packages'
    )

    t.same([...new Set((await build({ environment })).rows.map(({ state }) => state))], ['reused'])
    write({ 'res/a.txt': 'changed again' })
    const third = await build({ environment })
    t.same(summary(third), {
      'formal/android/google': 'reuse reused',
      'formal/android/华为': 'reuse reused',
      'review-1/android/google': 'repack made',
      'review-1/android/华为': 'repack made'
    })
    t.match(third.rows[2]!.why.join(), /input assets\/a.txt changed/)
    remove('build/packages/formal/android/google')
    t.match((await build({ environment })).rows[0], { state: 'made', why: [/channel/, /gone/] })
    t.match((await build({ environment, build: 8 })).rows[0], {
      error: { code: 'PACKAGE_VERSION_DIFFERS', details: { field: 'versionCode', found: '7', expected: '8' } }
    })
    t.match(first.rows[0], {
      application: { id: 'com.example.game', version: '1.4.0', build: 7, certificates: [/^[0-9a-f]{64}$/] }
    })
  }
)

t.test('the config document lands inside the package where the order says', { skip }, async t => {
  const { define, build, path, read } = game(t)
  define({
    ...packages,
    order: [{ channels: ['google'], config: { in: 'entry', path: 'assets/packline.json' } }, {
      channels: ['华为'],
      config: { in: 'stamp' }
    }]
  }, { environments, targets: targets.slice(0, 1) })

  const { rows } = await build({ environment, verify: true })

  const [entry, stamp] = rows
  t.same([entry!.way, stamp!.way], ['repack', 'stamp'])
  const document = JSON.parse(read('build/packages/formal/android/google/package.config.json').toString())
  t.match(document, {
    schema: 1,
    project: 'dk',
    version: '1.4.0',
    build: 7,
    target: { id: 'formal' },
    channel: 'google',
    environment: { name: 'prod', services: { GameServer: { addresses: ['game.example:7001'] } } }
  })
  t.same(JSON.parse(Buffer.from(unzipped(read(entry!.file!))['assets/packline.json']!).toString()), document)
  t.same(JSON.parse((await stampIn(path(stamp!.file!)))!.config!), { ...document, channel: '华为' })
})

t.test(
  'what is wrong with keys and baselines is one clear error, and the other rows are made',
  { skip },
  async t => {
    const { define, build, path, write, remove } = game(t)
    const edits = [{ when: { channels: ['google'] }, put: 'assets/a.txt', from: 'res/a.txt' }]
    const result = async (
      signing: object | undefined,
      given: Record<string, string | undefined> = environment
    ): Promise<string[]> => {
      const platforms = {
        android: { baseline: 'android', ...signing !== undefined && { signing: 'release' } }
      }
      define({
        ...packages,
        edits,
        platforms,
        ...signing !== undefined && {
          signing: {
            release: {
              ...packages
                .signing
                .release,
              ...signing
            }
          }
        }
      })
      const report = await build({ environment: given })
      t.notMatch(JSON.stringify(report), key.password)
      return Object.values(summary(report))
    }
    t.same(await result({}, { ...environment, KEY_PASSWORD: 'wrong-one' }), [
      'PACKAGE_KEY_PASSWORD',
      'stamp made'
    ])
    t.same(await result({}, { PATH: process.env.PATH }), ['PACKAGE_KEY_MISSING', 'reuse reused'])
    t.same(await result({ keystore: 'file:keys/none.jks' }), ['PACKAGE_KEY_MISSING', 'reuse reused'])
    t.same(await result({ keystore: 'env:NOT_SET' }), ['PACKAGE_KEY_MISSING', 'reuse reused'])
    t.same(await result({ alias: 'nobody' }), ['PACKAGE_KEY_MISSING', 'reuse reused'])
    t.same(await result({}, { ...environment, PATH: '/nowhere', HOME: '/nowhere' }), [
      'TOOL_NOT_FOUND',
      'reuse reused'
    ])
    t.same(await result(undefined), ['PACKAGE_SIGNING_NEEDED', 'reuse reused'])
    remove('res/a.txt')
    t.same(await result({}), ['PACKAGE_INPUT_MISSING', 'reuse reused'])
    write({ 'app.apk': 'no apk' })
    t.same(await result({}), ['PACKAGE_NOT_ZIP', 'PACKAGE_NOT_ZIP'])
    makeApk(path('app.apk'), { assets, schemes: 'v1' }, key)
    define({ ...packages, platforms: { android: { baseline: 'android' } } })
    t.same(Object.values(summary(await build())), ['PACKAGE_V1_ONLY', 'PACKAGE_V1_ONLY'])
    define(packages)
    const again = await build({ environment })
    t.same(Object.values(summary(again)), ['repack made', 'repack made'], 'with keys it is signed anew')
    for (const { file } of again.rows) t.equal(apksignerVerify(path(file!)).status, 0)
    makeApk(path('app.apk'), { assets })
    remove('build')
    define({ ...packages, channels: {}, platforms: { android: { baseline: 'android' } } })
    t.match((await build()).rows, [{
      state: 'made',
      way: 'copy',
      signature: 'unsigned',
      unsignedReason: 'the baseline is not signed'
    }])
  }
)

t.test('secrets are in no argument, and taken out of what tools print', { skip }, async t => {
  const { define, build, script, read, path } = game(t)
  define({ ...packages, edits: [{ put: 'assets/a.txt', from: 'res/a.txt' }] })
  script(
    'bin/apksigner',
    `#!/bin/sh\necho "$@" >> ${path('seen')}\necho "debug: $PACKLINE_KS_PASS_0 $SECRET_CANARY" >&2\nexit 1\n`
  )

  const report = await build({
    environment: { ...environment, PATH: `${path('bin')}:${process.env.PATH}`, SECRET_CANARY: 'canary' }
  })

  t.match(report.rows[0]!.error, { code: 'PACKAGE_SIGNING_FAILED', details: { reason: 'debug: ***' } })
  t.notMatch(read('seen').toString(), key.password)
  t.notMatch(JSON.stringify(report), /canary/)
})

t.test('a rotated key keeps its lineage, v4 lies beside the package, and an expired certificate is told', {
  skip
}, async t => {
  const { define, build, plan, path } = game(t)
  const store = path('keys/release.jks')
  const run = (tool: string, ...args: string[]): string =>
    execFileSync(tool, args, { stdio: 'pipe', encoding: 'utf8', env: { ...process.env, KS: key.password } })
  const next = [
    '-alias',
    'next',
    '-keyalg',
    'RSA',
    '-startdate',
    '-9d',
    '-validity',
    '2',
    '-dname',
    'CN=next'
  ]
  run('keytool', '-genkeypair', '-keystore', store, '-storepass', key.password, ...next)
  const signer = (
    which: string,
    alias: string
  ): string[] => [`--${which}-signer`, '--ks', store, '--ks-key-alias', alias, '--ks-pass', 'env:KS']
  run(
    'apksigner',
    'rotate',
    '--out',
    path('keys/lineage'),
    ...signer('old', 'release'),
    ...signer('new', 'next')
  )
  const { release } = packages.signing
  const rotated = {
    ...release,
    alias: 'next',
    schemes: ['v1', 'v2', 'v3', 'v4'],
    lineage: 'file:keys/lineage',
    rotatedFrom: [release]
  }
  const order = (signing: object, stamp: boolean): void => {
    define({
      ...packages,
      platforms: { android: { baseline: 'android', signing: 'release', stamp } },
      channels: { google: {} },
      signing: { release: signing },
      edits: [{ put: 'assets/a.txt', from: 'res/a.txt' }]
    })
  }

  const other = { ...release, alias: 'next' }
  order(other, false)
  t.match((await build({ environment })).rows, [{
    error: { code: 'PACKAGE_CERTIFICATE_DIFFERS', details: { row: 'android/google', release: 'app.apk' } }
  }])
  order({ ...release, schemes: ['v2'] }, false)
  t.same(summary(await plan()), { 'android/google': 'PACKAGE_V1_NEEDED' })
  order(rotated, false)
  const { rows: [row] } = await build({ environment })
  t.match(row, {
    state: 'made',
    signature: 'signed',
    application: { certificates: { length: 2 }, earlierCertificates: { length: 1 } },
    warnings: [{ code: 'certificateExpired', signing: 'release', date: /^2\d{3}-/ }]
  })
  const file = path(row!.file!)
  t.ok(existsSync(`${file}.idsig`))
  t.match(run('apksigner', 'lineage', '--in', file, '--print-certs'), /CN=packline[\s\S]*CN=next/)
  t.match((await build({ environment })).rows, [{ state: 'reused', warnings: [{}] }])

  order(rotated, true)
  t.same(summary(await plan()), { 'android/google': 'PACKAGE_V4_STAMPED' })
  copyFileSync(file, path('app.apk'))
  order(release, true)
  t.same(summary(await plan()), { 'android/google': 'PACKAGE_LINEAGE_MISSING' })

  // As it is, it is no update of what was released with the key of before it.
  const { application } = row!
  const before = { ...application, certificates: ['ab'.repeat(32)] } as RecordedApplication
  const released = async () => new Map([['android/google', [{ release: '1.3.0-6', application: before }]]])
  define({ ...packages, channels: { google: {} } })
  t.match((await build({ environment, released })).rows, [{
    error: { code: 'PACKAGE_CERTIFICATE_DIFFERS', details: { release: '1.3.0-6' } }
  }])
})

t.test('libraries and resources that lie wrong are stored and aligned when a package is signed', {
  skip
}, async t => {
  const { define, build, path, write } = game(t)
  const so = 'lib/arm64-v8a/libgame.so'
  const files = {
    'AndroidManifest.xml': manifestOf({ application: { android: { extractNativeLibs: false } } }),
    'assets/odd.txt': Buffer.from('xyz'),
    [so]: randomBytes(20_000),
    'resources.arsc': Buffer.alloc(4001, 1)
  }
  const wrong = {
    packed: [/none/, ['arsc-compressed', 'library-compressed']],
    unaligned: [/so$|arsc$|txt$/, ['arsc-unaligned', 'library-unaligned']]
  } as const
  for (const [name, [storedNames]] of Object.entries(wrong)) {
    write({ [`${name}.apk`]: zipOf(files, { storedNames }) })
  }
  const names = Object.keys(wrong)
  define({
    baselines: Object.fromEntries(names.map(name => [name, { type: 'apk', path: `${name}.apk` }])),
    platforms: Object.fromEntries(names.map(name => [name, { baseline: name, signing: 'release' }])),
    signing: packages.signing
  })
  for (const row of (await build({ environment })).rows) {
    t.equal(row.error, undefined)
    t.same(row.repaired!.map(({ rule }) => rule).sort(), wrong[row.platform as keyof typeof wrong][1])
    const file = path(row.file!)
    t.equal(spawnSync('zipalign', ['-c', '-p', '4', file]).status, 0, 'aligned')
    const { findings } = await verifyPackage(file, new SigningTools({}), new AbortController().signal)
    t.same(findings.map(({ rule }) => rule), ['library-no-elf'], 'the library is made up')
  }
})

t.test(
  'an App Bundle is edited, signed by the upload key and checked; its channels are no stamps',
  { skip },
  async t => {
    const { define, build, path, read, write, remove } = game(t)
    write({ 'app.aab': appBundle })
    const told = async (platform: object, put = 'base/assets/a.txt'): Promise<string> => {
      define({
        ...packages,
        baselines: { play: { type: 'aab', path: 'app.aab' } },
        platforms: { play: { baseline: 'play', signing: 'release', ...platform } },
        channels: { google: {} },
        edits: [{ put, from: 'res/a.txt' }]
      })
      return Object.values(summary(await build({ environment })))[0]!
    }
    t.equal(await told({}), 'PACKAGE_BUNDLE_STAMPED')
    t.equal(await told({ stamp: false, config: { in: 'stamp' } }), 'PACKAGE_BUNDLE_STAMPED')
    t.equal(await told({ stamp: false }, 'assets/a.txt'), 'PACKAGE_BUNDLE_UNFIT')
    t.equal(await told({ stamp: false }), 'repack made')
    const file = path('build/packages/play/google/dk-1.4.0-7.aab')
    t.match(spawnSync('jarsigner', ['-verify', file], { encoding: 'utf8' }).stdout, /jar verified/)
    const { signal } = new AbortController()
    const tools = new SigningTools({ PATH: process.env.PATH })
    t.teardown(async () => {
      await tools.close()
    })
    t.match(await verifyPackage(file, tools, signal), { entries: 8, signatures: ['v1'], findings: [] })
    const changed = unzipped(read('build/packages/play/google/dk-1.4.0-7.aab'))
    write({ 'changed.aab': zipOf({ ...changed, 'base/assets/a.txt': Buffer.from('else') }) })
    t.match(await verifyPackage(path('changed.aab'), tools, signal).catch((error: unknown) => error), {
      code: 'PACKAGE_VERIFY_FAILED',
      details: { reason: /base\/assets\/a\.txt/ }
    })
    copyFileSync(file, path('app.aab'))
    remove('build')
    define({
      baselines: { play: { type: 'aab', path: 'app.aab' } },
      platforms: { play: { baseline: 'play' } }
    })
    const { rows: [row] } = await build({ environment })
    t.match(row, { way: 'copy', signature: 'signed', application: { certificates: { length: 1 } } })
    await uploadKeys(t, row!.application as RecordedApplication)
    write({ 'app.aab': zipOf({ 'AndroidManifest.xml': Buffer.from('an APK') }) })
    t.same(summary(await build({ environment })), { play: 'PACKAGE_BUNDLE_UNFIT' })
  }
)

/** `application` is a bundle that `release` signed. */
async function uploadKeys (t: Test, application: RecordedApplication): Promise<void> {
  const { define, build, write } = game(t)
  write({ 'app.aab': appBundle })
  const other = 'ab'.repeat(32)
  const told = async (signing: object = {}, type = 'aab'): Promise<object> => {
    define({
      baselines: { play: { type: 'aab', path: 'app.aab' } },
      platforms: { play: { baseline: 'play', signing: 'release' } },
      signing: { release: { ...packages.signing.release, ...signing } }
    })
    const before = { release: '1.3.0-6', application: { ...application, type, certificates: [other] } }
    const { rows: [row] } = await build({ environment, released: async () => new Map([['play', [before]]]) })
    return { state: row!.state, ...row!.error }
  }
  t.match(await told(), {
    code: 'PACKAGE_UPLOAD_KEY_DIFFERS',
    details: { release: '1.3.0-6', expected: other, found: application.certificates![0] }
  })
  t.match(await told({ replacedUploadKeys: [other] }), { state: 'made' })
  t.match(await told({}, 'apk'), { state: 'reused' }, 'Play signs the APKs with another key')
}

const bundletool = process.env.PACKLINE_BUNDLETOOL
const withoutBundletool = skip !== false
  ? skip
  : bundletool === undefined && 'PACKLINE_BUNDLETOOL names no bundletool (com.android.tools.build:bundletool)'
t.test('a universal APK is made from an App Bundle when that changed, and is a baseline as any', {
  skip: withoutBundletool
}, async t => {
  const { define, build, path, write, read } = game(t)
  write({ 'app.aab': appBundle })
  define({
    ...packages,
    baselines: { android: { type: 'apk', path: 'build/universal.apk', bundle: 'app.aab' } }
  })
  const given = { ...environment, PACKLINE_BUNDLETOOL: bundletool }
  const { rows, builds } = await build({ environment: given })
  t.match(builds, [{ baseline: 'android', state: 'made' }])
  t.same(rows.map(({ state, way }) => [state, way]), [['made', 'repack'], ['made', 'repack']])
  const file = path(rows[0]!.file!)
  t.equal(apksignerVerify(file).status, 0)
  t.same(await stampIn(file), { channel: 'google' })
  t.equal(Buffer.from(unzipped(read(rows[0]!.file!))['assets/a.txt']!).toString(), 'hi\n')
  t.match(await build({ environment: given }), { builds: [{ state: 'reused' }], rows: [{ state: 'reused' }] })
  write({ 'app.aab': 'no bundle' })
  t.match(await build({ environment: given }).catch((error: unknown) => error), {
    code: 'PACKAGE_BUNDLE_FAILED'
  })
  t.match(await build({ environment }).catch((error: unknown) => error), { code: 'TOOL_NOT_FOUND' })
})

t.test('an App Bundle becomes a set of split APKs, each signed, with the channel in its base', {
  skip: withoutBundletool
}, async t => {
  const { define, build, path, read, write } = game(t)
  write({ 'app.aab': appBundle, 'release.txt': 'changed' })
  const told = async (platform: object, more: object = {}): Promise<string> => {
    define({
      ...packages,
      baselines: { app: { type: 'aab', path: 'app.aab' }, android: { type: 'apk', path: 'app.apk' } },
      platforms: { splits: { baseline: 'app', signing: 'release', splits: {}, ...platform } },
      channels: { 华为: {} },
      edits: [{ put: 'base/assets/a.txt', from: 'release.txt' }],
      ...more
    })
    return Object.values(summary(await build({ environment: given, verify: true })))[0]!
  }
  const given = { ...environment, PACKLINE_BUNDLETOOL: bundletool }
  t.equal(await told({}), 'repack made')
  const { rows: [row] } = await build({ environment: given })
  t.match(row, {
    state: 'reused',
    file: 'build/packages/splits/华为/dk-1.4.0-7.apks',
    signature: 'signed',
    application: { type: 'apk', id: 'com.example.g', certificates: { length: 1 } }
  })
  const parts = unzipped(read(row!.file!))
  const tools = new SigningTools({ PATH: process.env.PATH })
  t.teardown(async () => {
    await tools.close()
  })
  const { signal } = new AbortController()
  t.match(await verifyPackage(path(row!.file!), tools, signal), {
    signatures: ['v1', 'v2', 'v3'],
    stamp: { channel: '华为' },
    findings: []
  })
  write({ 'base.apk': parts['splits/base-master.apk']! })
  t.equal(apksignerVerify(path('base.apk')).status, 0)
  t.same(await stampIn(path('base.apk')), { channel: '华为' })
  t.equal(Buffer.from(unzipped(read('base.apk'))['assets/a.txt']!).toString(), 'changed')

  write({ 'mixed.apks': zipOf({ ...parts, 'splits/z.apk': read('app.apk') }) })
  t.match(await verifyPackage(path('mixed.apks'), tools, signal).catch((error: unknown) => error), {
    code: 'PACKAGE_SET_MIXED',
    details: { part: 'splits/z.apk', field: 'package', found: 'com.example.game' }
  })
  t.equal(await told({ splits: { device: 'release.txt' } }), 'PACKAGE_BUNDLE_FAILED')
  t.equal(await told({ splits: { device: 'none.json' } }), 'PACKAGE_INPUT_MISSING')
  t.equal(await told({ baseline: 'android' }), 'PACKAGE_SPLITS_UNFIT')
  const { release } = packages.signing
  t.equal(
    await told({}, { signing: { release: { ...release, schemes: ['v1', 'v2', 'v4'] } } }),
    'PACKAGE_SPLITS_V4'
  )
})

const apksig = skip === false ? apksigJar() : undefined
t.test('apksig through Java signs where apksigner is not installed', {
  skip: skip !== false
    ? skip
    : apksig === undefined
    ? 'Maven is needed for com.android.tools.build:apksig (Debian: maven)'
    : false
}, async t => {
  const { define, build, path, script, write } = game(t)
  define({ ...packages, channels: { google: {} }, edits: [{ put: 'assets/a.txt', from: 'res/a.txt' }] })
  script(
    'bin/java',
    `#!/bin/sh\nexec ${spawnSync('which', ['java'], { encoding: 'utf8' }).stdout.trim()} "$@"\n`
  )
  const only = {
    HOME: process.env.HOME,
    KEY_PASSWORD: key.password,
    PACKLINE_APKSIG: apksig!,
    PATH: path('bin')
  }

  const report = await build({ environment: only, verify: true })
  t.same(summary(report), { 'android/google': 'repack made' }, JSON.stringify(report.rows[0]!.error))
  t.equal(apksignerVerify(path(report.rows[0]!.file!)).status, 0)
  write({ 'res/a.txt': 'changed again' })
  t.same(summary(await build({ environment: { ...only, KEY_PASSWORD: 'wrong' } })), {
    'android/google': 'PACKAGE_KEY_PASSWORD'
  })
})

t.test('entries are removed, whole folders put in, and the last edit wins', { skip }, async t => {
  const { define, build, read, write } = game(t)
  write({ 'built/x/one.png': randomBytes(300), 'built/two.txt': 'two', 'other.txt': 'other' })
  define({
    ...packages,
    channels: {},
    edits: [{ put: 'assets/', from: 'built/' }, { put: 'assets/two.txt', from: 'other.txt' }, {
      remove: 'assets/b.*'
    }]
  })
  const { rows } = await build({ environment })
  const found = unzipped(read(rows[0]!.file!))
  t.ok(Buffer.from(found['assets/x/one.png']!).equals(read('built/x/one.png')))
  t.equal(Buffer.from(found['assets/two.txt']!).toString(), 'other')
  t.notOk('assets/b.bin' in found)
  define({ ...packages, channels: {}, edits: [{ remove: 'assets/none.*' }] })
  t.same(summary(await build({ environment })), { android: 'PACKAGE_ENTRY_MISSING' })
})

t.test('an icon is replaced in each of its sizes; one of XML is named, and left where it is given', {
  skip
}, async t => {
  const { define, build, path, read, write } = game(t)
  const square = async (width: number, background: string): Promise<Buffer> =>
    await sharp({ create: { width, height: width, channels: 4, background } }).png().toBuffer()
  const resources: Record<string, Buffer | string> = {
    'drawable-mdpi/icon.png': await square(48, 'red'),
    'drawable-hdpi/icon.png': await square(72, 'red'),
    'drawable-mdpi/other.png': await square(48, 'red')
  }
  write({ 'art/icon.png': await square(512, 'blue'), 'art/bad.png': 'no picture', 'xml': 'given' })
  const told = async (icon: string, edits: object[] = []): Promise<string> => {
    define({
      baselines: packages.baselines,
      platforms: { android: { baseline: 'android' } },
      edits: [...edits, { manifest: { icon } }]
    })
    return Object.values(summary(await build({ environment })))[0]!
  }
  makeApk(path('app.apk'), { assets: {}, resources })
  t.equal(await told('art/icon.png'), 'repack made')
  const made = unzipped(read('build/packages/android/dk-1.4.0-7.apk'))
  const colours = await Promise.all(
    ['mdpi-v4/icon', 'hdpi-v4/icon', 'mdpi-v4/other'].map(async name => {
      const { data, info } = await sharp(made[`res/drawable-${name}.png`]).ensureAlpha().raw().toBuffer({
        resolveWithObject: true
      })
      return [info.width, ...data.subarray(0, 4)]
    })
  )
  t.same(colours, [[48, 0, 0, 255, 255], [72, 0, 0, 255, 255], [48, 255, 0, 0, 255]])
  t.equal(await told('art/bad.png'), 'PACKAGE_ICON_UNREADABLE')
  t.equal(await told('art/none.png'), 'PACKAGE_INPUT_MISSING')

  const vector = '<color xmlns:android="http://schemas.android.com/apk/res/android" android:color="#f00"/>'
  resources['drawable-anydpi-v21/icon.xml'] = vector
  makeApk(path('app.apk'), { assets: {}, resources })
  t.equal(await told('art/icon.png'), 'PACKAGE_ICON_UNFIT')
  const given = { put: 'res/drawable-anydpi-v21/icon.xml', from: 'xml' }
  t.equal(await told('art/icon.png', [given]), 'repack made')
  makeApk(path('app.apk'), { assets: {} })
  t.equal(await told('art/icon.png'), 'PACKAGE_ICON_MISSING')
})

const activity = { name: 'activity', android: { name: '.Main' } }

/**
 * A stand-in for a tool that hardens packages. As the public descriptions of 360, Tencent and Bangcle say: it
 * puts its own class in place of the application's (com.stub.StubApp) and its own dex in place of the game's,
 * adds a library, and packs everything anew, all deflated and nothing aligned or signed; as
 * `jiagu.jar -jiagu INPUT FOLDER` it gives its output a name of its own. tools/does.json makes it worse.
 */
const standIn = `
const { appendFileSync, readFileSync, writeFileSync } = require('node:fs')
const { unzipSync, zipSync } = require(${JSON.stringify(createRequire(import.meta.url).resolve('fflate'))})
const [input, folder] = process.argv.slice(2)
const { fails, idle, drops = [], names = ['7_jiagu.apk'], text } = JSON.parse(readFileSync('tools/does.json'))
appendFileSync('runs', 'run ')
console.log('logged in with', process.env.JIAGU_PASSWORD)
if (fails) process.exit(2)
const files = unzipSync(readFileSync(input))
if (!idle) {
  files['AndroidManifest.xml'] = readFileSync('tools/hardened.xml')
  files['assets/classes0.jar'] = files['classes.dex']
  files['classes.dex'] = Buffer.from('the shell')
  files['assets/libjiagu.so'] = Buffer.from('the library')
}
for (const name of drops) delete files[name]
for (const name of names) writeFileSync(folder + '/' + name, text ?? zipSync(files, { level: 9 }))
`
const hardening = {
  command: ['node', 'tools/jiagu.cjs', '{input}', '{folder}'],
  inputs: ['tools/'],
  environment: ['PATH', 'JIAGU_PASSWORD'],
  version: '3.1',
  produces: '*_jiagu.apk',
  adds: ['com.stub.*']
}
const ofTool = { android: { name: 'com.stub.StubApp' }, children: [activity] }

function hardenedGame (made: Game): Game {
  made.write({
    'app.apk': zipOf({
      'AndroidManifest.xml': manifestOf({ application: { children: [activity] } }),
      'resources.arsc': Buffer.from('resources '.repeat(501)),
      'classes.dex': Buffer.from('the game'),
      'assets/a.txt': Buffer.from('hello')
    }),
    'tools/jiagu.cjs': standIn,
    'tools/does.json': '{}',
    'tools/hardened.xml': manifestOf({ application: ofTool })
  })
  return made
}

t.test(
  'packages are hardened once for all channels, between edits and signature, and what is left undone is put right',
  {
    skip
  },
  async t => {
    const { define, build, plan, path, read, events } = hardenedGame(game(t))
    const given = { ...environment, JIAGU_PASSWORD: 'hunter22' }
    const order = (change: object, rest: object = {}): void => {
      define({
        ...packages,
        ...rest,
        platforms: {
          android: { baseline: 'android', signing: 'release', hardening: { ...hardening, ...change } }
        }
      })
    }
    order({})
    t.match(await plan(), {
      hardening: { packages: 1, kept: 0, estimateMs: 60_006 },
      rows: [{ way: 'repack', why: ['only its hardening changes it', /hardened .*: node, version 3.1/] }, {}]
    })

    const { rows, status } = await build({ environment: given })

    t.equal(status, 'done', JSON.stringify(rows))
    t.equal(read('runs').toString(), 'run ')
    for (const { file, channel, warnings } of rows) {
      t.equal(spawnSync('zipalign', ['-c', '-p', '4', path(file!)]).status, 0, 'aligned')
      t.same((await stampIn(path(file!)))?.channel, channel)
      t.equal(Buffer.from(unzipped(read(file!))['classes.dex']!).toString(), 'the shell')
      t.same(warnings, [{ code: 'hardeningMended', rules: 'arsc-compressed' }])
    }
    t.equal(apksignerVerify(path(rows[0]!.file!)).status, 0)
    const [told] = events.filter(({ type }) => type === 'hardened')
    t.match(told, { platform: 'android', log: /android-[0-9a-f]{16}\.log$/ })
    t.equal(told?.type === 'hardened' && readFileSync(told.log, 'utf8'), 'logged in with ***\n')

    t.match((await build({ environment: given })).rows, [{ state: 'reused' }, { state: 'reused' }])
    order({}, {
      channels: { google: {} },
      signing: {
        release: {
          ...packages
            .signing
            .release,
          schemes: ['v2']
        }
      }
    })
    t.match(
      await build({ environment: given, isDryRun: true }),
      { rows: [{ way: 'repack' }], hardening: { packages: 1, kept: 1 } },
      'for another signature'
    )
    order({ version: '3.2' })
    t.match((await plan()).rows[0]!.why.join(), /tool hardening changed from "?3.1"? to "?3.2/)
  }
)

t.test('a tool that fails, writes nothing, changes nothing, or too much, is an error of its own', async t => {
  const { define, build, read, write } = hardenedGame(makeGame(t))
  const given = { PATH: process.env.PATH, JIAGU_PASSWORD: 'hunter22' }
  const result = async (does: object, change: object = {}) => {
    define({
      baselines: packages.baselines,
      platforms: {
        android: {
          baseline: 'android',
          config: { in: 'entry', path: 'assets/packline.json' },
          hardening: { ...hardening, ...change }
        }
      }
    })
    write({ 'tools/does.json': JSON.stringify(does) })
    const { rows: [row] } = await build({ environment: given })
    t.notMatch(JSON.stringify(row), 'hunter22')
    return row
  }
  const error = async (does: object, change?: object) => (await result(does, change))?.error
  t.match(await error({ fails: true }), {
    code: 'PACKAGE_HARDENING_FAILED',
    details: { status: 'exit status 2', reason: 'logged in with ***', log: /\.log$/ }
  })
  t.match(await error({ names: [] }), { code: 'PACKAGE_HARDENING_NO_OUTPUT', details: { found: '–' } })
  t.match(await error({ names: ['1_jiagu.apk', '2_jiagu.apk'] }), { code: 'PACKAGE_HARDENING_NO_OUTPUT' })
  t.match(await error({ text: '' }), { code: 'PACKAGE_HARDENING_NO_OUTPUT' })
  t.match(await error({ text: '<html>503</html>' }), { code: 'PACKAGE_NOT_ZIP' })
  t.match(await error({ idle: true }), { code: 'PACKAGE_HARDENING_UNCHANGED' })
  t.match(await error({ drops: ['assets/packline.json'] }), {
    code: 'PACKAGE_HARDENING_DIFFERS',
    details: { differences: [{ key: 'hardening.entryGone', parameters: { entry: 'assets/packline.json' } }] }
  })
  t.match(await error({}, { adds: [] }), {
    details: {
      differences: [{
        key: 'hardening.field',
        parameters: { field: 'application name', is: 'com.stub.StubApp' }
      }]
    }
  })
  write({
    'tools/hardened.xml': manifestOf({
      targetSdk: 26,
      application: { ...ofTool, children: [{ name: 'receiver', android: { name: 'com.other.Receiver' } }] }
    })
  })
  t.match(await error({}), {
    code: 'PACKAGE_HARDENING_DIFFERS',
    details: {
      differences: [
        { key: 'hardening.field', parameters: { field: 'targetSdkVersion', was: '34', is: '26' } },
        { key: 'hardening.gone', parameters: { element: 'activity', name: 'com.example.game.Main' } },
        { key: 'hardening.added', parameters: { element: 'receiver', name: 'com.other.Receiver' } }
      ]
    }
  })
  write({ 'tools/hardened.xml': manifestOf({ application: ofTool }) })
  const made = await result({})
  t.match(made, { state: 'made', signature: 'unsigned', findings: [] })
  const { entries } = await readBytes(temporaryFolder(t), read(made!.file!))
  t.equal(entries.find(({ name }) => name === 'resources.arsc')?.method, 0)
})
