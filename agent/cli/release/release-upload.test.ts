import { createHash } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { library } from '../../packaging/symbols/testing/library.js'
import { zipOf } from '../../packaging/testing/zips.js'
import { projectHere } from '../../../test/support/project-here.js'
import type { ProjectHere } from '../../../test/support/project-here.js'
import { defaultAgentConfig } from '../../config/agent-config.js'
import { openDocuments } from '../../coordination/open-documents.js'
import { storeStandIn } from '../../release/app-stores/testing/store-stand-in.js'
import type { Said } from '../../release/app-stores/testing/store-stand-in.js'
import { noteUpload, uploadsOf } from '../../release/app-stores/upload-records.js'
import { Registry } from '../../release/registry.js'
import { ReleaseStore } from '../../release/release-store.js'
import { rebuild } from '../../release/testing/release-world.js'

const why = ['--why', 'for players']
const author = { by: 'ann', why: 'test' }
const secret = 'a-secret-of-the-store'
const command = [
  process.execPath,
  'send.mjs',
  '{file}',
  '--to={channel}',
  '{version}-{build}',
  '{credentials}',
  '{notes}'
]

async function withReleases<T> (home: string, work: (store: ReleaseStore) => Promise<T>): Promise<T> {
  const config = defaultAgentConfig()
  const documents = await openDocuments({ config, environment: {}, home, cwd: home })
  try {
    return await work(new ReleaseStore({ documents, project: 'dk', now: () => new Date() }))
  } finally {
    await documents.close()
  }
}

const release = { version: '1.4.0', build: 7 }

/** Packages for two channels, as "package build --record" leaves them. */
async function recorded ({ home, write }: ProjectHere): Promise<void> {
  await withReleases(home, async store => {
    const registry = new Registry(store)
    await registry.begin({ ...release, notes: '新的岛屿 $(id)', rebuild }, author)
    const rows = ['symbols', 'taptap', 'vivo'].map(channel => {
      const name = `build/packages/live/android/${channel}/d k.apk`
      const bytes = channel === 'symbols'
        ? zipOf({ 'lib/arm64-v8a/libgame.so': library('b1d0') })
        : `package for ${channel}`
      write({ [name]: bytes })
      return {
        platform: 'android',
        channel,
        pairing: '',
        inputDigest: channel,
        method: 'stamp',
        signature: 'signed' as const,
        artifacts: [{
          name,
          sizeBytes: bytes.length,
          sha256: createHash('sha256').update(bytes).digest('hex')
        }],
        application: { type: 'apk', id: 'com.studio.dk', version: '1.4.0', build: 7 }
      }
    })
    await registry.recordRows(release, 'live', rows, author)
  })
}

