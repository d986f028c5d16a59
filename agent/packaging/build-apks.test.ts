// Takes 13 s.
import { createHash, randomBytes } from 'node:crypto'
import { spawnSync } from 'node:child_process'
import t from 'tap'
import { english } from '../messages/testing/english.js'
import { apksignerVerify, makeApk, signedApk, assets } from './testing/android.js'
import { environment, key, makeApkGame, packages, skip, stampIn } from './testing/apk-game.js'
import { summary } from './testing/game.js'
import { unzipped } from './testing/zips.js'

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
t.test(
  'rows are stamped or repacked as they need, verify, and are reused until something changes',
  { skip },
  async t => {
    const { define, build, path, write, read, remove } = makeApkGame(t, signedApk(key))
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
  const { define, build, path, read } = makeApkGame(t, signedApk(key))
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
    const { define, build, path, write, remove } = makeApkGame(t, signedApk(key))
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
    t.match(english((await build()).rows), [{
      state: 'made',
      way: 'copy',
      signature: 'unsigned',
      unsignedReason: 'the baseline is not signed'
    }])
  }
)

t.test('entries are removed, whole folders put in, and the last edit wins', { skip }, async t => {
  const { define, build, read, write } = makeApkGame(t, signedApk(key))
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
