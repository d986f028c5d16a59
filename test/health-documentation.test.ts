// Takes 26 s.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { alertReceiver } from '../agent/alert/testing/alert-receiver.js'
import { defaultAgentConfig } from '../agent/config/agent-config.js'
import { checkKinds } from '../agent/config/check-kinds.js'
import { until } from './support/processes.js'
import { startedAgent, unlimitedHealth } from './support/started-agent.js'
import { noZooKeeper, ZooKeeperServer } from './support/zookeeper-server.js'

const text = readFileSync(join(import.meta.dirname, '../docs/health.md'), 'utf8')

t.test('the page on health names every check', async t => {
  for (const kind of Object.keys(checkKinds).filter(each => each !== 'silent')) t.match(text, `\`${kind}\``)
})

t.test('each setting that it names exists', async t => {
  const schema = readFileSync(join(import.meta.dirname, '../resources/schema/agent.schema.json'), 'utf8')
  for (
    const name of [
      'failAfter',
      'recoverAfter',
      'silentAfterMs',
      'manageNodes',
      'poorChecks',
      'goodChecks',
      'maxOfflineShare',
      'groupBy',
      'groupMs',
      'quietHours'
    ]
  ) {
    t.match(text, name)
    t.match(schema, `"${name}"`)
  }
})

t.test('every command that it shows runs', async t => {
  const lines = [...text.matchAll(/```sh\n([^]*?)```/g)]
    .flatMap(([, block]) => block!.trim().split('\n'))
    .map(line => [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain!))
  t.ok(lines.length >= 12 && lines.every(([program]) => program === 'packline'))
  const receiver = await alertReceiver()
  t.teardown(async () => {
    await receiver.close()
  })
  const common = {
    health: unlimitedHealth(),
    alerts: { ...defaultAgentConfig().alerts, webhooks: [{ name: 'chat', url: `${receiver.url}/chat` }] }
  }
  const hasZooKeeper = await noZooKeeper() === undefined
  const server = hasZooKeeper ? await ZooKeeperServer.start() : undefined
  t.teardown(async () => {
    await server?.stop()
  })
  const farm = server === undefined
    ? {}
    : { zookeeper: { servers: server.address, chroot: '/farm', sessionTimeoutMs: 4000 } }
  const other = await startedAgent(t, { device: 'mac-02', config: { ...common, ...farm } })
  const own = await startedAgent(t, {
    device: 'mac-03',
    config: {
      ...common,
      ...farm,
      ...hasZooKeeper ? {} : {
        farm: {
          ...defaultAgentConfig().farm,
          agents: [
            other
              .agent
              .address
          ]
        }
      }
    }
  })
  await until(
    'they see each other',
    async () =>
      (JSON.parse((await own.packline('farm', 'list', '--json')).stdout) as { machines: unknown[] })
        .machines
        .length === 2
  )
  for (const [, ...words] of lines) {
    if (words[1] === 'replace' && !hasZooKeeper) continue
    const { status, stderr } = await own.packline(...words)
    t.equal(status, 0, `${words.join(' ')}: ${stderr}`)
  }
  t.ok(receiver.taken.some(({ path }) => path === '/chat'))
})
