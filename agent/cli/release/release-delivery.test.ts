// Takes 19 s.
import { once } from 'node:events'
import { existsSync, readFileSync, readlinkSync, rmSync, unlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { projectHere } from '../../../test/support/project-here.js'
import type { ProjectHere } from '../../../test/support/project-here.js'

const why = ['--why', 'test']
const game = {
  project: 'dk',
  environments: { prod: { services: { G: { addresses: ['g:1'] } } } },
  targets: [
    { id: 'live', environment: 'prod' },
    { id: 'review-1', environment: 'prod', priority: 10, match: { submitted: true } }
  ],
  packages: {
    limits: { freeDiskMb: 0 },
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: { windows: { baseline: 'client' } },
    hotUpdate: { url: 'https://cdn.example/hot-update/', content: [{ from: 'res/' }] }
  }
}

interface Farm extends ProjectHere {
  must: (...words: string[]) => Promise<string>
  /** What a player of `version` sees: the link, the manifest at the address of its package, resolve. */
  seen: (place?: string) => string
  hotUpdateOf: (version: string, build: number) => Promise<{ version: string, url: string } | null>
  at: (name: string) => string
  versionAt: (address: string) => string
}

/** 1.0 is live with the hot update 1.0.0.1; 1.1 with 1.1.0.1 is in review at review-1. */
async function begin (t: Test, others: (folder: string) => string[][] = () => []): Promise<Farm> {
  const here = projectHere(t.testdir({}), game)
  const places = [['--folder', 'www'], ...others(here.folder)]
  const must = async (...words: string[]): Promise<string> => {
    const { status, stdout, stderr } = await here.packline(...words)
    if (status !== 0) throw new Error(`${words.join(' ')}: ${stderr}`)
    return stdout
  }
  const www = (name: string): string => join(here.folder, 'www', name)
  const versionAt = (address: string): string => {
    const file = www(`hot-update/${address}/version.manifest`)
    return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '–'
  }
  const farm: Farm = {
    ...here,
    must,
    at: www,
    versionAt,
    seen: () => {
      const link = existsSync(www('current/live')) ? readlinkSync(www('current/live')).slice(12) : '–'
      return `${link} ${versionAt('live/1.0')} ${versionAt('live')} ${versionAt('review-1/1.1')}`
    },
    hotUpdateOf: async (version, build) => {
      const context = JSON.stringify({ platform: 'windows', version, build })
      return JSON.parse(await must('release', 'resolve', '--context', context, '--json')).hotUpdate
    }
  }
  await must('target', 'apply', ...why)
  await make(farm, '1.0', 1)
  for (const place of places) await publish(farm, '1.0', 'live', place)
  await must('release', 'move', '1.0', '--target', 'live', '--state', 'live', ...why)
  await make(farm, '1.1', 2)
  for (const place of places) {
    for (const target of ['review-1', 'live']) await publish(farm, '1.1', target, place)
  }
  await must('release', 'submit', '1.1', '--target', 'review-1', ...why)
  return farm
}

async function make (
  { write, must }: Pick<Farm, 'write' | 'must'>,
  version: string,
  build: number
): Promise<void> {
  write({ 'client/a.txt': version, 'res/a.txt': version })
  await must('package', 'build', '--app-version', version, '--build', String(build), '--record', ...why)
  await hotUpdate({ write, must }, `${version}.0.1`, version)
}

async function hotUpdate (
  { must }: Pick<Farm, 'must' | 'write'>,
  version: string,
  release: string
): Promise<void> {
  await must('hotupdate', 'build', '--app-version', version, '--release', release, ...why)
}

async function publish ({ must }: Farm, release: string, target: string, place: string[]): Promise<void> {
  const words = ['--files', '.', '--hot-update', 'build/hotupdate', ...why, ...place]
  await must('release', 'publish', release, '--target', target, ...words)
}

const flip = ['release', 'flip', '--from', 'review-1', '--to', 'live', ...why]

t.test('publishing shows nothing; flip and undo move link, hot update and resolve together', async t => {
  const farm = await begin(t)
  const { seen, must, packline, hotUpdateOf } = farm
  t.equal(seen(), '1.0-1/live 1.0.0.1 1.0.0.1 1.1.0.1', 'published for the day it passes')
  t.match(await hotUpdateOf('1.0', 1), {
    version: '1.0.0.1',
    url: 'https://cdn.example/hot-update/live/1.0/'
  })
  t.equal(await hotUpdateOf('0.9', 1), null, 'a native version without a line gets none of another')

  await must(...flip)
  t.equal(seen(), '1.1-2/live 1.0.0.1 1.1.0.1 1.1.0.1')
  t.match(await hotUpdateOf('1.0', 1), { version: '1.0.0.1' }, 'native versions keep their lines')
  t.match(await hotUpdateOf('1.1', 2), { version: '1.1.0.1' })
  t.match(await must('release', 'status'), /www \(live, review-1\): shows what is recorded/)

  const again = ['release', 'publish', '1.1', '--target', 'live', '--files', '.', ...why, '--place']
  t.match(await must(...again, farm.at('.')), /1.1-2/, 'a place is known by its name from then on')
  t.match(await packline(...again, '/etc'), {
    status: 2,
    stderr: /Known are: .*www.*RELEASE_PUBLISHER_UNKNOWN/
  })
  t.match(await packline(...again, farm.at('.'), '--token', 'env:T'), { status: 2, stderr: /--token/ })
  await must('release', 'undo', ...why)
  t.equal(seen(), '1.0-1/live 1.0.0.1 1.0.0.1 1.1.0.1')
  await must('release', 'status')
  await must('release', 'move', '1.0', '--target', 'live', '--state', 'withdrawn', ...why)
  t.equal(seen(), '– 1.0.0.1 1.0.0.1 1.1.0.1', 'players of what was withdrawn keep their line')
  t.match(await packline('release', 'status'), { status: 0 })
})

t.test('players of a release get content back that only the line has on which it was reviewed', async t => {
  const farm = await begin(t)
  const { must, versionAt } = farm
  const update = async (version: string, target: string): Promise<void> => {
    farm.write({ 'res/a.txt': version })
    const words = ['--app-version', version, '--release', '1.1', '--target', target, ...why]
    await must('hotupdate', 'build', ...words)
    await publish(farm, '1.1', target, ['--folder', 'www'])
  }
  await update('1.1.0.2', 'review-1')
  await must('release', 'deliver', '1.1', '--target', 'review-1', ...why)
  t.match(await farm.packline(...flip), { stderr: /live has the hot update 1.1.0.1 and review-1 .* 1.1.0.2/ })
  await update('1.1.0.3', 'live')
  await must(...flip)
  t.equal(versionAt('live/1.1'), '1.1.0.3')
  await must('hotupdate', 'rollback', '1.1', '--target', 'live', '--to', '1.1.0.2', ...why)
  t.same(['live/1.1', 'review-1/1.1'].map(versionAt), ['1.1.0.4', '1.1.0.4'])
  for (const address of ['live/1.1', 'review-1/1.1']) {
    const { packageUrl } = JSON.parse(readFileSync(farm.at(`hot-update/${address}/version.manifest`), 'utf8'))
    t.equal(readFileSync(farm.at(`${new URL(packageUrl).pathname.slice(1)}a.txt`), 'utf8'), '1.1.0.2')
  }
  await must('release', 'status')
})

t.test('the approved binary follows its own line, not what is reviewed next', async t => {
  const farm = await begin(t)
  const { must, versionAt, packline, hotUpdateOf } = farm
  await must(...flip)
  await make(farm, '1.2', 3)
  await publish(farm, '1.2', 'review-1', ['--folder', 'www'])
  await must('release', 'submit', '1.2', '--target', 'review-1', ...why)
  t.equal(versionAt('review-1/1.1'), '1.1.0.1', 'where the package that went live asks')
  t.equal(versionAt('review-1/1.2'), '1.2.0.1')

  farm.write({ 'res/a.txt': 'mended' })
  await hotUpdate(farm, '1.1.0.2', '1.1')
  const staged = ['--hot-update', 'build/hotupdate', '--folder', 'www', ...why]
  await must('release', 'publish', '1.1', '--target', 'live', ...staged)
  t.equal(versionAt('review-1/1.1'), '1.1.0.1')
  await must('release', 'deliver', '1.1', '--target', 'live', ...why)
  t.same(['live/1.1', 'review-1/1.1', 'live'].map(versionAt), ['1.1.0.2', '1.1.0.2', '1.1.0.2'])
  await must('release', 'status')

  const back = ['hotupdate', 'rollback', '1.1', '--target', 'live', ...why]
  for (const [to, code] of [['1.1.0.2', /HOT_UPDATE_UNKNOWN_VERSION/], ['x', /HOT_UPDATE_VERSION_INVALID/]]) {
    t.match(await packline(...back, '--to', String(to)), { status: 2, stderr: code })
  }
  t.match(await packline(...back, '--to', '1.1.0.1', '--app-version', '1.1.0.1'), {
    status: 2,
    stderr: /HOT_UPDATE_VERSION_DOWN/
  })
  t.match(await packline(...back), { status: 2, stderr: /--to/ })
  t.match(await must(...back, '--to', '1.1.0.1'), /1\.1\.0\.3 brings back 1\.1\.0\.1 in place of 1\.1\.0\.2/)
  t.same(['live/1.1', 'review-1/1.1', 'live'].map(versionAt), ['1.1.0.3', '1.1.0.3', '1.1.0.3'])
  const { packageUrl } = JSON.parse(readFileSync(farm.at('hot-update/live/1.1/version.manifest'), 'utf8'))
  t.equal(readFileSync(farm.at(`${new URL(packageUrl).pathname.slice(1)}a.txt`), 'utf8'), '1.1')
  t.match(JSON.parse(await must('release', 'show', '1.1', '--json')).targets.live.hotUpdate.downloads, [
    { from: '1.1.0.1', bytes: Number },
    { from: '1.1.0.2', bytes: Number }
  ])
  await must('release', 'status')

  const prune = ['release', 'prune', '--keep', '1', '--days', '0', ...why]
  const old = 'hot-update/live/1.1/versions/1.1.0.1/version.manifest'
  t.match(await must(...prune), /releases\/1\.0-1\/live[^]*www: [1-9]\d* files? would go/)
  t.ok(existsSync(farm.at(old)), 'a dry run removes nothing')
  await must(...prune, '--apply')
  t.notOk(existsSync(farm.at(old)) || existsSync(farm.at('releases/1.0-1/live/release.json')))
  t.ok(existsSync(farm.at('hot-update/live/1.1/versions/1.1.0.3/version.manifest')))
  await must('release', 'status')
  await must('hotupdate', 'verify')
  t.match(JSON.parse(await must(...prune, '--json')), {
    dryRun: true,
    packages: [],
    updates: [],
    contents: []
  })
  t.match(
    await packline('release', 'move', '1.0', '--target', 'live', '--state', 'live', ...why),
    {
      status: 1,
      stderr: /RELEASE_PRUNED/
    }
  )

  await must('release', 'publish', '1.1', '--target', 'review-1', ...staged)
  t.match(await packline('release', 'deliver', '1.1', '--target', 'review-1', ...why), {
    stderr: /RELEASE_NOT_DELIVERED/
  })
  const pin = ['target', 'edit', 'live', ...why, '--set']
  t.match(await packline(...pin, 'hotUpdate.version="1.1.0.1"'), { stderr: /HOT_UPDATE_PIN_NOT_SERVED/ })
  await must(...pin, 'hotUpdate.version="1.1.0.3"')
  await must('target', 'edit', 'live', ...why, '--unset', 'hotUpdate')
  await must('release', 'end-line', '1.0', '--target', 'live', ...why)
  t.match(await hotUpdateOf('1.0', 1), { version: '1.0.0.1', ended: true })
  t.match(await packline('release', 'end-line', '3', '--target', 'live', ...why), {
    stderr: /HOT_UPDATE_LINE_UNKNOWN/
  })
})

t.test('a publisher that cannot be reached leaves everything as it was, and says so', async t => {
  const server = await uploads(t)
  const { must, packline, seen } = await begin(t, () => [['--url', server.url]])
  const before = seen()
  await must('release', 'status')

  server.refuse(({ url = '' }) => url.includes('current/'))
  t.match(await packline(...flip), {
    status: 1,
    stderr: /did not take the release[^]*RELEASE_DELIVERY_PENDING/
  })
  t.equal(seen(), before)
  t.match((await packline('release', 'list')).stdout, /1\.0-1 .*live: live[^]*1\.1-2 .*review-1: in review/)
  t.match(await packline('release', 'status'), { status: 1, stdout: /cannot be reached/ })

  // It fails in the middle: what was shown elsewhere by then is taken back.
  let reads = 0
  server.refuse(({ method, url = '' }) => method === 'PUT' && url.includes('current/live') && reads++ < 10)
  t.match(await packline(...flip), { status: 1, stderr: /RELEASE_DELIVERY_PENDING|RELEASE_PUBLISHER_FAILED/ })
  server.refuse(() => false)
  await must('release', 'repair', ...why)
  t.equal(seen(), before)
  await must('release', 'status')

  await must(...flip)
  t.equal(seen(), '1.1-2/live 1.0.0.1 1.1.0.1 1.1.0.1')
  t.match(JSON.parse(String(server.files.get('/current/live.json'))), { release: '1.1-2' })
  await must('release', 'status')
})

t.test('status names what is served and not recorded, and repair settles it', async t => {
  const { must, packline, at, seen, folder, home } = await begin(t)
  const before = seen()
  unlinkSync(at('current/live'))
  writeFileSync(at('hot-update/live/1.0/version.manifest'), '{"version":"9.9"}')
  t.match(await packline('release', 'status'), {
    status: 1,
    stdout:
      /live current\/live: recorded releases\/1\.0-1\/live, shown –[^]*1\.0\/version.manifest: .* shown 9\.9/
  })
  t.match(await must('release', 'repair', ...why), /had every publisher serve what is recorded: test/)
  t.equal(seen(), before)
  await must('release', 'status')

  const [refresh, cdn] = [join(folder, 'refresh'), [
    '--cdn',
    'https://cdn.example/dk',
    '--cdn-command',
    'refresh'
  ]]
  writeFileSync(refresh, '#!/bin/sh\necho no quota; exit 1\n', { mode: 0o755 })
  const again = ['release', 'publish', '1.1', '--target', 'live', '--files', '.', ...why]
  t.match(await packline(...again, '--folder', 'www', '--cdn-key', 'env:K'), {
    status: 2,
    stderr: /--cdn URL/
  })
  await must(...again, '--folder', 'www', ...cdn)
  await must(...flip)
  t.equal(seen(), '1.1-2/live 1.0.0.1 1.1.0.1 1.1.0.1', 'a network that cannot be asked stops nothing')
  t.match(await packline('release', 'status'), {
    status: 1,
    stdout: /cdn\.example\/dk\/hot-update\/live\/1\.1\/version\.manifest: .*no quota/
  })
  writeFileSync(refresh, '#!/bin/sh\ncat > asked\n')
  await must('release', 'undo', ...why)
  await must('release', 'status')
  const asked = readFileSync(join(home, 'asked'), 'utf8')
  t.match(asked, /dk\/current\/live\/"/, 'its link')
  t.match(asked, /dk\/hot-update\/live\/1\.1\/project\.manifest"/, 'and what the flip could not')
  t.match(await packline('release', 'forget', '/nowhere', ...why), { status: 2, stderr: /Known are: .*www/ })
  rmSync(at('.'), { recursive: true })
  t.match(await packline(...flip), { status: 1, stderr: /was not published to/ }, 'a volume that is gone')
  t.notOk(existsSync(at('current')), 'and nothing is made in its place')
  await must('release', 'forget', dirname(at('x')), ...why)
  await must(...flip)
})

t.test('what somebody decided and did not finish is finished by whoever comes next', async t => {
  const steps = `import { appendFileSync } from 'node:fs'
    let text = ''; for await (const part of process.stdin) text += part
    console.log('handed on')
    const { PACKLINE_TARGET, BUILD_USER_ID, PACKLINE_HOME = 'no home' } = process.env
    appendFileSync('steps', [JSON.parse(text).step, PACKLINE_TARGET, BUILD_USER_ID, PACKLINE_HOME].join(' ') + '\\n')`
  const { must, packline, seen, folder } = await begin(t, here => {
    writeFileSync(join(here, 'publish.mjs'), steps)
    return [['--variable', 'BUILD_USER_ID', '--', process.execPath, 'publish.mjs']]
  })
  const script = join(folder, 'publish.mjs')
  t.same(readFileSync(join(folder, 'steps'), 'utf8').trim().split('\n'), [
    'publish live ann no home',
    'deliver live ann no home',
    'publish review-1 ann no home',
    'publish live ann no home',
    'deliver review-1 ann no home'
  ])
  const again = ['release', 'publish', '1.1', '--target', 'live', '--files', '.', ...why]
  const command = ['--', process.execPath, 'publish.mjs']
  for (const wrong of [['--variable', 'A=B', ...command], ['--variable', 'A', '--folder', 'www']]) {
    t.match(await packline(...again, ...wrong), { status: 2, stderr: /--variable/ }, wrong.join(' '))
  }
  t.match(await packline(...again, '--variable', 'NOT_SET', ...command), {
    status: 1,
    stderr: /the variable NOT_SET is not set/
  })
  // One that can neither deliver nor take back leaves the journal as it is.
  writeFileSync(script, 'process.exit(1)')
  const before = seen()
  t.match(await packline(...flip, '--id', 'once'), { status: 1, stderr: /RELEASE_DELIVERY_PENDING/ })
  t.equal(seen(), before)
  t.match(await packline('release', 'status'), {
    status: 1,
    stdout: /Not finished: .* flipped review-1 → live/
  })
  writeFileSync(script, steps)
  t.match(await must(...flip, '--id', 'once', '--json'), /"live"/)
  t.equal(seen(), '1.1-2/live 1.0.0.1 1.1.0.1 1.1.0.1')
  await must(...flip, '--id', 'once')
  t.match(
    await must('release', 'history', '--last', '1', '--json'),
    /handed on/,
    'what a command said is kept'
  )
  t.match(
    await must('release', 'history', '--last', '3'),
    /had begun for review-1 → live was taken back[^]*flipped review-1 → live/
  )
})

/** A server that takes PUT and can be told what to refuse. */
async function uploads (t: Test): Promise<{
  url: string
  files: Map<string, Buffer>
  refuse: (isRefused: (request: IncomingMessage) => boolean) => void
}> {
  const files = new Map<string, Buffer>()
  let isRefused: (request: IncomingMessage) => boolean = () => false
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    buffer(request)
      .then(body => {
        if (isRefused(request)) return response.writeHead(403).end()
        if (request.method === 'PUT') files.set(path, body)
        if (request.method === 'DELETE') files.delete(path)
        if (request.method === 'PUT' || request.method === 'DELETE') return response.writeHead(204).end()
        return response.writeHead(files.has(path) ? 200 : 404).end(files.get(path))
      })
      .catch(() => {
        response.destroy()
      })
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files,
    refuse: next => {
      isRefused = next
    }
  }
}
