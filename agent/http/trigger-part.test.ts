import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { until } from '../../test/support/processes.js'
import { buildApp } from '../app.js'
import { defaultAgentConfig } from '../config/agent-config.js'
import type { AgentConfig } from '../config/agent-schema.js'
import { Redactor } from '../config/redaction.js'
import type { AgentContext } from '../part.js'
import { plainEnvironment, TestRepository } from '../trigger/testing/repositories.js'
import { projectFile, repositoryConfig } from '../trigger/testing/watched-repository.js'
import { repositoryProbe } from '../health/probes/repositories.js'
import { english } from '../messages/testing/english.js'
import { TokenFile } from './tokens.js'
import { triggerPart } from './trigger-part.js'

/**
 * A folder, and what has to end before it goes: tap runs teardowns in order, and the folder's removal is one.
 */
function place (t: Test): { folder: string, closers: Array<() => Promise<void>> } {
  const closers: Array<() => Promise<void>> = []
  t.teardown(async () => {
    for (const close of closers) await close()
  })
  return { folder: t.testdir(), closers }
}

async function open (
  { folder, closers }: ReturnType<typeof place>,
  repositories: AgentConfig['repositories']
) {
  const closing = new AbortController()
  const quiet = (): void => {}
  const context: Partial<AgentContext> = {
    config: { ...defaultAgentConfig(), repositories },
    configFile: join(folder, 'agent.json'),
    home: join(folder, 'home'),
    cwd: folder,
    environment: plainEnvironment,
    redactor: new Redactor(),
    device: 'mac-01',
    now: Date.now,
    signal: closing.signal,
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet }
  }
  const part = await triggerPart(context as AgentContext)
  const tokens = new TokenFile(join(folder, 'tokens.json'), Date.now)
  const app = await buildApp({ http: defaultAgentConfig().http, tokens, hostNames: [], parts: [part] })
  const close = async (): Promise<void> => {
    closing.abort()
    await part.close?.()
    await app.close()
  }
  closers.push(close)
  const status = async () =>
    (await app.inject('/v1/trigger')).json<{ watching: boolean, repositories: Array<Record<string, any>> }>()
  return { app, tokens, status, close, part }
}

t.test("shows the watched repositories to readers, and stands in the interface's description", async t => {
  const { folder, ...rest } = place(t)
  const origin = new TestRepository(join(folder, 'origin.git'))
  const head = origin.commit({ message: 'start', files: { 'packline.json': projectFile } })
  origin.git('update-ref', 'refs/heads/a;b', head)
  const { app, tokens, status, part } = await open({ folder, ...rest }, {
    dk: repositoryConfig(origin.url),
    gone: repositoryConfig(`file://${folder}/none`)
  })

  await until(
    'the first looks',
    async () =>
      (await status()).repositories.every(({ lanes, problem }) => lanes.length > 0 || problem !== null)
  )
  t.match(await status(), {
    watching: true,
    repositories: [
      {
        repository: 'dk',
        url: origin.url,
        problem: null,
        refused: ['a;b'],
        lanes: [{
          branch: 'main',
          pipeline: 'assets',
          head,
          lastGood: null,
          waiting: null,
          run: null,
          culprit: null,
          history: []
        }]
      },
      { repository: 'gone', problem: { code: 'REPOSITORY_COMMAND_FAILED', since: Number }, lanes: [] }
    ]
  })
  const read = async () => await part.repositories?.() ?? []
  t.match(english(await repositoryProbe(read).measure(new AbortController().signal)), [
    { kind: 'repository', name: 'dk', value: 'without a;b', state: undefined },
    { kind: 'repository', name: 'gone', value: 'cannot be read', state: 'warn', problem: /git ls-remote/ }
  ], 'as the health of this machine does, and with it alerts and the farm page')
  const from = async (authorization?: string) =>
    (await app.inject({
      url: '/v1/trigger',
      remoteAddress: '10.0.0.5',
      headers: authorization === undefined ? {} : { authorization }
    }))
      .statusCode
  t.equal(await from(), 401)
  t.equal(await from(`Bearer ${await tokens.add('ci', 'read')}`), 200)
  t.match((await app.inject('/v1/openapi.json')).json(), {
    paths: { '/v1/trigger': { get: { description: 'Role: read', tags: ['trigger'] } } }
  })
})

t.test('shows what was kept while another agent watches', async t => {
  const { folder, ...rest } = place(t)
  const origin = new TestRepository(join(folder, 'origin.git'))
  origin.commit({ message: 'start', files: { 'packline.json': projectFile } })
  const repositories = { dk: repositoryConfig(origin.url) }
  const first = await open({ folder, ...rest }, repositories)
  await until('the first look', async () => (await first.status()).repositories[0]?.lanes.length === 1)
  const second = await open({ folder, ...rest }, repositories)

  t.match(await second.status(), {
    watching: false,
    repositories: [{ repository: 'dk', lanes: [{ branch: 'main' }] }]
  })
  await first.close()
  await until('its turn', async () => (await second.status()).watching)
})

t.test('an agent that watches nothing says so', async t => {
  t.same(await (await open(place(t), {})).status(), { watching: false, repositories: [] })
})
