import { copyFileSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import type { Test } from 'tap'
import type { RecordedApplication } from '../../release/registry-model.js'
import { apksignerVerify, appBundle, signedApk } from '../testing/android.js'
import { environment, key, makeApkGame, packages, skip, stampIn } from '../testing/apk-game.js'
import { summary } from '../testing/game.js'
import { SigningTools } from '../signing-tools.js'
import { unzipped, zipOf } from '../testing/zips.js'
import { verifyPackage } from '../verify-package.js'

t.test(
  'an App Bundle is edited, signed by the upload key and checked; its channels are no stamps',
  { skip },
  async t => {
    const { define, build, path, read, write, remove } = makeApkGame(t)
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
  const { define, build, write } = makeApkGame(t)
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
  const { define, build, path, write, read } = makeApkGame(t)
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
    code: 'PACKAGE_BUNDLE_FAILED',
    details: { reason: 'The App Bundle is not a valid zip file. zip END header not found' }
  })
  t.match(await build({ environment }).catch((error: unknown) => error), { code: 'TOOL_NOT_FOUND' })
})

t.test('an App Bundle becomes a set of split APKs, each signed, with the channel in its base', {
  skip: withoutBundletool
}, async t => {
  const { define, build, path, read, write } = makeApkGame(t, signedApk(key))
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
