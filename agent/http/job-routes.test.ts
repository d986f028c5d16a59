import { Agent, get } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { Redactor } from '../config/redaction.js'
import type { Job } from '../jobs/job.js'
import { QueueBench, build, ended, testKind } from '../jobs/testing/queue-bench.js'
import { jobRoutes } from './job-routes.js'
import { createLog } from './log.js'
import { TokenFile } from './tokens.js'

build()
/** What the queue of the bench knows too. */
const secret = 'canary-secret'

async function open (t: Test) {
  const bench = new QueueBench(t)
  const queue = await bench.open()
  const log: string[] = []
  const tokens = new TokenFile(join(bench.folder, 'tokens.json'), Date.now)
  const redactor = new Redactor([secret])
  const app = await buildApp({
    http: { ...defaultAgentConfig().http, localRole: 'build' },
    tokens,
    hostNames: [],
    parts: [{ name: 'jobs', routes: jobRoutes(queue, [testKind]) }],
    log: createLog(
      {
        write: (line: string) => {
          log.push(line)
        }
      },
      'debug',
      redactor
    ) as never,
    redactor
  })
  t.teardown(async () => await app.close())
  const post = async (body: object) =>
    await app.inject({
      method: 'POST',
      url: '/v1/jobs',
      payload: { kind: 'test', workspace: join(bench.folder, 'a'), ...body }
    })
  return { bench, queue, app, tokens, log, post }
}

t.test('a job is handed in, followed, read and listed', async t => {
  const { queue, app, post } = await open(t)
  const response = await post({ parameters: { words: ['report', 'hello'] }, key: 'k' })
  t.equal(response.statusCode, 201)
  const { id } = response.json<Job>()
  t.equal(response.headers.location, `/v1/jobs/${id}`)
  t.equal((await app.inject(`/v1/jobs/${id}/result`)).statusCode, 409, 'no result yet')
  const events = await app.inject(`/v1/jobs/${id}/events`)
  t.match(events.headers['content-type'], /application\/x-ndjson/)
  t.match(events.payload.trim().split('\n').at(-1), /"ended"/)
  t.equal((await app.inject(`/v1/jobs/${id}/events?from=10`)).payload, events.payload.slice(10))
  await ended(queue, { id })
  t.same((await app.inject(`/v1/jobs/${id}/result`)).json(), { text: 'hello' })
  t.match((await app.inject(`/v1/jobs/${id}`)).json(), {
    id,
    state: 'done',
    key: 'k',
    parameters: { words: ['report', 'hello'] }
  })
  t.match((await app.inject('/v1/jobs?state=done&limit=1')).json(), {
    jobs: [{ id }],
    counts: { done: 1, queued: 0 }
  })
  t.match((await app.inject('/v1/jobs/kinds')).json(), {
    kinds: [{ name: 'test', parameters: { properties: { words: {} } } }]
  })
  const again = await post({ parameters: { words: ['report', 'hello'] }, key: 'k' })
  t.match([again.statusCode, again.json<Job>().id], [200, id])
  t.equal((await post({ key: 'k' })).statusCode, 409)
})

t.test('a connection that is kept reads the events of many jobs, and holds on to none', async t => {
  const { bench, queue, app } = await open(t)
  const { id } = await ended(queue, await bench.submit(queue, []))
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const sockets = new Set<Socket>()
  const most: number[] = []
  app.server.on('request', ({ socket }: IncomingMessage) => {
    sockets.add(socket)
    most.push(socket.listenerCount('close'))
  })
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  t.teardown(() => {
    agent.destroy()
  })
  for (let count = 0; count < 12; count++) {
    await new Promise<void>((resolve, reject) => {
      get(`${address}/v1/jobs/${id}/events`, { agent }, answer => {
        answer.resume().once('end', resolve)
      })
        .once('error', reject)
    })
  }
  t.equal(sockets.size, 1)
  t.ok(Math.max(...most) <= Math.min(...most) + 1, String(most))
})

t.test('a job is cancelled', async t => {
  const { bench, queue, app } = await open(t)
  const { id } = await bench.submitWaiting(queue, 'go')
  t.equal((await app.inject({ method: 'DELETE', url: `/v1/jobs/${id}` })).statusCode, 202)
  t.match(await ended(queue, { id }), { state: 'cancelled' })
})