t.test('a package goes to a store once, whoever asks again, and what became of it is kept', async t => {
  let shown = { versionCode: '6', status: 3, unPassReason: '' }
  let uploads = 0
  let next: Said | undefined
  const { endpoint } = await storeStandIn(t, ({ query, body }) => {
    const method = query.get('method') ?? new URLSearchParams(body.toString()).get('method')
    if (method === 'app.query.details') {
      return { json: { code: 0, subCode: '0', data: { packageName: 'com.studio.dk', ...shown } } }
    }
    if (method === 'app.upload.apk.app') {
      uploads++
      return { json: { code: 0, subCode: '0', data: { serialnumber: 's', fileMd5: 'm' } } }
    }
    if (next !== undefined) return next
    shown = { versionCode: '7', status: 2, unPassReason: '' }
    return { json: { code: 0, subCode: '0' } }
  })
  const stores = {
    vivo: {
      service: 'vivo',
      application: 'com.studio.dk',
      credentialsFile: 'vivo.json',
      endpoint,
      when: { channels: ['vivo'] }
    },
    both: { service: 'vivo', application: 'com.studio.dk', credentialsFile: 'vivo.json', endpoint },
    other: { service: 'vivo', application: 'com.other.dk', credentialsFile: 'vivo.json', endpoint }
  }
  const here = projectHere(t.testdir({}), project(stores))
  const { packline, write, folder, home } = here
  write({ 'vivo.json': JSON.stringify({ access_key: 'key-of-vivo', access_secret: secret }) })
  await recorded(here)
  const upload = async (...words: string[]) =>
    await packline('release', 'upload', '1.4.0', '--files', '.', ...why, '--json', ...words)
  const state = async () => (await packline('release', 'uploads', '1.4.0', '--json')).json().uploads

  t.match((await upload('--to', 'vivo', '--dry-run')).json(), {
    state: null,
    isKept: false,
    isRehearsal: true
  })
  t.same([uploads, await state()], [0, []])
  next = { json: { code: 0, subCode: '15042', msg: '请上传与历史签名一致的APK包' } }
  t.match(await upload('--to', 'vivo'), { status: 1, stdout: /APP_STORE_REFUSED[^]*15042/ })
  t.match(await state(), [{ store: 'vivo', state: 'refused', detail: /15042/ }])
  next = { status: 502 }
  t.match(await upload('--to', 'vivo'), { status: 1, stdout: /APP_STORE_UNCERTAIN/ })
  t.match(await state(), [{ state: 'sending' }])
  next = undefined
  t.match((await upload('--to', 'vivo')).json(), { state: 'review', isKept: false }, 'this store tells')
  t.match((await upload('--to', 'vivo')).json(), { state: 'review', isKept: true })
  t.equal(uploads, 3)
  t.match(await packline('release', 'history'), {
    stdout: /ann sent a package of 1\.4\.0-7 vivo to the store/
  })
  shown = { ...shown, status: 4, unPassReason: '缺少版号' }
  t.match(await packline('release', 'uploads', '1.4.0', '--refresh'), {
    stdout: /vivo.*live.*refused 缺少版号.*d k\.apk/
  })
  t.match(await state(), [{ state: 'refused', detail: '缺少版号', by: 'ann' }])

  t.match(await upload('--to', 'vivo', '--track', 'beta'), { status: 2, stdout: /APP_STORE_OPTION/ })
  t.match(await packline('release', 'store-rollout', '1.4.0', '--to', 'vivo', '--halt', ...why), {
    status: 1,
    stderr: /vivo has no share of players/
  })
  t.match(await upload('--to', 'shop'), { status: 2, stdout: /APP_STORE_UNKNOWN[^]*vivo, both, other/ })
  t.match(await upload('--to', 'both'), {
    status: 2,
    stdout: /APP_STORE_NOT_ONE[^]*live\/android\/taptap, live\/android\/vivo/
  })
  t.match(await upload('--to', 'both', '--row', 'live/android/vivo'), { status: 0 })
  t.match(await upload('--to', 'other', '--row', '*/*/vivo'), { status: 2, stdout: /com\.other\.dk/ })
  writeFileSync(join(folder, 'build/packages/live/android/vivo/d k.apk'), 'other bytes!!!!')
  t.match(await upload('--to', 'vivo'), { status: 1, stdout: /RELEASE_ARTIFACT_CHANGED/ })
  t.match(await packline('release', 'upload', '1.4.0', '--to', 'vivo'), { status: 2, stderr: /--why/ })
  t.notMatch(readFileSync(join(home, 'documents/LOG'), { encoding: 'utf8', flag: 'a+' }), secret)
})

