// Takes 15 s.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { NeededTools } from '../assets/run/missing-tools.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { openSeatStore } from '../licence/limiter.js'
import { TokenFile } from './tokens.js'
import { until } from '../../test/support/processes.js'
import { FormVisitor } from '../../test/support/form-visitor.js'
import { startedAgent, unlimitedHealth, type StartedAgent } from '../../test/support/started-agent.js'

t.test('/health is JSON for programs and leads browsers to the page; live, ready and metrics', async t => {
  const { get } = await startedAgent(t)
  const health = await get('/health', { accept: '*/*' })
  t.equal(health.statusCode, 200)
  t.match(health.headers, { 'content-type': /json/, 'cache-control': 'no-store' })
  t.match(health.json(), {
    device: 'mac-01',
    grade: 'good',
    checks: [{ id: String, state: 'ok', unit: String, since: String, hint: null }]
  })
  t.match(await get('/health', { accept: 'text/html,application/xhtml+xml' }), {
    statusCode: 302,
    headers: { location: '/machines/mac-01' }
  })
  t.match((await get('/health/live')).json(), { live: true })
  t.match((await get('/health/ready')).json(), { ready: true })
  const { body } = await get('/metrics')
  t.match(body, /^packline_health_grade\{grade="good"\} 1$/m)
  t.match(body, /^packline_disk_free_bytes\{folder="cache"\} \d+/m)
  t.match(
    body,
    /^# HELP packline_memory_available_ratio .+\n# TYPE packline_memory_available_ratio gauge\npackline_memory_available_ratio 0\.\d+$/m
  )
})

t.test('a poor machine answers 503 with its reasons, and is not ready', async t => {
  const { get } = await startedAgent(t, {
    config: {
      health: unlimitedHealth({
        failAfter: 1,
        limits: {
          ...defaultAgentConfig()
            .health
            .limits,
          memory: { warn: null, fail: 2 }
        }
      })
    }
  })
  t.match(await get('/health'), { statusCode: 503 })
  t.match((await get('/health')).json().reasons.find((each: { id: string }) => each.id === 'memory'), {
    state: 'fail',
    hint: /memory/
  })
  t.equal((await get('/health/ready')).statusCode, 503)
})

t.test('the pages are whole, escaped, in both languages, under a policy that allows no inline script', async t => {
  const { get } = await startedAgent(t, {
    config: { labels: ['linux'], farm: { ...defaultAgentConfig().farm, address: 'http://x.example/' } }
  })
  const page = await get('/', { 'accept-language': 'zh-CN,zh;q=0.9' })
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-security-policy'], /default-src 'none'.*script-src 'self'/)
  t.match(page.body, /<html lang="zh-CN">/)
  t.match(page.body, /良好/)
  t.match((await get('/?lang=en')).body, /<th scope="row"[^>]*>.*mac-01/s)
  t.notMatch(page.body, /<script(?![^>]*\bsrc=)|style="|\son\w+="/)
  const machine = await get('/machines/mac-01', { 'accept-language': 'en' })
  t.match(machine.body, /Free space \(cache\)/)
  t.match(machine.body, /<form method="post" action="\/machines\/mac-01\/drain">/)
  for (const path of ['/ui/style.css', '/ui/live.js', '/ui/icon.svg']) {
    t.equal((await get(path)).statusCode, 200)
  }
})

/** Not a testdir: it would go while the agent still looks at it. */
function workspaceOf (t: Test): string {
  const workspace = mkdtempSync(join(tmpdir(), 'packline-'))
  t.teardown(() => {
    rmSync(workspace, { recursive: true, force: true })
  })
  return workspace
}

const handIn = async ({ agent }: StartedAgent, workspace: string, parameters = {}) =>
  await agent.app.inject({
    method: 'POST',
    url: '/v1/jobs',
    headers: { host: 'localhost' },
    payload: { kind: 'assets', workspace, parameters }
  })