t.test('what is wrong with a request is a clear 4xx', async t => {
  const { queue, app, post, bench } = await open(t)
  const { id } = await ended(queue, await bench.submit(queue, []))
  const status = async (url: string) => {
    const { statusCode, payload } = await app.inject(url)
    return [statusCode, (JSON.parse(payload) as { error: { code: string } }).error.code]
  }
  t.same(await status('/v1/jobs/000000000000000000000'), [404, 'JOB_UNKNOWN'])
  for (const odd of ['x', '..%2f..', '%2e%2e', 'A'.repeat(21), 'a'.repeat(300), `${id}'`, '-h']) {
    t.ok([400, 404, 414].includes((await status(`/v1/jobs/${odd}`))[0] as number), odd)
  }
  t.same(await status(`/v1/jobs/${id}/events?from=-1`), [400, 'HTTP_INVALID_REQUEST'])
  t.same(await status(`/v1/jobs/${id}/events?from=99999999`), [416, 'JOB_OFFSET_INVALID'])
  t.same(await status('/v1/jobs?limit=0'), [400, 'HTTP_INVALID_REQUEST'])
  t.same(await status(`/v1/jobs?key=${'k'.repeat(600)}`), [400, 'HTTP_INVALID_REQUEST'])
  const refused = async (body: object) => {
    const response = await post(body)
    return [response.statusCode, response.json<{ error: { code: string } }>().error.code]
  }
  t.same(await refused({ kind: 'rm' }), [400, 'JOB_KIND_UNKNOWN'])
  t.same(await refused({ workspace: '/etc' }), [403, 'JOB_WORKSPACE_NOT_ALLOWED'])
  t.same(await refused({ parameters: { input: '../../etc' } }), [403, 'JOB_PATH_OUTSIDE'])
  t.same(await refused({ parameters: { wrds: [] } }), [400, 'JOB_PARAMETERS_INVALID'])
  t.same(await refused({ key: 'a\nb' }), [400, 'HTTP_INVALID_REQUEST'])
  t.same(await refused({ command: ['rm'] }), [400, 'HTTP_INVALID_REQUEST'])
  t.equal(queue.list({ limit: 9 }).length, 1, 'nothing of it was accepted')
})

t.test('reading and building need their roles', async t => {
  const { app, tokens, bench } = await open(t)
  const reader = await tokens.add('reader', 'read')
  const call = async (method: 'GET' | 'POST' | 'DELETE', url: string, token?: string) =>
    (await app.inject({
      method,
      url,
      remoteAddress: '10.0.0.5',
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...method === 'POST' && { payload: { kind: 'test', workspace: bench.folder } }
    }))
      .statusCode
  t.same([
    await call('GET', '/v1/jobs'),
    await call('POST', '/v1/jobs'),
    await call('DELETE', '/v1/jobs/x'),
    await call('GET', '/v1/openapi.json')
  ], [401, 401, 401, 401])
  t.same([
    await call('GET', '/v1/jobs', reader),
    await call('POST', '/v1/jobs', reader),
    await call('DELETE', '/v1/jobs/000000000000000000000', reader)
  ], [200, 403, 403])
})

t.test('no secret reaches the log', async t => {
  const { app, tokens, log } = await open(t)
  const token = await tokens.add('canary', 'admin')
  const canary = 'another-canary'
  await app.inject({
    method: 'POST',
    url: `/v1/jobs?token=${canary}`,
    headers: { authorization: `Bearer ${token}`, cookie: canary },
    payload: { password: canary }
  })
  await app.inject({ url: `/v1/nowhere?secret=${canary}`, headers: { authorization: `Bearer ${canary}` } })
  app.log.info({
    token: canary,
    jenkins: { apiToken: canary, deep: { password: canary } },
    headers: { authorization: canary }
  }, 'what a careless line holds')
  t.ok(log.length >= 3)
  app.log.error({ err: new Error(`connecting with ${secret}`), list: [secret] }, `what ${secret} stands in`)
  app.log.info('')
  t.notMatch(log.join(''), canary)
  t.notMatch(log.join(''), secret)
  for (const line of log) t.match(JSON.parse(line), { level: String, time: String, msg: /./ })
  t.notMatch(log.join(''), token)
  t.match(log.join(''), '[redacted]')
})

t.test('a secret that a job meets stands in none of its events, its report and its document', async t => {
  const { app, queue, bench } = await open(t)
  const done = await ended(queue, await bench.submit(queue, ['report', `it was ${secret}`, secret]))
  const crashed = await ended(queue, await bench.submit(queue, ['crash', secret]))
  const texts = await Promise.all(
    [done, crashed].flatMap(({ id }) =>
      ['', '/events'].map(async path => (await app.inject(`/v1/jobs/${id}${path}`)).payload)
    )
  )
  t.match(queue.report(done.id), '"it was [redacted]"')
  t.match(crashed.error, { code: 'JOB_CRASHED', details: { lastWords: 'last words [redacted]\n' } })
  for (const text of texts) t.notMatch(text, secret)
  t.match(texts[1], '{"type":"step","step":"[redacted]"')
  t.equal((await app.inject('/v1/jobs?limit=1')).json<{ jobs: Job[] }>().jobs.length, 1, 'still JSON')
})

t.test('the page of the interface shows every route, and runs no script', async t => {
  const { app } = await open(t)
  const document = (await app.inject('/v1/openapi.json')).json<
    { openapi: string, paths: Record<string, object> }
  >()
  t.same(Object.keys(document.paths).sort(), [
    '/v1',
    '/v1/jobs',
    '/v1/jobs/cancel',
    '/v1/jobs/kinds',
    '/v1/jobs/{id}',
    '/v1/jobs/{id}/events',
    '/v1/jobs/{id}/result',
    '/v1/openapi.json'
  ])
  const page = await app.inject('/v1')
  t.match(page.headers['content-security-policy'], /default-src 'none'/)
  t.notMatch(page.headers['content-security-policy'], /unsafe|script-src/)
  t.notMatch(page.payload, /<script|\son\w+=/)
  for (const path of Object.keys(document.paths)) t.ok(page.payload.includes(`<code>${path}</code>`), path)
})
