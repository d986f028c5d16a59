import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { projectHere } from '../../../test/support/project-here.js'
import { defaultAgentConfig } from '../../config/agent-config.js'
import { openDocuments } from '../../coordination/open-documents.js'
import { author, openWorld, packageRow, rebuild } from '../testing/release-world.js'
import { googlePlay } from './google-play.js'
import { account, api, failed, playStandIn } from './testing/play-stand-in.js'
import { packageOf, refusal } from './testing/store-stand-in.js'

const signal = AbortSignal.timeout(60_000)
const mb = 1024 * 1024

t.test('a bundle goes in pieces with its symbols, into a part of a track, and is not sent twice', async t => {
  const world = await playStandIn(t)
  const { standIn, trouble, committed, open } = world
  const bundle = packageOf(standIn.folder, 'dk.aab', 9 * mb)
  world.expected = bundle.file.sha256
  writeFileSync(join(standIn.folder, 'mapping.txt'), 'a.b -> c:\n')
  const settings = {
    service: 'google-play',
    track: 'production',
    percent: 5,
    mapping: 'mapping.txt'
  } as const
  const store = googlePlay(standIn.context(settings, account))
  trouble.set('piece', [{ isCut: true }, { status: 503, text: 'later' }])
  trouble.set(`${api}/edits`, [{ status: 429, headers: { 'retry-after': '7' } }])
  t.equal(await store.find(bundle, signal), undefined)
  await store.rehearse(bundle, signal)
  t.same([committed, [...open]], [[], []], 'a rehearsal leaves nothing')
  t.same(standIn.waits.slice(0, 1), [7000], 'it waits as long as it is told to')
  t.match(await store.send(bundle, signal), { state: 'review' })
  t.match(committed, [{
    query: '',
    track: {
      track: 'production',
      releases: [{
        versionCodes: ['42'],
        status: 'inProgress',
        userFraction: 0.05,
        releaseNotes: [{ language: 'en-US', text: 'New islands' }]
      }]
    }
  }])
  t.match(standIn.asked().join('\n'), /deobfuscationFiles\/proguard/)
  t.match(await store.find(bundle, signal), {
    state: 'available',
    detail: 'production: inProgress 5 %',
    differs: false
  })
  const sent =
    standIn.seen.filter(({ method, path }) => method === 'PUT' && path.startsWith('/session')).length
  const wider = googlePlay(standIn.context({ ...settings, percent: 20 }, account))
  t.match(await wider.find(bundle, signal), { state: 'available', differs: true })
  t.match(await wider.send(bundle, signal), { state: 'review' }, 'a share is widened without bytes')
  t.equal(
    standIn.seen.filter(({ method, path }) => method === 'PUT' && path.startsWith('/session')).length,
    sent
  )
  t.match(await wider.find(bundle, signal), { differs: false })
  committed.at(-1)!.track.releases[0].status = 'halted'
  t.match(
    await store.find(bundle, signal),
    { state: 'available', detail: 'production: halted 20 %', differs: false },
    'what somebody halted no second run lets go on'
  )
  t.equal(open.size, 0)
})

