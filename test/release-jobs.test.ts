// Takes 14 s.
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import type { Job } from '../agent/jobs/job.js'
import { Machine, buildPackline } from './support/agent-process.js'
import { runPackline } from './support/command-line.js'

buildPackline()

const game = {
  project: 'dk',
  environments: { prod: { services: { G: { addresses: ['g:1'] } } } },
  targets: [{ id: 'live', environment: 'prod', parameters: { logLevel: 'none' } }],
  parameters: {
    logLevel: { type: 'choice', choices: ['none', 'all'], default: 'none', description: 'What is logged' }
  },
  packages: {
    limits: { freeDiskMb: 0 },
    appStores: { tap: { service: 'command', command: ['cat', '{file}'], when: { platforms: ['console'] } } },
    hotUpdate: { url: 'https://cdn.example/hot-update/', content: [{ from: 'client/' }] },
    baselines: { client: { type: 'folder', path: 'client' } },
    platforms: {
      windows: { baseline: 'client' },
      console: {
        exec: {
          // It tells that it runs, and goes on when it may.
          command: [
            'sh',
            '-c',
            'echo $$ > began; while [ ! -e go ]; do sleep 0.02; done; cp client/a "$0"',
            '{output}'
          ],
          inputs: ['client/'],
          environment: ['PATH'],
          produces: 'game.bin'
        }
      }
    }
  }
}

