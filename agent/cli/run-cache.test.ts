// Takes 6 s.
import { once } from 'node:events'
import { readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import type { AddressInfo, Server } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { runPackline } from '../../test/support/command-line.js'
import { noisePng } from '../assets/testing/pictures.js'
import { testProject } from '../assets/testing/project.js'
import type { TestProject } from '../assets/testing/project.js'
import { writeRemoteState } from '../cache/remote/remote-state.js'
import { openServer } from '../cache/remote/open-server.js'
import { sentAfterwards } from '../cache/testing/sent-afterwards.js'
import type { RemoteCacheConfig } from '../config/cache-schema.js'
import { davLocation, noNginx, startNginx } from '../release/testing/nginx.js'

const canary = 'a-canary-that-sings-nowhere'

function project (t: Test): TestProject {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'units', processor: 'atlas', include: ['art/*/'], output: 'units/{dir}' })
  game.write({ 'art/orc/a.png': noisePng(20, 30, 1), 'art/orc/b.png': noisePng(40, 30, 2) })
  return game
}

/** A command with a configuration of the shared cache; all that it wrote. */
async function call (
  { folder, home }: TestProject,
  remote: object,
  args: string[],
  more: Record<string, string> = {},
  signal = new AbortController().signal
) {
  const PACKLINE_CONFIG = join(home, '../agent.json')
  writeFileSync(PACKLINE_CONFIG, JSON.stringify({ cache: { remote } }))
  const environment = {
    PATH: process.env.PATH,
    HOME: home,
    PACKLINE_HOME: home,
    PACKLINE_CONFIG,
    LANG: 'C',
    ...more
  }
  return await runPackline({ cwd: folder, environment, signal }, args)
}

/** How many results a run sent, and the agent after it: a busy machine has not the time for all. */
async function sentOf (
  { home }: TestProject,
  remote: Partial<RemoteCacheConfig> & { url: string },
  report: string
): Promise<number> {
  const { sent } = JSON.parse(report).sharedCache as { sent: number }
  return sent + await sentAfterwards(home, remote)
}

async function listen (t: Test, server: Server): Promise<string> {
  await once(server.listen(0, '127.0.0.1'), 'listening')
  t.teardown(() => server.close())
  return `127.0.0.1:${(server.address() as AddressInfo).port}`
}

function filesBelow (folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map(name => join(folder, name))
    .filter(path => statSync(path).isFile())
}

t.test('a run that is interrupted waits for no server', async t => {
  const stop = new AbortController()
  const host = await listen(
    t,
    createServer(() => {
      stop.abort()
    })
  )
  const game = project(t)
  const url = `http://${host}/cache`
  writeRemoteState(game.home, { place: url, patience: { meanMs: 5000, deviationMs: 0 } })
  const startedAt = Date.now()
  const { status } = await call(game, { url }, ['assets', 'build', '--local'], {}, stop.signal)

  t.equal(status, 130)
  t.ok(Date.now() - startedAt < 4500, 'sooner than the server would have been late')
  t.same(filesBelow(game.home).filter(path => path.endsWith('.tmp')), [], 'and nothing half-written is left')
})

t.test('the password of a file opens the cache, and is nowhere else', { skip: noNginx }, async t => {
  const folder = t.testdir()
  const access = `auth_basic cache; auth_basic_user_file ${folder}/cache-users;`
  const { url } = await startNginx(t, folder, 'PUT', `${davLocation(`${folder}/kept`, 'PUT')} ${access}`)
  // It empties the folder when it starts, and reads these when it is asked.
  writeFileSync(join(folder, 'cache-users'), `farm:{PLAIN}${canary}\n`)
  const game = project(t)
  const tokenFile = join(game.home, '../password')
  const said: string[] = []
  const remote = { url, user: 'farm', tokenFile }
  const told = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await call(game, remote, args)
    said.push(stdout, stderr)
    return stdout + stderr
  }

  writeFileSync(tokenFile, `${canary}\n`)
  const built = await call(game, remote, ['assets', 'build', '--json'])
  said.push(built.stdout, built.stderr)
  t.equal(await sentOf(game, remote, built.stdout), 5)
  t.match(await told('assets', 'plan', '--shards=2', '--json'), /"shards"/)
  game.write({ 'art/orc/a.png': noisePng(20, 30, 3) })
  await told('assets', 'build', '--events')
  await told('assets', 'plan', '--json')
  await told('doctor')
  writeFileSync(tokenFile, `${canary}-of-old`)
  game.write({ 'art/orc/a.png': noisePng(20, 30, 4) })
  t.match(await told('assets', 'build'), /(?:left alone for a while:|of this user) \(?\w+ \S+ 401/)
  await told('doctor', '--json')

  const kept = [...filesBelow(game.home), ...filesBelow(`${folder}/kept`)]
  t.ok(kept.length > 20)
  for (const spelt of [canary, Buffer.from(`farm:${canary}`).toString('base64').slice(0, 30)]) {
    t.same(kept.filter(file => readFileSync(file).includes(spelt)), [])
    t.notOk(said.join('').includes(spelt))
  }
})