t.test('a share is widened, halted, resumed and ended later, and the same upload once more leaves it', async t => {
  const world = await playStandIn(t)
  const { standIn, committed, open } = world
  const here = projectHere(t.testdir({}), {
    project: 'dk',
    packages: {
      appStores: {
        play: {
          service: 'google-play',
          application: 'com.studio.dk',
          credentialsFile: 'play.json',
          endpoint: standIn.endpoint,
          percent: 5
        }
      }
    }
  })
  const { packline, write } = here
  world.expected = createHash('sha256').update('a package').digest('hex')
  write({ 'play.json': JSON.stringify(account), 'dk.apk': 'a package' })
  const documents = await openDocuments({
    config: defaultAgentConfig(),
    environment: {},
    home: here.home,
    cwd: here.home
  })
  const { registry } = openWorld(documents, () => new Date())
  const name = { version: '1.4.0', build: 42 }
  const notes = '<en-US>New islands</en-US>\n<zh-CN>\n新的岛屿\n</zh-CN>'
  await registry.begin({ ...name, notes, rebuild }, author)
  await registry.recordRows(name, '_', [{
    ...packageRow('android'),
    artifacts: [{ name: 'dk.apk', sizeBytes: 9, sha256: world.expected }],
    application: { type: 'apk', id: 'com.studio.dk', version: '1.4.0', build: 42 }
  }], author)
  await documents.close()
  const run = async (command: string, ...words: string[]) =>
    await packline('release', command, '1.4.0', '--to', 'play', '--json', '--why', 'x', ...words)
  const upload = async (...words: string[]) => await run('upload', '--files', '.', ...words)
  const rollout = async (...words: string[]) => await run('store-rollout', ...words)
  const last = () => committed.at(-1)!.track.releases[0]

  t.match(await rollout('--percent', '20'), { status: 2, stdout: /APP_STORE_NOT_ONE/ }, 'before it is there')
  t.match(await upload('--notes', '<en-US>a</en-US> b'), { status: 2, stdout: /APP_STORE_NOTES[^]*"b/ })
  t.match(await upload('--notes', `<en-US>${'x'.repeat(501)}</en-US>`), { status: 2, stdout: /501/ })
  t.match(await upload('--percent', '0'), { status: 2, stdout: /USAGE_BAD_VALUE/ })
  t.equal(standIn.seen.length, 0, 'nothing was asked')
  t.match(await upload('--track', 'beta'), { status: 0 })
  t.match(committed.at(-1)?.track, {
    track: 'beta',
    releases: [{
      status: 'inProgress',
      userFraction: 0.05,
      releaseNotes: [{ language: 'en-US', text: 'New islands' }, { language: 'zh-CN', text: '新的岛屿' }]
    }]
  })

  t.match((await rollout('--percent', '20', '--dry-run')).json(), { detail: 'beta: inProgress 20 %' })
  t.equal(committed.length, 1, 'a rehearsal')
  t.match((await rollout('--percent', '20')).json(), { detail: 'beta: inProgress 20 %', percent: 20 })
  t.match(last(), { userFraction: 0.2, releaseNotes: [{}, {}], versionCodes: ['42'] })
  t.match((await upload('--track', 'beta')).json(), { isKept: true })
  t.equal(committed.length, 2, 'not back to 5')
  t.match((await upload('--track', 'beta', '--percent', '30')).json(), { isKept: false, percent: 30 })
  t.match((await upload('--track', 'beta')).json(), { isKept: true, percent: 30 })
  t.equal(committed.length, 3, 'nor to 20')
  t.match(await rollout('--resume'), { status: 1, stdout: /APP_STORE_ROLLOUT[^]*inProgress/ })
  t.match((await rollout('--halt')).json(), { detail: 'beta: halted 30 %' })
  t.match(last(), { status: 'halted', userFraction: 0.3 })
  t.match((await rollout('--resume')).json(), { detail: 'beta: inProgress 30 %' })
  t.match((await rollout('--percent', '100')).json(), { detail: 'beta: completed' })
  t.strictSame(last().userFraction, undefined)
  t.match(await rollout('--percent', '50'), { status: 1, stdout: /APP_STORE_ROLLOUT/ }, 'all have it')
  t.match(await rollout('--percent', '50', '--halt'), { status: 2, stdout: /USAGE_MISSING_ARGUMENT/ })
  t.match(await packline('release', 'history'), { stdout: /rollout[^\n]* 1\.4\.0-42 play/ })
  t.equal(open.size, 0)
})

t.test('what is refused leaves no edit open', async t => {
  const world = await playStandIn(t)
  const { standIn, trouble, committed, open, library } = world
  const apk = packageOf(standIn.folder, 'dk.apk')
  world.expected = apk.file.sha256
  const context = standIn.context({ service: 'google-play' }, account)
  const store = googlePlay(context)
  const secrets = [account.private_key.slice(30, 60), 'ya29']

  library.set(42, 'f'.repeat(64))
  t.match(await refusal(store.send(apk, signal), secrets), { code: 'APP_STORE_VERSION_USED' })
  library.clear()
  const other = { ...apk, application: { ...apk.application, id: 'com.other' } }
  t.match(await refusal(store.send(other, signal), secrets), {
    code: 'APP_STORE_REFUSED',
    details: { reason: /Package not found: com\.other\. \(applicationNotFound\)/ }
  })
  const long = { ...apk, notes: 'x'.repeat(501) }
  t.match(await refusal(store.send(long, signal), secrets), { code: 'APP_STORE_REFUSED' })
  t.same([[...open], committed], [[], []])

  const gone = failed(400, 'This Edit has been deleted.')
  trouble.set(':commit', [gone, gone])
  t.match(await refusal(store.send(apk, signal), secrets), { code: 'APP_STORE_BUSY' })
  trouble.set(':commit', [gone])
  t.match(
    await store.send(apk, signal),
    { state: 'review' },
    'an edit that somebody else closed is made again'
  )
  trouble.set(':commit', [{ isCut: true }])
  t.match(await refusal(store.send(apk, signal), secrets), { code: 'APP_STORE_UNCERTAIN' })
  trouble.set('/token', [])
  trouble.set('/tracks/production', [failed(401, 'Request had invalid authentication credentials.')])
  const { tokens } = world
  t.match(await store.send(apk, signal), { state: 'review' }, 'a token that expired on the way')
  t.equal(world.tokens, tokens + 2)
  t.equal(open.size, 0)

  const otherKey = {
    ...account,
    private_key: account.private_key.replace(/[A-Za-z](?=[A-Za-z0-9+/]{5}\n)/, 'x')
  }
  const wrong = googlePlay(
    standIn.context({ service: 'google-play' }, { ...account, client_email: 'nobody@x' })
  )
  t.match(await refusal(wrong.send(apk, signal), secrets), {
    code: 'APP_STORE_LOGIN',
    details: { reason: 'Invalid JWT Signature.' }
  })
  for (
    const [credentials, reason] of [
      [{ ...otherKey, private_key: 'no key' }, /"private_key" is no key/],
      [{ client_email: 'a@b' }, /no text "private_key"/]
    ] as const
  ) {
    const store = googlePlay(standIn.context({ service: 'google-play' }, credentials))
    t.match(await refusal(store.send(apk, signal)), { code: 'APP_STORE_CREDENTIALS', details: { reason } })
  }
})