t.test('an agent makes packages, records and publishes them, and what was interrupted leaves nothing', async t => {
  const machine = new Machine(t, { http: { localRole: 'admin' } })
  const folder = join(machine.folder, 'work/dk')
  mkdirSync(join(folder, 'client'), { recursive: true })
  writeFileSync(join(folder, 'client/a'), 'a')
  const write = (packages: object = {}): void => {
    const document = { ...game, packages: { ...game.packages, ...packages } }
    writeFileSync(join(folder, 'packline.json'), JSON.stringify(document))
  }
  write()
  let agent = await machine.serve()
  const call = async <T>(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {}
  ): Promise<{ status: number, body: T }> => {
    const response = await fetch(`${agent.address}${path}`, {
      method,
      headers: { ...headers, 'packline-person': 'ann', ...body && { 'content-type': 'application/json' } },
      ...body && { body: JSON.stringify(body) }
    })
    return { status: response.status, body: await response.json() as T }
  }
  const submit = async (
    kind: string,
    parameters: object,
    key?: string
  ): Promise<{ status: number, body: Job }> =>
    await call('POST', '/v1/jobs', { kind, workspace: folder, parameters, ...key && { key } })
  const whenEnded = async ({ body: { id } }: { body: Job }): Promise<Job> => {
    await (await fetch(`${agent.address}/v1/jobs/${id}/events`)).text()
    return (await call<Job>('GET', `/v1/jobs/${id}`)).body
  }
  const eventsOf = async ({ id }: Job): Promise<Array<Record<string, any>>> =>
    (await (await fetch(`${agent.address}/v1/jobs/${id}/events?follow=false`)).text())
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
  const packages = (place: string): string[] =>
    existsSync(join(folder, 'build/packages', place))
      ? readdirSync(join(folder, 'build/packages', place))
      : []
  const releases = async (): Promise<any[]> =>
    (await call<any>('GET', '/v1/projects/dk/releases')).body.releases
  let cookie = ''
  let formToken = ''
  const page = async (path: string): Promise<string> => {
    const answer = await fetch(`${agent.address}${path}`, { headers: { accept: 'text/html', cookie } })
    const text = await answer.text()
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    formToken = /name="form-token" value="([^"]+)"/.exec(text)?.[1] ?? formToken
    return text
  }
  /** A form as a browser without JavaScript sends it; where it leads, or what it answers. */
  const post = async (path: string, fields: Array<[string, string]>): Promise<string> => {
    const headers = {
      accept: 'text/html',
      cookie,
      'packline-person': 'ann',
      'content-type': 'application/x-www-form-urlencoded'
    }
    const body = new URLSearchParams([['form-token', formToken], ...fields])
    const options = { method: 'POST', headers, body, redirect: 'manual' } as const
    const answer = await fetch(`${agent.address}${path}`, options)
    return answer.headers.get('location') ?? `${answer.status} ${await answer.text()}`
  }
  const jobAt = (place: string): { body: Job } => ({ body: { id: /orders\/(\w+)/.exec(place)![1] } as Job })

  const orders = '/projects/dk/orders'
  t.match(await post(orders, []), /^403[^]*<h1>/, 'a form of no page of ours')
  t.match(
    await page(`${orders}?lang=zh`),
    /开始打包[^]*name="targets.live" value="on" checked[^]*platforms.console" value="on" checked/
  )
  const chosen: Array<[string, string]> = [
    ['version', '1.0'],
    ['build', '1'],
    ['filled', 'yes'],
    ['targets.live', 'on'],
    ['platforms.windows', 'on'],
    ['parameter.logLevel', 'all']
  ]
  t.match(
    await post(orders, chosen.slice(0, 4)),
    /^400[^]*No package is chosen[^]*platforms.windows" value="on">/
  )
  const plan = await post(orders, chosen)
  t.match(await whenEnded(jobAt(plan)), {
    state: 'done',
    parameters: { rows: ['live/windows'], dryRun: true }
  })
  t.match(await page(plan), /1 package, about[^]*name="why"[^]*live\/windows[^]*repack/)
  t.match(await page(`${orders}?from=${jobAt(plan).body.id}`), /value="all" selected/)
  t.same([packages('live'), await releases()], [[], []], 'a plan makes nothing')

  const going = await post(`${plan}/start`, [['why', 'the first']])
  t.equal(await post(`${plan}/start`, [['why', 'the first']]), going, 'a second click is the same order')
  const changes = await fetch(`${agent.address}${going}/events`)
  for await (const chunk of changes.body!) if (Buffer.from(chunk).includes('event: change')) break
  const made = await whenEnded(jobAt(going))
  t.match(made, { state: 'done', caller: 'ann (local@test)' })
  t.match(await page(going), /Recorded as 1\.0-1[^]*live\/windows[^]*made/)
  t.match(await page(`/projects/other/orders/${made.id}`), /knows no job|JOB_UNKNOWN|no job/)
  t.match((await eventsOf(made)).map(({ type }) => type).filter(type => /row|planned/.test(type)), [
    'planned',
    'row-started',
    'row-ended'
  ])
  const config = join(folder, 'build/packages/live/windows/package.config.json')
  t.equal(JSON.parse(readFileSync(config, 'utf8')).parameters.logLevel, 'all', 'over what the target has')
  t.match(await releases(), [{
    version: '1.0',
    build: 1,
    createdBy: 'ann (local@test)',
    parameters: { logLevel: 'all' }
  }])
  t.match(await page(orders), /1\.0 again as build 2/)

  const www = join(machine.folder, 'www')
  const byHand = [
    'release',
    'publish',
    '1.0',
    '--target',
    'live',
    '--files',
    '.',
    '--folder',
    www,
    '--why',
    'x'
  ]
  t.match(await runPackline({ cwd: folder, environment: machine.environment }, byHand), { status: 0 })

  const slow = { version: '1.0', build: 2, rows: ['*/console'], record: 'the second' }
  const began = async (): Promise<void> => {
    while (!existsSync(join(folder, 'began'))) await delay(20)
    rmSync(join(folder, 'began'))
  }
  const headers = { 'idempotency-key': 'k' }
  const tab = { 'idempotency-key': 'a\tb' }
  t.equal((await call('POST', '/v1/projects/dk/packages', slow, tab)).status, 400)
  const cancelled = await call<Job>('POST', '/v1/projects/dk/packages', slow, headers)
  t.equal(cancelled.status, 201)
  t.equal((await call<Job>('POST', '/v1/projects/dk/packages', slow, headers)).body.id, cancelled.body.id)
  await began()
  t.match(await page(`${orders}/${cancelled.body.id}`), /data-events=[^]*0 of 1 done[^]*being made/)
  await post(`${orders}/${cancelled.body.id}/cancel`, [])
  t.match(await whenEnded(cancelled), { state: 'cancelled', error: { code: 'INTERRUPTED' } })
  t.same([packages('live/console'), (await releases()).length], [[], 1], 'nothing of it is there')

  const killed = await submit('package', slow)
  await began()
  const process = Number.parseInt(
    readFileSync(join(machine.folder, 'home/jobs', killed.body.id, 'attempt-1'), 'utf8')
  )
  agent.child.kill('SIGKILL')
  globalThis.process.kill(-process, 'SIGKILL')
  await agent.ended
  agent = await machine.serve()
  await began()
  t.same([packages('live/console'), (await releases()).length], [[], 1], 'nothing of the first try is there')
  writeFileSync(join(folder, 'go'), '')
  t.match(await whenEnded(killed), { state: 'done', attempt: 2 })
  t.match((await eventsOf(killed.body)).map(({ type }) => type), /queued-again/)
  t.match(await releases(), [{ build: 1 }, { build: 2, createdBy: 'ann (local)' }])

  const handOver = { release: '1.0-2', target: 'live', place: www, files: '.', why: 'for review' }
  const release = '/projects/dk/releases/1.0-2'
  t.match(await page(release), /1\.0-2\/publish">Publish<[^]*1\.0-2\/uploads">Upload to stores</)
  t.match(
    await page(`${release}/publish?lang=zh`),
    /发布 1\.0-2[^]*name="target"[^]*value="live"[^]*name="place"[^]*www[^]*value="both"[^]*value="checkout"/
  )
  const toPlace: Array<[string, string]> = [['target', 'live'], ['what', 'packages'], ['files', 'checkout']]
  t.match(
    await post(`${release}/publish`, [...toPlace, ['place', '']]),
    /^400[^]*role="alert"[^]*value="live" selected/
  )
  const wrong = await post(`${release}/publish`, [...toPlace, ['place', '/elsewhere']])
  t.match(await whenEnded(jobAt(wrong)), { state: 'failed', error: { code: 'RELEASE_PUBLISHER_UNKNOWN' } })
  const both = await post(`${release}/publish`, [
    ['target', 'live'],
    ['what', 'both'],
    ['files', 'kept'],
    ['place', www]
  ])
  t.match(await whenEnded(jobAt(both)), { parameters: { fetch: true, hotUpdate: 'build/hotupdate' } })
  const publishing = [...toPlace, ['place', www], ['key', 'p1']] as Array<[string, string]>
  const planned = await post(`${release}/publish`, publishing)
  t.equal(await post(`${release}/publish`, publishing), planned, 'a second click is the same plan')
  t.match(await whenEnded(jobAt(planned)), { state: 'done', parameters: { dryRun: true } })
  t.match(
    await page(planned),
    /Plan: Publishing 1\.0-2 live[^]*name="why"[^]*Publish this<[^]*game\.bin[^]*1 B/
  )
  t.notOk(existsSync(join(www, 'releases/1.0-2')), 'a plan sends nothing')
  t.match(await post(`${planned}/start`, [['why', ' ']]), /^400[^]*A reason is needed/)
  const sent = await post(`${planned}/start`, [['why', 'for review']])
  t.match(await whenEnded(jobAt(sent)), { state: 'done', parameters: { why: 'for review' } })
  t.match(await page(sent), /1\.0-2 is published to live: 1 file written \(1 B\)[^]*game\.bin<[^]*sent</)
  t.match(await post(`${sent}/start`, [['why', 'again']]), /^404/, 'what is no plan starts nothing')
  t.match((await eventsOf(jobAt(sent).body)).map(({ type }) => type), [
    'accepted',
    'started',
    'planned',
    'row-started',
    'row-ended'
  ])
  t.match(readdirSync(join(www, 'releases')).sort(), ['1.0-1', '1.0-2'])
  t.throws(() => readlinkSync(join(www, 'current/live')), 'players see no difference')

  const must = async (...words: string[]): Promise<void> => {
    const ran = await runPackline({ cwd: folder, environment: machine.environment }, [...words, '--why', 'x'])
    t.equal(ran.status, 0, `${words.join(' ')}: ${ran.stderr}`)
  }
  await must('target', 'apply')
  const update = { version: '1.0.0.1', release: '1.0-2', why: 'x' }
  t.match(await whenEnded(await submit('hotupdate', update)), { state: 'done', kind: 'hotupdate' })
  t.ok(existsSync(join(folder, 'build/hotupdate/live/1.0/version.manifest')), 'by an agent')
  t.match(await whenEnded(await submit('hotupdate', { ...update, version: '1.0' })), {
    state: 'failed',
    error: { code: 'HOT_UPDATE_VERSION_DOWN' }
  })
  writeFileSync(join(folder, 'client/b'), 'too hard')
  await must('hotupdate', 'build', '--app-version', '1.0.0.2', '--release', '1.0-2')
  const hotUpdate = ['--hot-update', 'build/hotupdate', '--folder', www]
  await must('release', 'publish', '1.0-2', '--target', 'live', ...hotUpdate)
  await must('release', 'move', '1.0-2', '--target', 'live', '--state', 'live')
  t.match(
    await page('/projects/dk/hot-updates'),
    /live 1\.0<[^]*Players get 1\.0\.0\.2[^]*1\.0\.0\.1<\/th>\s*<td>\d+ B[^]*name="to"[^]*value="1\.0\.0\.3"/
  )
  const line = '/projects/dk/targets/live/lines/1.0'
  const back: Array<[string, string]> = [['to', '1.0.0.1'], ['version', '1.0.0.3']]
  t.match(await post(`${line}/rollback`, back), /^400[^]*A reason is needed[^]*<details open>/)
  const rolled = await post(`${line}/rollback`, [...back, ['why', 'too hard'], ['key', 'k1']])
  t.match(await whenEnded(jobAt(rolled)), { state: 'done', kind: 'rollback', caller: 'ann (local@test)' })
  t.match(await page(rolled), /Hot update rolled back 1\.0 → 1\.0\.0\.1/)
  const told = JSON.parse(readFileSync(join(www, 'hot-update/live/1.0/project.manifest'), 'utf8'))
  t.match([told.version, Object.keys(told.assets)], ['1.0.0.3', ['a']])

  const toStore = { release: '1.0-2', to: 'tap', files: '.', why: 'for players' }
  t.match(
    await page(`${release}/uploads`),
    /tap · command[^]*live\/console[^]*name="notes"[^]*leaves no trace/
  )
  const uploading: Array<[string, string]> = [
    ['to', 'tap'],
    ['row', 'live/console'],
    ['files', 'checkout'],
    ['notes', 'New <islands>\r\nand maps']
  ]
  t.match(
    await post(`${release}/uploads`, [...uploading, ['percent', '500']]),
    /^400[^]*role="alert"[^]*New &lt;islands&gt;/
  )
  const tried = await post(`${release}/uploads`, uploading)
  t.match(await whenEnded(jobAt(tried)), { state: 'done', parameters: { notes: 'New <islands>\nand maps' } })
  t.match(await page(tried), /Plan: Upload to a store 1\.0-2 tap[^]*tap would take build[^]*Upload it</)
  t.notMatch(await page(release), 'App stores')
  const uploaded = await post(`${tried}/start`, [['why', 'for players']])
  t.match(await whenEnded(jobAt(uploaded)), { state: 'done', kind: 'upload' })
  t.match(await page(uploaded), /of 1\.0-2 is at tap: sent a</)
  t.match(
    await page('/projects/dk/releases/1.0-2'),
    /App stores[^]*tap[^]*sent[^]*<span class="dim">a<[^]*ann/
  )

  const { rows, uploads } = (await call<any>('GET', '/v1/projects/dk/releases/1.0-2')).body
  t.match(uploads, [{ store: 'tap', state: 'sent', detail: 'a', by: /ann/ }])
  const [row] = rows.live
  const { name, sha256, sizeBytes } = row.artifacts[0]
  const bytes = `${agent.address}/v1/projects/dk/releases/1.0-2/packages/${sha256}`
  rmSync(join(folder, name))
  const whole = await fetch(bytes)
  t.same([whole.status, await whole.text()], [200, 'a'], 'from where it was published')
  t.match(whole.headers.get('content-disposition'), /attachment; filename\*=UTF-8''game\.bin/)
  t.equal((await fetch(bytes, { headers: { range: `bytes=${sizeBytes}-` } })).status, 416)
  writeFileSync(join(www, 'releases/1.0-2/live', name), 'b')
  t.match(await call('GET', `/v1/projects/dk/releases/1.0-2/packages/${sha256}`), {
    status: 404,
    body: { error: { code: 'RELEASE_PACKAGE_AWAY' } }
  }, 'other bytes are not it')

  write({ labels: ['console-sdk'] })
  const refused = { status: 503, body: { error: { code: 'JOB_LABELS_MISSING' } } }
  for (
    const [kind, parameters] of Object.entries({
      package: slow,
      hotupdate: update,
      publish: handOver,
      upload: toStore,
      symbols: toStore,
      'store-rollout': { release: '1.0-2', to: 'tap', halt: true, why: 'x' }
    })
  ) {
    t.match(await submit(kind, parameters), refused, kind)
  }
  t.match(
    await whenEnded(await submit('package', { ...slow, build: 3, dryRun: true })),
    { state: 'done' },
    'a plan needs none'
  )
})
