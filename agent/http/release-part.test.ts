import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import type { Logger } from 'pino'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import { LevelDocuments } from '../coordination/level-documents.js'
import { flip } from '../release/flip.js'
import { author, reviewedWorld } from '../release/testing/release-world.js'
import type { ReleaseStore } from '../release/release-store.js'
import { createLog } from './log.js'
import { releasePart } from './release-part.js'
import { TokenFile } from './tokens.js'

async function open (
  t: Test,
  log?: Logger
): Promise<{ app: Awaited<ReturnType<typeof buildApp>>, store: ReleaseStore }> {
  const home = t.testdir()
  const documents = new LevelDocuments({ folder: join(home, 'documents') })
  const { store } = await reviewedWorld(documents)
  const config = defaultAgentConfig()
  const silent = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
  const part = await releasePart({
    config,
    home,
    cwd: home,
    environment: {},
    log: silent,
    device: 'mac-01',
    signal: new AbortController().signal,
    now: () => Date.parse('2026-01-15T00:00:00Z')
  })
  const app = await buildApp({
    http: config.http,
    tokens: new TokenFile(join(home, 'tokens.json'), Date.now),
    hostNames: [],
    parts: [part],
    ...log !== undefined && { log }
  })
  t.teardown(async () => {
    await app.close()
    await part.close?.()
    await part.close?.()
    await documents.close()
  })
  return { app, store }
}

const inReview = { platform: 'ios', version: '1.1', build: 2, deviceId: 'd' }

t.test('POST /v1/resolve answers at once, and follows a flip', async t => {
  const { app, store } = await open(t)
  const ask = async () =>
    (await app.inject({ method: 'POST', url: '/v1/resolve', payload: { project: 'dk', context: inReview } }))
      .json()

  t.match(await ask(), {
    target: 'review-1',
    environment: 'review-1',
    servers: { GameServer: ['game.review-1.example:7001'] },
    hotUpdate: null,
    reason: { code: 'matched' }
  })
  await flip(store, { ...author, from: 'review-1', to: 'live' })
  let answer = await ask()
  while (answer.environment !== 'production') {
    await new Promise(resolve => {
      setImmediate(resolve)
    })
    answer = await ask()
  }
  t.match(answer, { target: /live|gray-1/ })
})

t.test('the moment can be asked for, and a project without targets has an answer too', async t => {
  const { app } = await open(t)
  const ask = async (payload: object) => await app.inject({ method: 'POST', url: '/v1/resolve', payload })
  t.match(
    (await ask({ project: 'dk', at: '2030-01-01T00:00:00Z', context: { platform: 'android' } })).json(),
    { target: 'live', reason: { code: 'matched' } }
  )
  t.same((await ask({ project: 'other', context: {} })).json(), {
    target: null,
    environment: null,
    servers: {},
    hotUpdate: null,
    reason: { code: 'no-target' }
  })
})

t.test('what is no field of a client or of another type is unknown, and never an error', async t => {
  const { app } = await open(t)
  const ask = async (context: unknown) =>
    await app.inject({ method: 'POST', url: '/v1/resolve', payload: { project: 'dk', context, more: 1 } })
  const nothingKnown = (await ask({})).json()
  t.equal(nothingKnown.target, 'live')
  for (
    const context of [null, [], 'x', 7, { ip: '17.0.0.1' }, { version: 3, platform: null }, {
      build: '3',
      appId: { a: 1 },
      channel: ['x']
    }, { deviceId: 'x'.repeat(20_000), version: [], userId: true }]
  ) {
    const { statusCode, body } = await ask(context)
    const title = JSON.stringify(context).slice(0, 40)
    t.equal(statusCode, 200, title)
    if (!title.includes('deviceId')) t.same(JSON.parse(body), nothingKnown, title)
  }
  t.match((await ask({ ...inReview, extra: null })).json(), { target: 'review-1' }, 'what is known counts')
  t.match(await app.inject({ method: 'POST', url: '/v1/resolve', payload: { context: {} } }), {
    statusCode: 400
  })
  t.match(await app.inject({ method: 'GET', url: '/v1/projects/..%20x/targets' }), { statusCode: 400 })
})

t.test('what clients resolve is no line of the log, and a request that is refused is one', async t => {
  const lines: string[] = []
  const { app } = await open(
    t,
    createLog({
      write: line => {
        lines.push(line)
      }
    })
  )
  const ask = async (payload: object) => await app.inject({ method: 'POST', url: '/v1/resolve', payload })
  t.equal((await ask({ project: 'dk', context: inReview })).statusCode, 200)
  t.same(lines, [])
  t.equal((await ask({ project: 'dk' })).statusCode, 400)
  t.match(lines.map(line => JSON.parse(line)), [{ msg: 'request', path: '/v1/resolve', status: 400 }])
})