t.test('a machine whose disk is full takes no jobs, and says why', async t => {
  const { limits } = defaultAgentConfig().health
  const workspace = workspaceOf(t)
  const answer = await handIn(
    await startedAgent(t, {
      config: {
        workspaces: [workspace],
        health: unlimitedHealth({ failAfter: 1, limits: { ...limits, disk: { warn: null, fail: 1e18 } } })
      }
    }),
    workspace
  )
  t.match(answer, { statusCode: 503 })
  t.match(answer.json(), { error: { code: 'JOB_NOT_HERE', retryable: true, message: /disk\.\w+ \(\d+/ } })
})

t.test('a job whose rules name a program that is not here is for another machine', async t => {
  const workspace = workspaceOf(t)
  const rules = [
    { name: 'packed', processor: 'atlas', tool: 'texturepacker', include: ['art/a.tps'] },
    { name: 'ui', processor: 'ccsui', tool: 'cocos-tool', include: ['ui/**/*.csd'] },
    { name: 'copied', processor: 'copy', include: ['art/**'] }
  ]
  writeFileSync(join(workspace, 'packline.json'), JSON.stringify({ project: 'dk', assets: { rules } }))
  const started = await startedAgent(t, { config: { workspaces: [workspace] } })
  const answer = await handIn(started, workspace)
  t.match(answer, { statusCode: 503 })
  t.match(answer.json(), {
    error: { code: 'JOB_TOOLS_MISSING', retryable: true, message: /needs TexturePacker, Cocos\.Tool\./ }
  })
  t.match((await handIn(started, workspace, { only: 'ui' })).json(), {
    error: { message: /needs Cocos\.Tool\./ }
  })
  const environment = { PATH: process.env.PATH }
  const tools = new NeededTools()
  t.same(await tools.missing(workspace, 'copied', environment), [])
  t.same(await tools.missing(workspace, undefined, environment), ['TexturePacker', 'Cocos.Tool'])
  const fewer = { project: 'dk', assets: { rules: [rules[0], rules[2]] } }
  writeFileSync(join(workspace, 'packline.json'), JSON.stringify(fewer))
  t.same(
    await tools.missing(workspace, undefined, environment),
    ['TexturePacker'],
    'a file that changed is read'
  )
  writeFileSync(join(workspace, 'packline.json'), '{')
  t.same(await tools.missing(workspace, undefined, environment), [], 'the build tells of that')
})

t.test('drain asks first, is refused without capacity, and is audited; resume takes it back', async t => {
  const { agent, get, home } = await startedAgent(t, { config: { labels: ['only-here'] } })
  const visitor = new FormVisitor(agent.app)
  const post = async (url: string, payload: string) =>
    await visitor.post(url, Object.fromEntries(new URLSearchParams(payload)))
  const asked = await post('/machines/mac-01/drain', 'why=%3Cscript%3Efan%3C%2Fscript%3E&confirm=no')
  t.match(asked.body, /Drain mac-01\?/)
  t.match(asked.body, /&lt;script&gt;fan/)
  t.notMatch(asked.body, '<script>fan')
  t.match(await post('/machines/mac-01/drain', 'why=fan+is+loud&confirm=yes'), {
    statusCode: 409,
    body: /only-here/
  })
  t.equal((await post('/machines/mac-01/drain', 'why=fan+is+loud&confirm=yes&force=yes')).statusCode, 303)
  t.match((await get('/v1/farm')).json().machines, [{
    device: 'mac-01',
    drain: { why: 'fan is loud', by: 'local@mac-01' }
  }])
  await until('drained', async () => (await get('/v1/farm')).json().machines[0].drain.isDone)
  t.equal((await post('/machines/mac-01/resume', 'confirm=yes')).statusCode, 303)
  t.match((await get('/v1/farm')).json().machines, [{ drain: null }])
  t.same(
    readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line).action),
    ['drain', 'resume']
  )
})

