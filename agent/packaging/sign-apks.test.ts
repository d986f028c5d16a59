// Takes 15 s.
import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync } from 'node:fs'
import { execFileSync, spawnSync } from 'node:child_process'
import t from 'tap'
import { apksigJar, apksignerVerify, signedApk } from './testing/android.js'
import { environment, key, makeApkGame, packages, skip } from './testing/apk-game.js'
import { summary } from './testing/game.js'
import { manifestOf } from './testing/made-manifest.js'
import { SigningTools } from './signing-tools.js'
import { zipOf } from './testing/zips.js'
import { verifyPackage } from './verify-package.js'
import type { RecordedApplication } from '../release/registry-model.js'

t.test('secrets are in no argument, and taken out of what tools print', { skip }, async t => {
  const { define, build, script, read, path } = makeApkGame(t, signedApk(key))
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
  const { define, build, plan, path } = makeApkGame(t, signedApk(key))
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

  const planned = async (settings: object = {}) =>
    (await build({ environment, isDryRun: true, ...settings })).rows[0]
  order({ ...release, alias: 'next', password: 'env:NONE' }, false)
  t.match(String((await planned())?.why), /certificate of release is known once it signs/)
  order({ ...release, alias: 'next' }, false)
  t.match(await planned(), {
    error: { code: 'PACKAGE_CERTIFICATE_DIFFERS', details: { row: 'android/google', release: 'app.apk' } }
  })
  const { rotatedFrom: _, ...forNewOnes } = rotated
  order(forNewOnes, false)
  t.match(await planned(), { error: { code: 'PACKAGE_CERTIFICATE_DIFFERS' } }, 'v1 by the new key')
  order({ ...release, alias: 'next', password: 'env:NONE' }, false)
  t.match(await planned(), { error: { code: 'PACKAGE_CERTIFICATE_DIFFERS' } }, 'a certificate is kept')
  order({ ...release, schemes: ['v2'] }, false)
  t.same(summary(await plan()), { 'android/google': 'PACKAGE_V1_NEEDED' })
  order(rotated, false)
  t.match(await planned(), { way: 'repack', error: undefined })
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
  t.match(await planned({ released }), {
    error: { code: 'PACKAGE_CERTIFICATE_DIFFERS', details: { release: '1.3.0-6' } }
  })
})

t.test('libraries and resources that lie wrong are stored and aligned when a package is signed', {
  skip
}, async t => {
  const { define, build, path, write } = makeApkGame(t, signedApk(key))
  const so = 'lib/arm64-v8a/libgame.so'
  const files = {
    // From Android 9 on the verifier looks at v3 alone.
    'AndroidManifest.xml': manifestOf({ minSdk: 28, application: { android: { extractNativeLibs: false } } }),
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

const apksig = skip === false ? apksigJar() : undefined
t.test('apksig through Java signs where apksigner is not installed', {
  skip: skip !== false
    ? skip
    : apksig === undefined
    ? 'Maven is needed for com.android.tools.build:apksig (Debian: maven)'
    : false
}, async t => {
  const { define, build, path, script, write } = makeApkGame(t, signedApk(key))
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
