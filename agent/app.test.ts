import { writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { FastifyPluginAsync } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { buildApp } from './app.js'
import { defaultAgentConfig } from './config/agent-config.js'
import type { HttpConfig } from './config/http-schema.js'
import { PacklineError } from './errors.js'
import { noNginx, startNginx } from './release/testing/nginx.js'
import { TokenFile } from './http/tokens.js'

const ownToken = 'what-only-its-user-can-read'
const remote = { remoteAddress: '10.0.0.5' }

/** Routes of every role, and what an agent may do wrong behind them. */
const routes: FastifyPluginAsync = async app => {
  for (const role of ['none', 'read', 'build', 'admin'] as const) {
    app.get(`/v1/${role}`, { config: { role } }, async request => ({
      caller: request
        .caller
        .name
    }))
  }
  app.get('/v1/end', { config: { role: 'admin', ownerMay: true } }, async () => ({}))
  app.get('/v1/things/:id', { config: { role: 'read' } }, async () => ({}))
  app.post('/v1/things', {
    config: { role: 'build' },
    schema: {
      querystring: {
        type: 'object',
        additionalProperties: false,
        properties: { count: { type: 'integer', maximum: 9, description: 'How many' } }
      },
      body: {
        type: 'object',
        additionalProperties: false,
        required: ['name'],
        properties: { name: { type: 'string', maxLength: 8 }, size: { type: 'integer' } }
      }
    }
  }, async request => ({ query: request.query, body: request.body }))
  app.get('/v1/conflict', { config: { role: 'read' } }, async () => {
    throw new PacklineError('DOCUMENT_CONFLICT', { key: 'a' })
  })
  app.get('/v1/defect', { config: { role: 'read' } }, async () => {
    throw new Error('canary at /home/secret')
  })
}

async function open (t: Test, http: Partial<HttpConfig> = {}) {
  const tokens = new TokenFile(join(t.testdir(), 'tokens.json'), Date.now)
  const app = await buildApp({
    http: { ...defaultAgentConfig().http, ...http },
    tokens,
    hostNames: ['mac-01'],
    ownToken,
    parts: [{ name: 'test', routes }]
  })
  t.teardown(async () => await app.close())
  return { app, tokens }
}

/** A request whose path no client puts right on the way. */
async function sendRaw (port: number, path: string): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.end(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    })
    let text = ''
    socket
      .setEncoding('utf8')
      .on('data', (data: string) => {
        text += data
      })
      .on('end', () => {
        resolve(text)
      })
      .on('error', reject)
  })
}

t.test("a caller on this machine may look; the agent's own user may also build and end it", async t => {
  const { app } = await open(t)
  t.equal((await app.inject('/v1/read')).statusCode, 200)
  t.equal((await app.inject('/v1/build')).statusCode, 403)
  const own = { headers: { authorization: `Bearer ${ownToken}` } }
  const asOwner = async (url: string, more = {}) => (await app.inject({ url, ...own, ...more })).statusCode
  t.same([await asOwner('/v1/build'), await asOwner('/v1/end'), await asOwner('/v1/admin')], [200, 200, 403])
  t.equal(await asOwner('/v1/read', remote), 401, 'nobody elsewhere is its user')
  t.equal((await app.inject('/v1/end')).statusCode, 403)
  const generous = await open(t, { localRole: 'admin' })
  t.equal((await generous.app.inject('/v1/admin')).statusCode, 200, 'unless the configuration says so')
  const refused = await app.inject('/v1/admin')
  t.equal(refused.statusCode, 403)
  t.match(refused.json(), {
    error: { code: 'HTTP_FORBIDDEN', retryable: false, details: { has: 'read', role: 'admin' } }
  })
})

t.test('what comes through a proxy on this machine is not local', async t => {
  const { app } = await open(t)
  for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via', 'x-forwarded-host']) {
    t.equal((await app.inject({ url: '/v1/read', headers: { [name]: '10.0.0.5' } })).statusCode, 401, name)
  }
  const behind = await open(t, { trustProxy: ['127.0.0.0/8', '::1'] })
  t.equal((await behind.app.inject('/v1/read')).statusCode, 401, 'whatever a named proxy sends')
})