t.test('any other store is a command, whose words stay what they are and whose secrets are in a file', async t => {
  const stores = {
    taptap: {
      service: 'command',
      command,
      credentialsFile: 'tap.json',
      environment: ['TAP_REGION'],
      when: { channels: ['taptap'] }
    },
    gone: { service: 'command', command: ['./no-such-program'], when: { channels: ['taptap'] } }
  }
  const here = projectHere(t.testdir({}), project(stores))
  const { packline, write, folder, home } = here
  write({
    'tap.json': JSON.stringify({ token: secret }),
    'send.mjs': `
      import { appendFileSync, readFileSync } from 'node:fs'
      const [file, ...words] = process.argv.slice(2)
      appendFileSync('calls', JSON.stringify([readFileSync(file, 'utf8'), words]) + '\\n')
      console.log('token', JSON.parse(readFileSync(words[2], 'utf8')).token, Object.keys(process.env).includes('BUILD_USER_ID'))
      if (readFileSync('packline.json', 'utf8').includes('"fails"')) process.exit(3)`
  })
  await recorded(here)
  const upload = async (...words: string[]) =>
    await packline('release', 'upload', '1.4.0-7', '--files', '.', ...why, '--json', ...words)
  t.match((await upload('--to', 'taptap', '--dry-run')).json(), { state: null })
  const sent = await upload('--to', 'taptap')
  t.match(sent.json(), { state: 'sent', detail: 'token [redacted] false', store: 'taptap' })
  t.match((await upload('--to', 'taptap')).json(), { state: 'sent', isKept: true })
  const calls = readFileSync(join(folder, 'calls'), 'utf8').trim().split('\n')
  t.same(calls.map(line => JSON.parse(line)), [
    ['package for taptap', ['--to=taptap', '1.4.0-7', join(folder, 'tap.json'), '新的岛屿 $(id)']]
  ], 'once, and no word of it was taken apart')

  await withReleases(home, async store => {
    const [record] = await uploadsOf(store, release)
    await noteUpload(store, release, { ...record!, state: 'sending' }, author)
  })
  t.match(await upload('--to', 'taptap'), { status: 1, stdout: /APP_STORE_UNCERTAIN[^]*--again/ })
  write({ 'packline.json': JSON.stringify(project({ ...stores, fails: stores.gone })) })
  const failed = await upload('--to', 'taptap', '--again')
  t.match(failed, { status: 1, stdout: /APP_STORE_REFUSED[^]*ended with 3: token \[redacted\]/ })
  t.notMatch(failed.stdout + failed.stderr, secret)
  t.match(await upload('--to', 'gone'), { status: 3, stdout: /TOOL_NOT_FOUND/ })
  rmSync(join(folder, 'send.mjs'))
  t.match((await packline('release', 'uploads', '1.4.0', '--json')).json().uploads, [{ state: 'refused' }])

  const mistakes = {
    a: { service: 'tencent', credentialsFile: 'k.json', application: 'com.studio.dk', icon: 'icon.png' },
    b: { service: 'command', command: ['x'], endpoint: 'http://example.com/api' }
  }
  write({ 'packline.json': JSON.stringify(project(mistakes, { b: { files: ['a'], command: ['b'] } })) })
  t.match(await packline('release', 'uploads', '1.4.0'), {
    status: 2,
    stderr: /endpoint/
  })
  const unfit = {
    a: { ...mistakes.a, appId: '1' },
    b: { ...mistakes.a, service: 'xiaomi', application: undefined }
  }
  write({ 'packline.json': JSON.stringify(project(unfit, { a: { files: ['a'], command: ['b'] } })) })
  t.match(await packline('release', 'uploads', '1.4.0'), {
    status: 2,
    stderr:
      /symbols\.a[^]*another name[^]*appStores\.a\.icon[^]*no such field[^]*appStores\.b[^]*also application/
  })
})

t.test('symbols go to their server by a command, and only those of the package', async t => {
  const when = { channels: ['symbols'] }
  const server = {
    files: ['symbols/**'],
    command: [process.execPath, 'send.mjs', '--of={version}', '{files}'],
    when
  }
  const here = projectHere(
    t.testdir({}),
    project({}, { sentry: server, none: { ...server, files: ['gone/*'] } })
  )
  const { packline, write, folder } = here
  write({
    'symbols/libgame.so': library('b1d0'),
    'symbols/mapping.txt': 'a.b -> c:',
    'send.mjs':
      "import { writeFileSync } from 'node:fs'; writeFileSync('sent', process.argv.slice(2).join('\\n'))"
  })
  await recorded(here)
  const symbols = async (...words: string[]) =>
    await packline('release', 'symbols', '1.4.0', '--files', '.', ...why, '--json', ...words)
  t.match((await symbols('--to', 'sentry', '--dry-run')).json(), { proved: 1, others: 1, state: null })
  t.match((await symbols('--to', 'sentry')).json(), { proved: 1, others: 1, state: 'sent', isKept: false })
  t.match((await symbols('--to', 'sentry')).json(), { state: 'sent', isKept: true })
  const files = ['libgame.so', 'mapping.txt'].map(name => join(folder, 'symbols', name))
  t.same(readFileSync(join(folder, 'sent'), 'utf8').split('\n'), ['--of=1.4.0', ...files])
  t.match((await packline('release', 'uploads', '1.4.0', '--json')).json().uploads, [{
    store: 'sentry',
    state: 'sent'
  }])
  write({ 'symbols/libgame.so': library('0bad') })
  t.match(await symbols('--to', 'sentry', '--again'), { status: 1, stdout: /SYMBOLS_OTHER[^]*0bad[^]*b1d0/ })
  t.match(await symbols('--to', 'none'), { status: 2, stdout: /SYMBOLS_MISSING[^]*gone/ })
  t.match(await symbols('--to', 'bugly'), { status: 2, stdout: /APP_STORE_UNKNOWN[^]*sentry, none/ })
})

function project (appStores: object, symbols: object = {}): object {
  return {
    project: 'dk',
    environments: { prod: { services: { GameServer: { addresses: ['game.example:7001'] } } } },
    targets: [{ id: 'live', environment: 'prod' }],
    packages: {
      baselines: { app: { type: 'apk', path: 'app.apk' } },
      platforms: { android: { baseline: 'app' } },
      channels: { symbols: {}, taptap: {}, vivo: {} },
      appStores,
      symbols
    }
  }
}
