import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { defaultAgentConfig } from '../config/agent-config.js'
import { TokenFile } from './tokens.js'
import { until } from '../../test/support/processes.js'
import { startedAgent, unlimitedHealth } from '../../test/support/started-agent.js'

t.test('/health is JSON for programs and leads browsers to the page; live, ready and metrics', async t => {
  const { get } = await startedAgent(t)
  const health = await get('/health', { accept: '*/*' })
  t.equal(health.statusCode, 200)
  t.match(health.headers, { 'content-type': /json/, 'cache-control': 'no-store' })
  t.match(health.json(), { device: 'mac-01', grade: 'good', checks: [{ id: String, state: 'ok', unit: String, since: String, hint: null }] })
  t.match(await get('/health', { accept: 'text/html,application/xhtml+xml' }), { statusCode: 302, headers: { location: '/machines/mac-01' } })
  t.match((await get('/health/live')).json(), { live: true })
  t.match((await get('/health/ready')).json(), { ready: true })
  const { body } = await get('/metrics')
  t.match(body, /^packline_health_grade\{grade="good"\} 1$/m)
  t.match(body, /^packline_disk_free_bytes\{folder="cache"\} \d+/m)
  t.match(body, /^# HELP packline_memory_available_ratio .+\n# TYPE packline_memory_available_ratio gauge\npackline_memory_available_ratio 0\.\d+$/m)
})

t.test('a poor machine answers 503 with its reasons, and is not ready', async t => {
  const { get } = await startedAgent(t, { config: { health: unlimitedHealth({ failAfter: 1, limits: { ...defaultAgentConfig().health.limits, memory: { warn: null, fail: 2 } } }) } })
  t.match(await get('/health'), { statusCode: 503 })
  t.match((await get('/health')).json().reasons.find((each: { id: string }) => each.id === 'memory'), { state: 'fail', hint: /memory/ })
  t.equal((await get('/health/ready')).statusCode, 503)
})

t.test('the pages are whole, escaped, in both languages, under a policy that allows no inline script', async t => {
  const { get } = await startedAgent(t, { config: { labels: ['linux'], farm: { ...defaultAgentConfig().farm, address: 'http://x.example/' } } })
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
  for (const path of ['/ui/style.css', '/ui/live.js', '/ui/icon.svg']) t.equal((await get(path)).statusCode, 200)
})

t.test('drain asks first, is refused without capacity, and is audited; resume takes it back', async t => {
  const { agent, get, home } = await startedAgent(t, { config: { labels: ['only-here'] } })
  const post = async (url: string, payload: string, headers: Record<string, string> = {}) => await agent.app.inject({ method: 'POST', url, payload, headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'en', ...headers } })
  const asked = await post('/machines/mac-01/drain', 'why=%3Cscript%3Efan%3C%2Fscript%3E&confirm=no')
  t.match(asked.body, /Drain mac-01\?/)
  t.match(asked.body, /&lt;script&gt;fan/)
  t.notMatch(asked.body, '<script>fan')
  t.match(await post('/machines/mac-01/drain', 'why=fan+is+loud&confirm=yes'), { statusCode: 409, body: /only-here/ })
  t.equal((await post('/machines/mac-01/drain', 'why=fan+is+loud&confirm=yes&force=yes')).statusCode, 303)
  t.match((await get('/v1/farm')).json().machines, [{ device: 'mac-01', drain: { why: 'fan is loud', by: 'local' } }])
  await until('drained', async () => (await get('/v1/farm')).json().machines[0].drain.isDone)
  t.equal((await post('/machines/mac-01/resume', 'confirm=yes')).statusCode, 303)
  t.match((await get('/v1/farm')).json().machines, [{ drain: null }])
  t.same(readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line).action), ['drain', 'resume'])
})

t.test('changes need the role admin: by the caller, or by a token in the form', async t => {
  const base = defaultAgentConfig()
  let secret = ''
  const { agent, home } = await startedAgent(t, { config: { http: { ...base.http, localRole: 'read' } } })
  secret = await new TokenFile(join(home, 'tokens.json'), Date.now).add('li', 'admin')
  const reader = await new TokenFile(join(home, 'tokens.json'), Date.now).add('wang', 'read')
  const drain = async (token: string, headers: Record<string, string> = {}) => await agent.app.inject({ method: 'POST', url: '/machines/mac-01/drain', payload: new URLSearchParams({ why: 'fans', confirm: 'yes', force: 'yes', token }).toString(), headers: { host: 'localhost', 'content-type': 'application/x-www-form-urlencoded', ...headers } })
  t.equal((await drain('')).statusCode, 403)
  t.equal((await drain('wrong')).statusCode, 403)
  t.equal((await drain(reader)).statusCode, 403)
  t.equal((await drain(secret, { origin: 'http://evil.example' })).statusCode, 403, 'not from another page')
  t.equal((await drain(secret)).statusCode, 303)
})

t.test('odd paths, names and queries are refused or harmless', async t => {
  const { get } = await startedAgent(t)
  t.equal((await get('/machines/%3Cscript%3E')).statusCode, 400)
  t.equal((await get('/machines/nobody')).statusCode, 400)
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
  t.match((await get('/health')).json(), { grade: 'degraded', reasons: [{ id: 'history', subject: /damaged/ }] })
})

t.test('events tell of changes', async t => {
  const { agent } = await startedAgent(t, { config: { labels: ['a'] } })
  const stop = new AbortController()
  const response = await fetch(`${agent.address}/v1/farm/events`, { signal: stop.signal })
  t.match(response.headers.get('content-type'), /event-stream/)
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  await fetch(`${agent.address}/v1/farm/machines/mac-01/drain`, { method: 'POST', body: JSON.stringify({ why: 'test', force: true }), headers: { 'content-type': 'application/json' } })
  let seen = ''
  while (!seen.includes('event: change')) seen += (await reader.read()).value ?? ''
  t.match(seen, /event: change/)
  stop.abort()
})