t.test('behind a real nginx nobody is local, however little it says', { skip: noNginx }, async t => {
  const { app } = await open(t, { localRole: 'admin' })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  t.equal((await fetch(`http://127.0.0.1:${port}/v1/admin`)).status, 200, 'without it')
  const nginx = await startNginx(t, join(t.testdirName, 'root'), '', `proxy_pass http://127.0.0.1:${port};`)
  for (const path of ['read', 'admin', 'end']) {
    t.equal((await fetch(`${nginx.url}v1/${path}`)).status, 401, path)
  }
  t.equal((await fetch(`${nginx.url}v1/none`)).status, 200)
})

t.test('a caller from elsewhere may do what its token says', async t => {
  const { app, tokens } = await open(t)
  const get = async (url: string, token?: string) =>
    (await app.inject({
      url,
      ...remote,
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` }
    }))
      .statusCode
  const build = await tokens.add('ci', 'build')
  const admin = await tokens.add('ops', 'admin')
  t.same(
    [await get('/v1/none'), await get('/v1/read'), await get('/v1/nowhere')],
    [200, 401, 401],
    'without a token'
  )
  t.same([
    await get('/v1/read', build),
    await get('/v1/build', build),
    await get('/v1/admin', build),
    await get('/v1/nowhere', build)
  ], [200, 200, 403, 404])
  const [forAll, closed] = await Promise.all(
    ['none', 'read'].map(async name =>
      await app.inject({
        method: 'POST',
        url: `/v1/${name}?x`,
        ...remote,
        payload: '{',
        headers: { 'content-type': 'application/json' }
      })
    )
  )
  t.match([forAll?.statusCode, forAll?.headers.allow], [405, 'GET, HEAD'], 'told to whom the path is open')
  t.equal(closed?.statusCode, 401)
  t.equal(await get('/v1/admin', admin), 200)
  for (const wrong of ['', 'x', `${build}x`, `${build} `, 'é'.repeat(10), 'a'.repeat(5000)]) {
    t.equal(
      await get('/v1/read', wrong),
      401,
      JSON.stringify(wrong.slice(0, 20))
    )
  }
})

t.test('a wrong token is refused on this machine too', async t => {
  const { app } = await open(t)
  const response = await app.inject({ url: '/v1/read', headers: { authorization: 'Bearer nonsense' } })
  t.equal(response.statusCode, 401)
  t.match(response.headers['www-authenticate'], /^Bearer/)
})

t.test('odd ways to write a path lead to no route and around no check', async t => {
  const { app } = await open(t, { localRole: 'none' })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as AddressInfo
  const odd = [
    '//v1/admin',
    '/v1//admin',
    '/v1%2fadmin',
    '/v1%2Fadmin',
    '/v1/admin;x',
    '/;/v1/admin',
    '/v1/none/../admin',
    '/v1/none/..%2fadmin',
    '/v1/./admin',
    '/v1\\admin',
    '/v1%5cadmin',
    '/v1/admin%00',
    '/v1/things/%2e%2e%2fadmin',
    '/v1/%ff',
    '/v1/things/a%zz',
    '/v1/adm%69n',
    '/v1/admin/',
    '/V1/ADMIN',
    '*',
    '/v1/admin%20',
    '/v1/none;/../admin'
  ]
  for (const url of odd) {
    const answer = await sendRaw(port, url)
    t.match(answer, /^HTTP\/1\.1 (?:400|401) /, url)
    t.notMatch(answer, /caller/)
  }
})

t.test('answers for its own names and for addresses only', async t => {
  const { app } = await open(t, { hosts: ['farm.example'] })
  const status = async (host: string) => (await app.inject({ url: '/v1/read', headers: { host } })).statusCode
  for (
    const host of ['localhost:7420', '127.0.0.1', '[::1]:7420', '10.1.2.3:80', 'MAC-01:7420', 'farm.example']
  ) t.equal(await status(host), 200, host)
  for (
    const host of [
      'evil.example',
      'localhost.evil.example',
      'localhost:7420@evil',
      '127.0.0.1.evil.example',
      'a b',
      '[::1',
      '-'
    ]
  ) t.equal(await status(host), 421, host)
})

t.test('a page of elsewhere changes nothing', async t => {
  const { app } = await open(t, { localRole: 'build' })
  const post = async (origin: string) =>
    (await app.inject({
      method: 'POST',
      url: '/v1/things',
      headers: { origin, host: 'localhost:7420' },
      payload: { name: 'a' }
    }))
      .statusCode
  t.equal(await post('http://localhost:7420'), 200)
  for (const origin of ['http://evil.example', 'null', 'http://localhost:80']) {
    t.equal(await post(origin), 403, origin)
  }
})

t.test('a request is checked against its schema, and every error has the same form', async t => {
  const { app } = await open(t, { localRole: 'build' })
  const post = async (payload: unknown, query = '', type = 'application/json') => {
    const response = await app.inject({
      method: 'POST',
      url: `/v1/things${query}`,
      headers: { 'content-type': type },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload)
    })
    const { error } = response.json<{ error?: { code: string, message: string } }>()
    return [response.statusCode, error?.code, error?.message] as const
  }
  t.match(await post({ name: 'a', size: 3 }, '?count=3'), [200])
  t.match(await post({ nam: 'a' }), [400, 'HTTP_INVALID_REQUEST', /name/])
  t.match(await post({ name: 'a', sizes: 3 }), [400, 'HTTP_INVALID_REQUEST', /did you mean size/i])
  t.match(await post({ name: 'a', size: '3' }), [
    400,
    'HTTP_INVALID_REQUEST',
    /size is "3"; expected whole number/
  ])
  t.match(await post({ name: 'a' }, '?count=10'), [400, 'HTTP_INVALID_REQUEST', /How many/])
  t.match(await post('{'), [400, 'HTTP_INVALID_JSON'])
  t.match(await post(''), [400, 'HTTP_INVALID_JSON'])
  t.match(await post('{"__proto__":{"role":"admin"},"name":"a"}'), [400, 'HTTP_INVALID_JSON'])
  t.match(await post('name=a', '', 'application/x-www-form-urlencoded'), [415, 'HTTP_MEDIA_TYPE'])
  t.match(await post({ name: 'a'.repeat(2_000_000) }), [413, 'HTTP_TOO_LARGE', /1048576/])
})

t.test('errors of the catalogue keep their status; defects do not tell what is inside', async t => {
  const { app } = await open(t)
  const conflict = await app.inject('/v1/conflict')
  t.equal(conflict.statusCode, 409)
  t.match(conflict.json(), { error: { code: 'DOCUMENT_CONFLICT', retryable: true, details: { key: 'a' } } })
  const defect = await app.inject('/v1/defect')
  t.equal(defect.statusCode, 500)
  t.notMatch(defect.payload, /canary|secret/)
})

t.test('one address elsewhere sends only so much; tokens cannot be guessed at will', async t => {
  const { app } = await open(t, { rateLimitPerMinute: 5 })
  const statuses: number[] = []
  for (let count = 0; count < 7; count++) {
    statuses.push(
      (await app.inject({ url: '/v1/read', ...remote, headers: { authorization: `Bearer guess${count}` } }))
        .statusCode
    )
  }
  t.same(statuses, [401, 401, 401, 401, 401, 429, 429])
  t.equal(
    (await app.inject({ url: '/v1/none', remoteAddress: '10.0.0.6' })).statusCode,
    200,
    'another address'
  )
  t.equal((await app.inject('/v1/read')).statusCode, 200, 'this machine')
})

t.test('a route without a role is a defect', async t => {
  const tokens = new TokenFile(join(t.testdir(), 'tokens.json'), Date.now)
  await t.rejects(
    buildApp({
      http: defaultAgentConfig().http,
      tokens,
      hostNames: [],
      parts: [{
        name: 'bad',
        routes: async app => {
          app.get('/x', async () => '')
        }
      }]
    }),
    /names no role/
  )
})

t.test('tokens are kept as digests, may change while the agent runs, and a damaged file is refused', async t => {
  const folder = t.testdir({ 'bad.json': '{"tokens":[{"name":"a","role":"none","sha256":"x"}]}' })
  const file = join(folder, 'tokens.json')
  let now = 0
  const [tokens, reader] = [new TokenFile(file, () => now), new TokenFile(file, () => now)]
  t.equal(reader.find('x'), undefined)
  const secret = await tokens.add('ci', 'build')
  now += 1000
  t.match(reader.find(secret), { name: 'ci', role: 'build' })
  t.notMatch(JSON.stringify(reader.all()), secret)
  await tokens.remove('ci')
  now += 1000
  t.equal(reader.find(secret), undefined)
  const other = await tokens.add('other', 'read')
  t.match(reader.find(other), { name: 'other' })
  writeFileSync(file, '{"tokens":[')
  now += 1000
  t.match(reader.find(other), { name: 'other' }, 'a slip in the file shuts out nobody who was let in')
  t.throws(() => reader.find('stranger'), { code: 'AGENT_TOKENS_INVALID', httpStatus: 503 })
  t.throws(() => new TokenFile(join(folder, 'bad.json'), Date.now).all(), { code: 'AGENT_TOKENS_INVALID' })
})
