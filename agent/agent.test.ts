// Takes 7 s.
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { request } from 'node:http'
import type { RequestOptions } from 'node:http'
import { request as tlsRequest } from 'node:https'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { CertificateAuthority, noCertificates } from '../test/support/certificates.js'
import { silent } from '../test/support/started-agent.js'
import { startAgent } from './agent.js'
import type { Part } from './part.js'
import { defaultAgentConfig } from './config/agent-config.js'
import type { AgentConfig } from './config/agent-schema.js'
import { PacklineError } from './errors.js'

/** The path of a socket has at most 103 bytes. */
function shortFolder (t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'packline-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true })
  })
  return folder
}

async function start (t: Test, config: Partial<AgentConfig>, openers?: Parameters<typeof startAgent>[1]) {
  const home = shortFolder(t)
  const agent = await startAgent({
    config: { ...defaultAgentConfig(), ...config },
    configFile: join(home, 'agent.json'),
    home,
    cwd: home,
    environment: {},
    device: 'mac-01',
    log: silent,
    now: Date.now,
    end () {}
  }, openers)
  t.teardown(async () => await agent.close())
  return agent
}

async function get (
  options: RequestOptions & { ca?: string, cert?: string, key?: string },
  send: typeof request = request
): Promise<{ status: number, body: string }> {
  return await new Promise((resolve, reject) => {
    send({ path: '/v1/agent', ...options }, response => {
      let body = ''
      response
        .setEncoding('utf8')
        .on('data', (text: string) => {
          body += text
        })
        .on('end', () => {
          resolve({ status: response.statusCode!, body })
        })
    })
      .on('error', reject)
      .end()
  })
}

t.test("tells who it is, on a port and on a socket that is its user's only", async t => {
  const agent = await start(t, { listen: '127.0.0.1:0', labels: ['linux'] })
  t.match(agent.address, /^http:\/\/127\.0\.0\.1:\d+$/)
  const { status, body } = await get({ port: new URL(agent.address).port })
  t.equal(status, 200)
  t.match(JSON.parse(body), { device: 'mac-01', labels: ['linux'], pid: process.pid })

  const path = join(shortFolder(t), 'deep', 'agent.sock')
  const other = await start(t, { listen: path })
  t.equal(other.address, `unix:${path}`)
  t.equal(statSync(path).mode & 0o077, 0)
  t.equal((await get({ socketPath: path })).status, 200)
})

t.test("the socket of a killed agent is in nobody's way, that of a living one is", async t => {
  const path = join(shortFolder(t), 'agent.sock')
  const server = createServer().listen(path)
  await once(server, 'listening')
  await t.rejects(start(t, { listen: path }), { code: 'AGENT_LISTEN_FAILED' })
  server.close()
  spawnSync(process.execPath, [
    '-e',
    `require('net').createServer().listen(${
      JSON.stringify(path)
    }, () => process.kill(process.pid, 'SIGKILL'))`
  ])
  t.ok(statSync(path).isSocket())
  await start(t, { listen: path })
  await t.rejects(start(t, { listen: `/${'a'.repeat(200)}` }), {
    code: 'AGENT_LISTEN_FAILED',
    details: { reason: /103 bytes/ }
  })
})

t.test('a place that others reach needs tokens', async t => {
  for (const listen of ['0.0.0.0:0', '[::]:0', '10.0.0.5:0']) {
    await t.rejects(start(t, { listen }), { code: 'AGENT_NEEDS_TOKENS' }, listen)
  }
})

t.test('a port in use is one clear error, and what was opened is closed again', async t => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as { port: number }
  const ended: string[] = []
  const part = (name: string) => async (): Promise<Part> => ({
    name,
    close: async () => {
      ended.push(name)
    }
  })
  await t.rejects(start(t, { listen: `127.0.0.1:${port}` }, [part('first'), part('second')]), {
    code: 'AGENT_LISTEN_FAILED',
    details: { address: `127.0.0.1:${port}` }
  })
  t.same(ended, ['second', 'first'])
  await t.rejects(
    start(t, {}, [part('third'), async () => {
      throw new PacklineError('DOCUMENTS_LOCKED', { folder: 'documents', holder: 1, waitedMs: 0 })
    }]),
    { code: 'DOCUMENTS_LOCKED' }
  )
  t.same(ended.slice(2), ['third'])
})

t.test('speaks TLS, and asks for client certificates where it is told to', {
  skip: noCertificates() ?? false
}, async t => {
  const folder = t.testdir()
  const [farm, stranger] = [
    new CertificateAuthority(folder, 'farm'),
    new CertificateAuthority(folder, 'stranger')
  ]
  const server = farm.issue('agent', 'IP:127.0.0.1')
  const [ours, theirs] = [farm.issue('ci', 'DNS:ci'), stranger.issue('evil', 'DNS:ci')]
  const http = (tls: object, localRole: 'none' | 'admin'): AgentConfig['http'] => ({
    ...defaultAgentConfig().http,
    localRole,
    tls: { cert: server.certFile, key: server.keyFile, clientRole: 'read', ...tls }
  })
  const call = async (address: string, client?: { cert: string, key: string }) =>
    (await get(
      { host: '127.0.0.1', port: new URL(address).port, ca: farm.cert, agent: false, ...client },
      tlsRequest as never
    ))
      .status

  const plain = await start(t, { listen: '127.0.0.1:0', http: http({}, 'admin') })
  t.match(plain.address, /^https:/)
  t.equal(await call(plain.address), 200)
  await t.rejects(get({ port: new URL(plain.address).port }), 'plain HTTP')

  const mutual = await start(t, { listen: '127.0.0.1:0', http: http({ clientCa: farm.certFile }, 'none') })
  t.equal(await call(mutual.address, ours), 200)
  await t.rejects(call(mutual.address, theirs))
  await t.rejects(call(mutual.address))
  await t.rejects(start(t, { http: http({ cert: 'none.pem' }, 'none') }), { code: 'CONFIG_SECRET_MISSING' })
})