t.test('changes need the role admin: by the caller, or by a token that is asked for', async t => {
  const base = defaultAgentConfig()
  const { agent, get, home } = await startedAgent(t, {
    config: { http: { ...base.http, localRole: 'read' } }
  })
  const secret = await new TokenFile(join(home, 'tokens.json'), Date.now).add('li', 'admin')
  const reader = await new TokenFile(join(home, 'tokens.json'), Date.now).add('wang', 'read')
  const visitor = new FormVisitor(agent.app)
  const drain = async (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    await visitor.post('/machines/mac-01/drain', { why: 'fans', force: 'yes', ...fields }, headers)
  t.match((await drain({})).body, /name="token" type="password"/)
  for (const token of ['', 'wrong', reader]) {
    t.match(await drain({ confirm: 'yes', token }), {
      statusCode: 403,
      headers: { 'content-type': /html/ },
      body: /role="alert"[^]*name="token"/
    })
  }
  t.equal(
    (await drain({ confirm: 'yes', token: secret }, { origin: 'http://evil.example' })).statusCode,
    403,
    'not from another page'
  )
  t.match((await get('/v1/farm')).json(), { machines: [{ drain: null }] })
  t.match(await drain({ confirm: 'yes', token: secret, why: '  ' }), {
    statusCode: 400,
    body: /A reason is needed/
  })
  t.equal((await drain({ confirm: 'yes', token: secret })).statusCode, 303)
  t.match(
    readFileSync(join(home, 'audit.jsonl'), 'utf8'),
    /"action":"drain","by":"li@mac-01","from":"local@mac-01"/
  )
})

t.test('a seat is taken from its holder after a question, with a reason, and audited; not from another one', async t => {
  const { agent, get, home } = await startedAgent(t)
  const store = await openSeatStore({ config: defaultAgentConfig(), environment: {}, home, cwd: home })
  t.teardown(async () => {
    await store.close()
  })
  const session = await store.ready(new AbortController().signal)
  await store.transact('texturepacker', {
    type: 'want',
    owner: session.owner,
    device: 'mac-09',
    priority: 0,
    slots: 1,
    seq: 0,
    wallMs: Date.now()
  }, session)
  // What was read of licences is kept for two seconds.
  await until('the seat is shown', async () => (await get('/')).body.includes('mac-09'))
  t.match(
    (await get('/', { 'accept-language': 'en' })).body,
    /action="\/licences\/texturepacker\/seats\/0\/release">[^<]*<input type="hidden" name="device" value="mac-09">/
  )
  const visitor = new FormVisitor(agent.app)
  const release = async (fields: Record<string, string>, seat = '0') =>
    await visitor.post(`/licences/texturepacker/seats/${seat}/release`, fields)
  t.match((await release({ device: '<i>' })).body, /from &lt;i&gt;\?/)
  t.match(
    (await release({ device: 'mac-09' })).body,
    /Take seat 0 of texturepacker from mac-09\?[^]*name="why"/
  )
  t.match(await release({ device: 'mac-09', confirm: 'yes' }), {
    statusCode: 400,
    body: /A reason is needed/
  })
  t.match(await release({ device: 'mac-01', confirm: 'yes', why: 'it hangs' }), {
    statusCode: 409,
    body: /not held by mac-01 any more, but by mac-09/
  })
  t.match(await release({ device: 'mac-09', confirm: 'yes', why: 'it hangs' }, '99'), {
    statusCode: 400,
    body: /99/
  })
  t.equal((await release({}, '-1')).statusCode, 400)
  t.equal((await release({ device: 'mac-09', confirm: 'yes', why: 'it hangs' })).statusCode, 303)
  t.match(
    (await get('/', { 'accept-language': 'en' })).body.match(/<th scope="row">texturepacker[^]*?<\/tr>/g),
    [
      /<td>0<\/td>\n<td>its holder is gone /
    ],
    'until the grace is over'
  )
  t.match(await store.readAudit('texturepacker'), [{
    action: 'release',
    by: 'local@mac-01',
    why: 'it hangs',
    details: { seat: 0, device: 'mac-09' }
  }])
  t.match(
    readFileSync(join(home, 'audit.jsonl'), 'utf8'),
    /"action":"release-seat","by":"local@mac-01","from":"local@mac-01".*"device":"mac-09"/
  )
})

t.test('odd paths, names and queries are refused or harmless', async t => {
  const { get } = await startedAgent(t)
  t.equal((await get('/machines/%3Cscript%3E')).statusCode, 400)
  t.match(await get('/machines/nobody'), {
    statusCode: 400,
    body: /^{"error":{"code":"FARM_MACHINE_UNKNOWN"/
  })
  t.match(await get('/machines/nobody', { accept: 'text/html', 'accept-language': 'zh' }), {
    statusCode: 400,
    headers: { 'content-type': /html/, 'content-security-policy': /default-src 'none'/ },
    body: /<h1>无法显示此页面<\/h1>/
  })
  t.equal((await get('//machines/mac-01')).statusCode, 400)
  t.equal((await get('/machines/..%2fmac-01')).statusCode, 400)
  t.equal((await get('/', { host: 'evil.example' })).statusCode, 421)
  t.equal((await get(`/?lang=${'x'.repeat(50_000)}`)).statusCode, 200)
  t.equal((await get('/?lang=en&lang=zh')).statusCode, 200)
  t.equal((await get('/health', { authorization: 'Bearer wrong' })).statusCode, 401)
})

t.test('a history that cannot be read is said and started anew', async t => {
  const first = await startedAgent(t)
  await first.agent.close()
  const { get } = await startedAgent(t, {
    prepare: home => {
      const folder = join(home, 'health', 'history')
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      writeFileSync(join(folder, 'CURRENT'), 'garbage')
    }
  })
  t.match((await get('/health')).json(), {
    grade: 'degraded',
    reasons: [{ id: 'history', subject: /damaged/ }]
  })
})

t.test('events tell of changes', async t => {
  const { agent } = await startedAgent(t, { config: { labels: ['a'] } })
  const stop = new AbortController()
  const response = await fetch(`${agent.address}/v1/farm/events`, { signal: stop.signal })
  t.match(response.headers.get('content-type'), /event-stream/)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await fetch(`${agent.address}/v1/farm/machines/mac-01/drain`, {
    method: 'POST',
    body: JSON.stringify({ why: 'test', force: true }),
    headers: { 'content-type': 'application/json' }
  })
  let seen = ''
  while (!seen.includes('event: change')) seen += (await reader.read()).value ?? ''
  t.match(seen, /event: change/)
  stop.abort()
})
