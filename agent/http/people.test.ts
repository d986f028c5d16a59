import { join } from 'node:path'
import type { RouteOptions } from 'fastify'
import t from 'tap'
import { mixedAccounts, mixedCalls, rolesOf, withSecrets } from '../../test/support/mixed-calls.js'
import type { Place } from '../../test/support/mixed-calls.js'
import { now, password, peopleWorld } from '../../test/support/people-world.js'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import type { AgentContext } from '../part.js'
import { reviewedWorld } from '../release/testing/release-world.js'
import { returnAddress } from './return-address.js'
import { TokenFile } from './tokens.js'

t.test('who is not signed in is asked to, comes back to where they were, and is named on each page', async t => {
  const { visitor, audit } = await peopleWorld(t, { ann: { dk: 'read' } })
  const ann = await visitor()
  t.match(await ann.get('/projects/dk?lang=zh'), {
    statusCode: 303,
    headers: { location: '/login?return=%2Fprojects%2Fdk%3Flang%3Dzh' }
  })
  const page = await ann.get('/login?return=%2Fprojects%2Fdk')
  t.notMatch(page.body, 'data-events', 'a page asks for nothing that its visitor may not see')
  t.match(page.body, /name="return" value="\/projects\/dk"[^]*type="password"/)
  const wrong = await ann.post('/login', { name: '"><b>ann', password: 'x', return: '/projects/dk' })
  t.match(wrong, {
    statusCode: 401,
    body: /The name or the password is wrong[^]*value="&quot;&gt;&lt;b&gt;ann"/
  })
  t.match(await ann.post('/login', { name: 'ann', password, return: '/projects/dk' }), {
    statusCode: 303,
    headers: { location: '/projects/dk' }
  })
  t.match(await ann.get('/projects/dk'), { statusCode: 200, body: /<a href="\/account">ann<\/a>/ })
  t.match(await ann.get('/account'), { statusCode: 200, body: /dk<\/th>\s*<td><b>read/ })
  // What somebody mistyped, or opened again where a form had led.
  const mistakes = { '/projects/dk/pakages': 404, '/projects/dk?newer=-1': 400 }
  for (const [url, statusCode] of Object.entries({ ...mistakes, '/projects/dk/approve': 405 })) {
    t.match(await ann.get(url), { statusCode, body: 'This page cannot be shown' }, url)
  }
  t.match(await ann.get('/projects/dk/pakages?lang=zh'), { statusCode: 404, body: '无法显示此页面' })
  t.match((await ann.get('/v1/nothing')).json(), { error: { code: 'HTTP_NOT_FOUND' } }, 'for programs')
  t.match(await (await visitor()).get('/pakages'), { statusCode: 303, headers: { location: /^\/login/ } })
  t.match(await ann.post('/logout'), { statusCode: 303, headers: { location: '/login' } })
  t.equal((await ann.get('/projects/dk')).statusCode, 303)
  t.match(audit(), [
    { action: 'login failed', by: '"><b>ann', from: '127.0.0.1' },
    { action: 'login', by: 'ann', from: '127.0.0.1' },
    { action: 'logout', by: 'ann' }
  ])
})

t.test('a visit that somebody else began is not signed in with them', async t => {
  const { visitor } = await peopleWorld(t, { ann: { dk: 'read' } })
  const [attacker, ann] = [await visitor(), await visitor()]
  await attacker.get('/login')
  for (const [name, value] of attacker.cookies) ann.cookies.set(name, value)
  const planted = ann.cookies.get('packline')
  await ann.signIn('ann', password)
  t.not(ann.cookies.get('packline'), planted)
  t.equal((await attacker.get('/projects/dk')).statusCode, 303, 'whoever planted it stays nobody')
  const [cookie] = (await ann.post('/login', { name: 'ann', password })).cookies
  t.match(cookie, { httpOnly: true, sameSite: 'Lax', path: '/', maxAge: 12 * 3600 })
  const [, value = ''] = /^(.*)\./.exec(cookie!.value)!
  for (const made of [value, `${value}.`, `${value}.${'A'.repeat(43)}`, `x${cookie!.value}`]) {
    ann.cookies.set('packline', encodeURIComponent(made))
    t.equal((await ann.get('/projects/dk')).statusCode, 303, 'a cookie without our signature is none')
  }
})

t.test('over TLS the cookie is for this host alone and never sent in the clear', async t => {
  const { accounts } = await peopleWorld(t, {})
  const app = await buildApp({
    http: { ...defaultAgentConfig().http, trustProxy: ['127.0.0.1'] },
    tokens: new TokenFile(join(t.testdir(), 'tokens.json'), Date.now),
    accounts,
    audit: { home: t.testdirName, device: 'mac-01', now },
    hostNames: [],
    parts: []
  })
  t.teardown(async () => await app.close())
  const headers = { accept: 'text/html', 'x-forwarded-proto': 'https', 'x-forwarded-for': '10.0.0.9' }
  t.match((await app.inject({ url: '/login', headers })).cookies, [{ name: '__Host-packline', secure: true }])
})

