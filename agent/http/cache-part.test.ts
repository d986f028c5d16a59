import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { ActionCache, actionKey } from '../cache/action-cache.js'
import { readRemoteState, writeRemoteState } from '../cache/remote/remote-state.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import type { AgentContext } from '../part.js'
import { cachePart } from './cache-part.js'

t.test('an agent sends what a run had no time to send, when it starts and after each job', async t => {
  const asked: string[] = []
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url?.slice(0, 4)}`)
    request.resume().once('end', () => response.end())
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const home = t.testdir()
  const inputs = { kind: 'test', version: 1, options: {}, inputs: [] }
  const key = actionKey(inputs)
  new ActionCache(join(home, 'cache/ac')).put(key, { inputs, value: 'packed', blobs: {}, durationMs: 1 })
  const leave = (): void => {
    writeRemoteState(home, { place: url, unsent: [{ namespace: 'game', key }] })
  }
  let sent: (() => void) | undefined
  let jobEnds: (() => void) | undefined
  const nextSent = async (): Promise<void> => {
    await new Promise<void>(resolve => {
      sent = resolve
    })
  }
  const quiet = (): void => {}
  const context: Partial<AgentContext> = {
    config: { ...defaultAgentConfig(), cache: { remote: { url, access: 'read-write' } } },
    home,
    cwd: home,
    environment: {},
    now: Date.now,
    signal: new AbortController().signal,
    log: { debug: quiet, warn: quiet, error: quiet, info: () => sent?.() },
    jobs: {
      onEnded: (listener: () => void) => {
        jobEnds = listener
      }
    } as unknown as AgentContext['jobs']
  }

  leave()
  const started = nextSent()
  const part = await cachePart(context as AgentContext)
  await started
  const afterStart = asked.splice(0)
  leave()
  const ended = nextSent()
  jobEnds?.()
  await ended
  await part.close?.()

  // A server that never spoke is asked for a result first.
  t.same(afterStart, ['GET /ac/', 'PUT /ac/'])
  t.same(asked, ['GET /ac/', 'PUT /ac/'])
  t.equal(readRemoteState(home, url).unsent, undefined)
  const readers = { remote: { url, access: 'read' } } as const
  for (const cache of [readers, {}]) {
    const config = { ...defaultAgentConfig(), cache }
    t.notOk('close' in await cachePart({ ...context, config } as AgentContext), 'one that sends nothing')
  }
})
