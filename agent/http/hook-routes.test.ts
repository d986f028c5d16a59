import { execFile, execFileSync } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fastify } from 'fastify'
import t from 'tap'
import type { Test } from 'tap'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { noNginx, startNginx } from '../release/testing/nginx.js'
import { GitSource } from '../trigger/git-source.js'
import { HookReceiver } from '../trigger/hooks/hook-receiver.js'
import { ForgeServer } from '../trigger/testing/forge-server.js'
import { plainEnvironment, TestRepository, whyNoSvn } from '../trigger/testing/repositories.js'
import { repositoryConfig } from '../trigger/testing/watched-repository.js'
import { hookRoutes } from './hook-routes.js'
import { TokenFile } from './tokens.js'

const body = readFileSync(join(import.meta.dirname, '../trigger/hooks/fixtures/github-push.json'))
const sign = (payload: Buffer | string): string =>
  `sha256=${createHmac('sha256', 'hub-secret').update(payload).digest('hex')}`

async function start (
  t: Test
): Promise<
  { app: Awaited<ReturnType<typeof buildApp>>, woken: string[], onWake: (listener: () => void) => void }
> {
  const woken: string[] = []
  let listener = (): void => {}
  const receiver = new HookReceiver({
    repositories: {
      hub: { ...repositoryConfig('https://github.com/games/dk.git'), forge: 'github' },
      old: { ...repositoryConfig('file:///x'), kind: 'svn', forge: 'svn' },
      plain: { ...repositoryConfig('https://git.example/dk.git'), forge: 'git' }
    },
    secrets: new Map([['hub', 'hub-secret'], ['old', 'old "secret\\'], ['plain', 'plain "secret\\']]),
    now: Date.now,
    wake: name => {
      woken.push(name)
      listener()
    }
  })
  const app = await buildApp({
    http: defaultAgentConfig().http,
    tokens: new TokenFile(join(t.testdir(), 'tokens.json'), Date.now),
    hostNames: [],
    parts: [{ name: 'trigger', routes: hookRoutes(receiver) }]
  })
  t.teardown(async () => {
    await app.close()
  })
  return {
    app,
    woken,
    onWake: given => {
      listener = given
    }
  }
}

t.test('a hook is taken in over HTTP without a token of the agent', async t => {
  const { app, woken } = await start(t)
  const headers = {
    'content-type': 'application/json',
    'x-github-event': 'push',
    'x-github-delivery': '1',
    'x-hub-signature-256': sign(body)
  }

  const first = await app.inject({ method: 'POST', url: '/v1/hooks/github', headers, payload: body })
  const second = await app.inject({ method: 'POST', url: '/v1/hooks/github', headers, payload: body })

  t.same([first.statusCode, first.json()], [202, { status: 'accepted', repositories: ['hub'] }])
  t.same([second.statusCode, second.json()], [200, { status: 'duplicate', repositories: ['hub'] }])
  t.same(woken, ['hub'])
})

t.test('what is no good hook gets a 4xx with its code', async t => {
  const { app, woken } = await start(t)
  const big = Buffer.alloc(30 * 1024 * 1024, ' ')
  const unknown = Buffer.from(body.toString().replaceAll('games/dk', 'games/x'))
  const cases: Array<[string, string | Buffer, Record<string, string>, number, string]> = [
    ['github', body, {}, 401, 'HOOK_REFUSED'],
    ['github', body, { 'x-hub-signature-256': 'sha256=00' }, 401, 'HOOK_REFUSED'],
    ['github', '{', { 'x-hub-signature-256': sign('{') }, 400, 'HOOK_INVALID'],
    ['github', unknown, { 'x-hub-signature-256': sign(unknown) }, 404, 'HOOK_UNKNOWN_REPOSITORY'],
    ['github', big, { 'x-hub-signature-256': 'sha256=00' }, 413, 'HTTP_TOO_LARGE'],
    ['nobody', body, {}, 404, 'HOOK_UNKNOWN_FORGE']
  ]
  for (const [forge, payload, headers, status, code] of cases) {
    const answer = await app.inject({
      method: 'POST',
      url: `/v1/hooks/${forge}`,
      headers: { 'content-type': 'application/json', 'x-github-event': 'push', ...headers },
      payload
    })
    t.same([answer.statusCode, answer.json().error.code], [status, code])
  }
  for (const url of ['/v1//hooks/github', '/v1/hooks/git%2fhub', '/v1/hooks/github;x', '/v1/hooks/']) {
    const answer = await app.inject({
      method: 'POST',
      url,
      headers: { 'x-github-event': 'push', 'x-hub-signature-256': sign(body) },
      payload: body
    })
    t.ok(answer.statusCode >= 400 && answer.statusCode < 500, `${url}: ${answer.statusCode}`)
  }
  t.equal((await app.inject({ method: 'POST', url: '/v1/hooks/github' })).statusCode, 401, 'no body')
  t.same(woken, [])
})