t.test('no return address leads away from this agent', t => {
  const away = [
    'https://evil.example',
    '//evil.example',
    '///evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    '/\t/evil.example',
    '/\n/evil.example',
    ' //evil.example',
    'javascript:alert(1)',
    '/..//evil.example',
    '/.//evil.example',
    'evil.example',
    '',
    '/login',
    '/login?return=/x',
    '/logout',
    `/${'a'.repeat(3000)}`,
    ['/', '//evil.example'],
    undefined
  ]
  for (const each of away) t.equal(returnAddress(each), '/releases', JSON.stringify(each))
  for (const each of ['/', '/projects/dk?with=1.0-1&lang=zh', '/projects/%E9%AA%91', '/logins']) {
    t.equal(returnAddress(each), each)
  }
  t.end()
})

t.test('a form of another page, of another visit or without its token changes nothing', async t => {
  const { app, visitor, audit } = await peopleWorld(t, { ann: { dk: 'admin' }, eve: { dk: 'admin' } })
  const [ann, eve] = [await visitor('ann'), await visitor('eve')]
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  for (const token of ['', 'x', eve.formToken, ann.formToken.slice(1)]) {
    t.match(
      await ann.post('/account/password', { 'form-token': token, old: password, password: 'y'.repeat(12) }),
      {
        statusCode: 403
      }
    )
    t.equal((await ann.post('/logout', { 'form-token': token })).statusCode, 403)
    t.equal(
      (await ann.post('/login', { 'form-token': token, name: 'eve', password })).statusCode,
      403,
      'nor as others'
    )
  }
  t.equal((await ann.post('/logout', {}, { origin: 'https://evil.example' })).statusCode, 403)
  const put = async (headers: Record<string, string>) =>
    await app.inject({
      method: 'PUT',
      url: '/v1/projects/dk/parameters/logLevel',
      headers: { ...ann.headers, accept: 'application/json', ...headers },
      payload: { why: 'look', value: 'all' }
    })
  t.match((await put({})).json(), { error: { code: 'HTTP_FORM_STALE' } })
  t.match((await put({ 'packline-form-token': eve.formToken })).json(), {
    error: { code: 'HTTP_FORM_STALE' }
  })
  t.equal(
    (await app.inject({ method: 'POST', url: '/logout', headers: form })).statusCode,
    403,
    'without a visit'
  )
  t.equal((await ann.get('/account')).statusCode, 200, 'still signed in')
  t.match((await put({ 'packline-form-token': ann.formToken })).json(), {
    revision: { by: 'ann', why: 'look' }
  })
  t.match(audit().at(-1), {
    action: 'PUT /v1/projects/:project/parameters/:parameter',
    by: 'ann',
    from: '127.0.0.1',
    details: { project: 'dk', parameter: 'logLevel', why: 'look' }
  })
})

t.test('every route of a project is closed to those of another one, whether it is there or not', async t => {
  const { app, routes, visitor } = await peopleWorld(t, { ann: { other: 'admin' }, boss: { '*': 'admin' } })
  const ann = await visitor('ann')
  const names: Record<string, string> = {
    target: 'live',
    environment: 'production',
    parameter: 'logLevel',
    release: '1.0-1',
    other: '1.1-2',
    native: '1.0'
  }
  const url = (route: RouteOptions, project: string): string =>
    route.url.replaceAll(/:(\w+)/g, (_, name: string) => name === 'project' ? project : names[name] ?? 'x1')
  let tried = 0
  for (const route of routes) {
    if (route.config?.role === 'none' || route.method === 'HEAD') continue
    const method = route.method as 'GET'
    const isOfProject = route.url.includes(':project')
    const answers = await Promise.all(['dk', 'nowhere'].map(async project =>
      await app.inject({
        method,
        url: url(route, project),
        headers: { ...ann.headers, accept: 'application/json', 'packline-form-token': ann.formToken },
        ...method === 'GET' ? {} : { payload: { project: 'dk', context: {}, why: 'x' } }
      })
    ))
    if (!isOfProject && ['/v1/projects', '/releases'].includes(route.url)) {
      t.notMatch(answers[0]!.body, 'dk', `${method} ${route.url} shows nothing of it`)
      continue
    }
    tried++
    for (const { statusCode } of answers) t.equal(statusCode, 403, `${method} ${route.url}`)
    if (!isOfProject) continue
    t.equal(
      answers[0]!.body.replaceAll('dk', '*'),
      answers[1]!.body.replaceAll('nowhere', '*'),
      'one answer for both'
    )
  }
  t.ok(tried > 30, String(tried))
  const boss = await visitor('boss')
  t.match((await boss.get('/releases')).body, 'dk')
  t.equal((await boss.get('/audit')).statusCode, 200)
  t.equal((await ann.get('/audit')).statusCode, 403)
})

