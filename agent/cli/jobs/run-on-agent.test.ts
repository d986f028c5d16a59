import { once } from 'node:events'
import { createServer } from 'node:http'
import type { RequestListener, Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import t from 'tap'
import type { Test } from 'tap'
import { writeEndpoint } from '../../jobs/endpoint.js'
import { packlineVersion } from '../../version.js'
import type { CommandContext } from '../command.js'
import { connectAgent, restartMs } from './connect.js'
import { runOnAgent } from './run-on-agent.js'

/** A command of a user whose agent is, or was, the one that the tests write down. */
function commandOf (t: Test, environment: Record<string, string> = {}) {
  const home = t.testdir()
  const stderr = new PassThrough().setEncoding('utf8')
  let told = ''
  stderr.on('data', (text: string) => {
    told += text
  })
  const context: CommandContext = {
    environment: { PACKLINE_HOME: home, ...environment },
    cwd: home,
    locale: 'en',
    signal: AbortSignal.timeout(60_000),
    stdout: new PassThrough(),
    stderr
  }
  const build = async () =>
    await runOnAgent(context, { kind: 'assets', workspace: home, parameters: {} }, undefined, () => {})
  /** Until the command has said something. */
  const says = async (): Promise<void> => {
    if (told === '') await once(stderr, 'data')
  }
  return { home, context, build, says, told: () => told }
}

/** What an agent answers that takes every job and has done it; it wants `token`. */
function worker (token: string): RequestListener {
  return (request, response) => {
    if (request.headers.authorization !== `Bearer ${token}`) {
      response.writeHead(401).end(
        '{"error":{"code":"HTTP_UNAUTHORIZED","details":{"method":"GET","path":"/"}}}'
      )
    } else if (request.method === 'POST') response.writeHead(201).end('{"id":"7"}')
    else response.end('{"type":"ended","state":"done","exitStatus":0}\n')
  }
}

async function listening (t: Test, listener: RequestListener): Promise<Server & { address: string }> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  return Object.assign(server, { address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` })
}

const done = { id: '7', state: 'done', exitStatus: 0 }

t.test('who comes while the agent is restarted waits for the next one, and not for ever', async t => {
  const { home, context, build, says, told } = commandOf(t)
  const before = await writeEndpoint(home, { address: 'http://127.0.0.1:9', version: packlineVersion })
  await before.leave(Date.now())
  const building = build()
  await says()
  const { address } = await listening(t, worker('second'))
  await writeEndpoint(home, { address, token: 'second', version: packlineVersion })
  t.same(await building, done)
  t.equal(told(), 'The agent is being restarted; waiting for it…\n', 'once')

  const late = await writeEndpoint(home, { address, version: packlineVersion })
  await late.leave(Date.now() - restartMs - 1)
  t.equal(await connectAgent(context), undefined, 'nobody comes any more')
  t.match(
    await connectAgent({ ...context, environment: { ...context.environment, PACKLINE_AGENT: address } }),
    { isNamed: true },
    'the agent that was named is asked all the same'
  )
})

t.test('an agent that leaves between being found and being asked costs no job', async t => {
  const { home, build, says, told } = commandOf(t)
  const next = await listening(t, worker('second'))
  const { address } = await listening(t, (request, response) => {
    own.leave(Date.now()).then(() => response.destroy(), t.bailout)
  })
  const own = await writeEndpoint(home, { address, token: 'first', version: packlineVersion })
  const building = build()
  await says()
  await writeEndpoint(home, { address: next.address, token: 'second', version: packlineVersion })
  t.same(await building, done)
  t.notMatch(told(), /without the agent/)
})

t.test('one that takes its place at the same address has another token', async t => {
  const { home, build, told } = commandOf(t)
  const take = worker('second')
  const { address } = await listening(t, (request, response) => {
    const isFirst = request.headers.authorization === 'Bearer first'
    const come = isFirst
      ? writeEndpoint(home, { address, token: 'second', version: packlineVersion })
      : Promise.resolve()
    come.then(() => {
      take(request, response)
    }, t.bailout)
  })
  await writeEndpoint(home, { address, token: 'first', version: packlineVersion })
  t.same(await build(), done)
  t.notMatch(told(), /without the agent/)
})

t.test('an agent that was killed, or is of another contract, leaves the work to a command that named none', async t => {
  const { home, build, told } = commandOf(t)
  const { address } = await listening(t, worker('a token of somebody else'))
  await writeEndpoint(home, { address: 'http://127.0.0.1:9', version: packlineVersion })
  t.equal(await build(), undefined)
  t.match(told(), /^Running here without the agent: The agent at http:\/\/127\.0\.0\.1:9 does not answer/)
  await writeEndpoint(home, { address, version: packlineVersion })
  t.equal(await build(), undefined)
  await writeEndpoint(home, { address, version: '99.0.0' })
  t.equal(await build(), undefined)
  t.match(told(), /without the agent: The agent of this machine runs packline 99\.0\.0/)
  const named = commandOf(t, { PACKLINE_AGENT: address })
  await writeEndpoint(named.home, { address, version: '99.0.0' })
  await t.rejects(named.build(), { code: 'AGENT_VERSION_DIFFERS' })
})