t.test('a token goes to the server of the configuration only, wherever that sends who asks', async t => {
  const met: Array<string | undefined> = []
  const other = await listen(
    t,
    createServer((request, response) => {
      met.push(`other ${request.headers.authorization}`)
      response.end()
    })
  )
  const first = await listen(
    t,
    createServer((request, response) => {
      met.push(request.headers.authorization)
      response.writeHead(307, { location: `http://${other}${request.url}` }).end()
    })
  )
  const spoken = createHttp2Server()
  spoken.on('stream', (stream, headers) => {
    met.push(headers.authorization)
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' }, {
      endStream: true
    })
  })
  const grpc = await listen(t, spoken)
  const surroundings = { environment: { TOKEN: canary }, cwd: '/' }
  const blob = { sha256: '0'.repeat(64), size: 1 }
  const { signal } = new AbortController()
  for (const url of [`http://${first}/cache`, `grpc://${grpc}`]) {
    const server = await openServer({ url, access: 'read', tokenFile: 'env:TOKEN' }, surroundings)
    const failure = await server.readAction(blob, signal).then(() => '', String)
    t.match(failure, /307|UNAUTHENTICATED/)
    t.notMatch(failure, canary)
    await server.close()
  }
  t.same(met, [`Bearer ${canary}`, `Bearer ${canary}`])
  const signed = await openServer(
    { url: `http://${first}/cache/?signature=${canary}`, access: 'read' },
    surroundings
  )
  t.equal(signed.place, `http://${first}/cache`)
  await signed.close()
})

t.test('the configuration, the command line and a variable each allow less, and none more', {
  skip: noNginx
}, async t => {
  const { url } = await startNginx(t, t.testdir(), 'PUT')
  const cases: Array<
    [results: number, access: RemoteCacheConfig['access'], args: string[], variable?: string]
  > = [
    [5, 'read-write', []],
    [0, 'read', []],
    [0, 'read', ['--cache=read-write'], 'read-write'],
    [0, 'read-write', ['--cache=read']],
    [0, 'read-write', [], 'read']
  ]
  for (const [index, [results, access, args, variable]] of cases.entries()) {
    const environment = variable === undefined ? {} : { PACKLINE_CACHE: variable }
    const remote = { url: `${url}${index}`, access }
    const game = project(t)
    const { stdout } = await call(game, remote, ['assets', 'build', '--json', ...args], environment)
    t.equal(await sentOf(game, remote, stdout), results, `${access} ${args.join(' ')} ${variable ?? ''}`)
  }
  const remote = { url: 'http://127.0.0.1:9' }
  for (const [args, environment] of [[['--cache=off'], {}], [[], { PACKLINE_CACHE: 'off' }]] as const) {
    const { stdout, stderr } = await call(
      project(t),
      remote,
      ['assets', 'build', '--json', ...args],
      environment
    )
    t.notMatch(stdout + stderr, /sharedCache|shared cache/i, 'nobody was asked')
  }
  t.match(await call(project(t), remote, ['assets', 'build'], { PACKLINE_CACHE: 'all' }), {
    status: 2,
    stderr: /PACKLINE_CACHE is all/
  })
})

t.test('what is wrong with a cache is said in the end, in the language of whoever reads', async t => {
  const answers = async (put: number, get: number, body = ''): Promise<string> =>
    await listen(
      t,
      createServer((request, response) => {
        request.resume().once('end', () => {
          response.writeHead(request.method === 'PUT' ? put : get).end(body)
        })
      })
    )
  const told = async (place: string, LANG: string): Promise<string> =>
    (await call(project(t), { url: `http://${place}/` }, ['assets', 'build'], { LANG })).stderr
  const [refusing, full, lying] = [
    await answers(403, 404),
    await answers(507, 404),
    await answers(200, 200, '<html>Sign in</html>')
  ]

  t.match(await told(refusing, 'C'), /takes no results of this user \(PUT \S+ 403\): "access": "read"/)
  t.match(await told(full, 'C'), /left alone for a while: PUT \S+ 507\.[^]*5 results were not sent/)
  t.match(await told(lying, 'C'), /gave [1-9]\d* wrong answers; none of them was used\./)
  t.match(await told(lying, 'zh_CN.UTF-8'), /暂时不再使用共享缓存 \S+：服务器给出的不是结果 [0-9a-f]{64}。/)
})