t.test('each role does what it is for and no more', async t => {
  const { app, visitor } = await peopleWorld(t, {
    reader: { dk: 'read' },
    tester: { dk: 'test' },
    releaser: { dk: 'release' },
    admin: { dk: 'admin' }
  }, { jobs: { list: () => [], get: () => undefined } as unknown as AgentContext['jobs'] })
  const [first, why] = ['/releases/1.1-2', 'try']
  const changes = [
    { least: 'test', method: 'POST', path: '/packages', payload: { version: '1.1', why } },
    { least: 'test', method: 'POST', path: '/hot-updates', payload: { version: '1.1', why } },
    { least: 'release', method: 'POST', path: `${first}/publish`, payload: { why } },
    { least: 'release', method: 'POST', path: `${first}/uploads`, payload: { why } },
    { least: 'release', method: 'POST', path: `${first}/symbols`, payload: { why } },
    { least: 'release', method: 'POST', path: `${first}/store-rollouts`, payload: { why } },
    { least: 'test', method: 'PATCH', path: '/releases/1.1', payload: { notes: 'x' } },
    { least: 'release', method: 'POST', path: '/targets/gray-2/pause', payload: {} },
    { least: 'release', method: 'PUT', path: '/parameters/logLevel', payload: { value: 'all' } },
    {
      least: 'release',
      method: 'POST',
      path: '/flip',
      payload: { from: 'review-1', to: 'live', dryRun: true }
    },
    { least: 'admin', method: 'PATCH', path: '/targets/gray-2', payload: { set: { kind: 'x' } } },
    { least: 'admin', method: 'DELETE', path: '/environments/review-2', payload: {} }
  ] as const
  const order = ['read', 'test', 'release', 'admin']
  for (const [index, name] of ['reader', 'tester', 'releaser', 'admin'].entries()) {
    const one = await visitor(name)
    t.equal((await one.get('/projects/dk')).statusCode, 200)
    for (const page of ['publish', 'uploads', 'store-rollout', 'submit']) {
      const { statusCode } = await one.post(`/projects/dk/releases/1.1-2/${page}`, { why: 'try' })
      t.equal(statusCode === 403, index < order.indexOf('release'), `${name} ${page}: ${statusCode}`)
    }
    for (const { least, method, path, payload } of changes) {
      const { statusCode } = await app.inject({
        method,
        url: `/v1/projects/dk${path}`,
        headers: { ...one.headers, accept: 'application/json', 'packline-form-token': one.formToken },
        payload: { why: 'try', ...payload }
      })
      t.equal(statusCode === 403, index < order.indexOf(least), `${name} ${method} ${path}: ${statusCode}`)
    }
  }
})

t.test('of people of all roles at once nobody sees or does what is not theirs, and the history is theirs', async t => {
  // The long form, with an agent and fifty accounts, is scripts/check-accounts.
  const [seed, names] = [1, ['dk', 'rival']]
  const accounts = mixedAccounts(names, 14, seed)
  const world = await peopleWorld(t, { boss: { '*': 'admin' }, ...rolesOf(accounts) })
  await reviewedWorld(world.documents, 'rival')
  const boss = { name: 'boss', roles: {} }
  const nobody = { name: 'nobody', roles: {} }
  const visitors = new Map(
    await Promise.all(
      [boss, nobody, ...accounts].map(async ({ name }) =>
        [name, await world.visitor(name === 'nobody' ? undefined : name)] as const
      )
    )
  )
  const ask: Place['ask'] = async ({ name }, { method, path, body, headers }) => {
    const { headers: own, formToken } = visitors.get(name)!
    const accept = path.startsWith('/v1') ? 'application/json' : 'text/html'
    const answer = await world.app.inject({
      method: method as 'GET',
      url: path,
      headers: { ...own, accept, 'packline-form-token': formToken, ...headers },
      ...body !== undefined && { payload: body }
    })
    return { status: answer.statusCode, etag: answer.headers.etag as string | undefined, text: answer.body }
  }
  const place = { projects: await withSecrets(ask, boss, names), accounts: [nobody, ...accounts], ask, boss }
  const { wrong, counts } = await mixedCalls(place, { seed, calls: 150, atOnce: 15 })

  t.same(wrong, [], `seed ${seed}`)
  t.ok([200, 403, 412].every(status => counts[status]! > 0), JSON.stringify(counts))
})

t.test('a password is changed by who knows it, and every other session ends', async t => {
  const { visitor } = await peopleWorld(t, { ann: { dk: 'read' } })
  const [here, there] = [await visitor('ann'), await visitor('ann')]
  const change = async (old: string, fresh: string) =>
    await here.post('/account/password', { old, password: fresh })
  t.match(await change('wrong', 'another long one'), { statusCode: 401, body: /role="alert"/ })
  t.match(await change(password, 'short'), { statusCode: 400, body: /A password has 10 to 256 characters/ })
  t.equal((await change(password, 'another long one')).statusCode, 303)
  t.match(await here.get('/account?changed'), { statusCode: 200, body: 'The password was changed.' })
  t.equal((await there.get('/account')).statusCode, 303)
})