t.test(
  'the post-commit script of a real Subversion server wakes the agent and keeps its secret off the command line',
  { skip: whyNoSvn() },
  async t => {
    const { app, woken, onWake } = await start(t)
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const folder = t.testdir()
    execFileSync('svnadmin', ['create', join(folder, 'server')])
    copyFileSync(
      join(import.meta.dirname, '../../resources/hooks/post-commit'),
      join(folder, 'server/hooks/post-commit')
    )
    writeFileSync(
      join(folder, 'server/conf/packline'),
      `url = ${address}/\nrepository = old\nsecret = old "secret\\\n`
    )
    const isWoken = new Promise<void>(resolve => {
      onWake(resolve)
    })

    execFileSync('svn', ['mkdir', '--non-interactive', '-m', 'first', `file://${folder}/server/trunk`], {
      env: plainEnvironment
    })
    await isWoken
    t.same(woken, ['old'])
  }
)

t.test(
  "a push over HTTP to git's own server behind nginx wakes the agent, which reads what was pushed there",
  { skip: noNginx },
  async t => {
    const { app, woken, onWake } = await start(t)
    const address = await app.listen({ host: '127.0.0.1', port: 0 })
    const folder = t.testdirName
    const backend = await ForgeServer.start(join(folder, 'served'))
    t.teardown(async () => {
      await backend.close()
    })
    const nginx = await startNginx(t, join(folder, 'root'), '', `proxy_pass ${backend.url};`)
    const served = new TestRepository(join(folder, 'served/dk.git'))
    served.git('config', 'http.receivepack', 'true')
    mkdirSync(join(served.folder, 'hooks'), { recursive: true })
    copyFileSync(
      join(import.meta.dirname, '../../resources/hooks/post-receive'),
      join(served.folder, 'hooks/post-receive')
    )
    writeFileSync(
      join(served.folder, 'packline'),
      `url = ${address}/\nrepository = plain\nsecret = plain "secret\\\n`
    )
    const url = `${nginx.url}dk.git`
    const work = new TestRepository(join(folder, 'work'))
    const head = work.commit({ message: 'art', files: { 'art/a.png': 'a' } })
    work.git('tag', 'v1', head)
    const push = async (ref: string): Promise<string> =>
      (await promisify(execFile)('git', ['push', url, ref], { cwd: work.folder, env: plainEnvironment }))
        .stderr
    await push('v1')
    const isWoken = new Promise<void>(resolve => {
      onWake(resolve)
    })
    t.match(await push('main'), /main -> main/)
    await isWoken
    t.same(woken, ['plain'], 'a tag wakes nobody')

    const source = new GitSource({
      name: 'plain',
      config: { url, branches: ['main'], forge: 'git' },
      mirror: join(folder, 'mirror'),
      needsFiles: false,
      environment: plainEnvironment
    })
    t.same([...(await source.fetch()).branches], [['main', head]])
    t.same((await source.commits([], head, { isMainLine: false })).map(({ paths }) => paths), [['art/a.png']])
  }
)

t.test('a commit goes through while the agent is down', { skip: whyNoSvn() }, async t => {
  const folder = t.testdir()
  const closed = fastify()
  const address = await closed.listen({ host: '127.0.0.1', port: 0 })
  await closed.close()
  execFileSync('svnadmin', ['create', join(folder, 'server')])
  copyFileSync(
    join(import.meta.dirname, '../../resources/hooks/post-commit'),
    join(folder, 'server/hooks/post-commit')
  )
  writeFileSync(join(folder, 'server/conf/packline'), `url = ${address}\nrepository = old\nsecret = x\n`)

  t.match(
    execFileSync('svn', ['mkdir', '--non-interactive', '-m', 'first', `file://${folder}/server/trunk`], {
      env: plainEnvironment,
      encoding: 'utf8'
    }),
    /revision 1/
  )
})
