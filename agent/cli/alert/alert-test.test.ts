import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { RobotStandIn } from '../../notice/testing/robot-stand-in.js'
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

t.test('notify test tries each receiver; notify send writes down what the team is told, once for an id', async t => {
  const robots = await RobotStandIn.start(Date.now)
  t.teardown(async () => {
    await robots.close()
  })
  const receivers = [
    { name: 'qa', service: 'slack', urlFile: 'good' },
    { name: 'leads', service: 'wecom', urlFile: 'bad', language: 'zh-CN' }
  ]
  const folder = t.testdir({
    good: robots.urls.slack,
    bad: `${robots.urls.wecom}-of-old`,
    'agent.json': JSON.stringify({ notices: { receivers } }),
    'none.json': '{}'
  })
  const environment = {
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_LANG: 'en'
  }
  const run = async (...words: string[]) => await runPackline({ cwd: folder, environment }, words)
  const tried = await run('notify', 'test')
  t.equal(tried.status, 3)
  t.match(tried.stderr, /qa: delivered[^]*leads: not delivered: it refused with code 93000/)
  t.notMatch(tried.stderr, /slack-token|wecom-key/)
  t.equal((await run('notify', 'test', '--receiver', 'qa')).status, 0)
  t.match(robots.textsOf('slack'), ['A test of packline: qa gets notices.'])
  t.match(await run('notify', 'test', '--receiver', 'q', '--json'), {
    status: 2,
    stdout: /NOTICE_RECEIVER_UNKNOWN/
  })
  const none = ['notify', 'test', '--json', '--config', join(folder, 'none.json')]
  t.match(await run(...none), { status: 2, stdout: /NOTICE_NO_RECEIVER/ })

  const send = ['notify', 'send', '--game', 'dk', '--json', '--text', 'the build is broken', '--failed']
  const sent = await run(...send, '--url', 'https://ci.example/7', '--id', 'build 7')
  t.match([sent.status, JSON.parse(sent.stdout)], [0, { revision: 1 }])
  t.match(JSON.parse((await run(...send, '--id', 'build 7')).stdout), { revision: 1 })
  t.match(await run(...send, '--url', 'javascript:alert(1)'), { status: 2, stdout: /NOTICE_URL_INVALID/ })
  t.match(await run('notify', 'send', '--game', 'dk', '--json', '--text', ' '), {
    status: 2,
    stdout: /USAGE_MISSING_ARGUMENT/
  })
  t.match((await run('release', 'history', '--game', 'dk', '--json')).stdout, /the build is broken/)
})
