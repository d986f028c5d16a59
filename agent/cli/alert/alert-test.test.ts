import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { alertReceiver } from '../../alert/testing/alert-receiver.js'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'

async function alertTest (t: Test, alerts: object): Promise<CommandResult> {
  const folder = t.testdir({ key: 'routing-secret\n', 'agent.json': JSON.stringify({ alerts }) })
  writeFileSync(join(folder, 'agent.json'), JSON.stringify({ alerts }))
  const environment = {
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_HOME: folder,
    PACKLINE_LANG: 'en'
  }
  return await runPackline({ cwd: folder, environment }, ['alert', 'test', '--json'])
}

t.test('every destination gets an incident that is resolved at once', async t => {
  const receiver = await alertReceiver()
  t.teardown(async () => {
    await receiver.close()
  })
  const { status, stdout } = await alertTest(t, {
    pagerduty: { routingKeyFile: 'key', url: receiver.url },
    webhooks: [{ name: 'chat', url: `${receiver.url}/chat` }]
  })
  t.equal(status, 0)
  t.match(JSON.parse(stdout).results, [{ destination: 'pagerduty', isDelivered: true }, {
    destination: 'chat',
    isDelivered: true
  }])
  t.same(
    receiver.taken.filter(({ path }) => path === '/v2/enqueue').map(({ body }) => [
      body.event_action,
      body.routing_key
    ]),
    [['trigger', 'routing-secret'], ['resolve', 'routing-secret']]
  )
  t.equal(receiver.incidents.open.size, 0)
})

t.test('a destination that refuses or is not there is named, without any secret', async t => {
  const receiver = await alertReceiver(() => 403)
  t.teardown(async () => {
    await receiver.close()
  })
  const { status, stdout, stderr } = await alertTest(t, {
    pagerduty: { routingKeyFile: 'key', url: receiver.url },
    webhooks: [{ name: 'chat', url: 'http://127.0.0.1:1/' }]
  })
  t.equal(status, 3)
  t.match(JSON.parse(stdout).results, [{ isDelivered: false, reason: /status 403/ }, {
    isDelivered: false,
    reason: /ECONNREFUSED|bad port/
  }])
  t.notMatch(stdout + stderr, /routing-secret/)
})

t.test('a configuration without destinations or with mistakes is told', async t => {
  t.match(await alertTest(t, {}), { status: 2, stdout: /ALERT_NO_DESTINATION/ })
  t.match(await alertTest(t, { webhooks: [{ name: 'pagerduty', url: 'http://x/' }] }), {
    status: 2,
    stdout: /CONFIG_INVALID/
  })
  t.match(await alertTest(t, { quietHours: { from: '22:00', to: '08:00', timeZone: 'Mars/Base' } }), {
    status: 2,
    stdout: /time zone/
  })
})
