// Takes 13 s.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { defaultAgentConfig } from '../../config/agent-config.js'
import type { AgentConfig } from '../../config/agent-schema.js'
import { openDocuments } from '../../coordination/open-documents.js'
import { reviewedWorld } from '../../release/testing/release-world.js'
import { FormVisitor } from '../../../test/support/form-visitor.js'
import { onlineNode, startJenkinsStandIn } from '../../../test/support/jenkins-stand-in.js'
import { until } from '../../../test/support/processes.js'
import { startedAgent, type StartedAgent } from '../../../test/support/started-agent.js'
import { noZooKeeper, ZooKeeperServer } from '../../../test/support/zookeeper-server.js'

interface Machines {
  machines: Array<
    { device: string, grade: string, labels: string[], drain: { why: string, isDone: boolean } | null }
  >
}
const farmOf = async ({ packline }: StartedAgent): Promise<Machines> =>
  JSON.parse((await packline('farm', 'list', '--json')).stdout)

/** A link to a package that one agent makes: as good at the other one, and taken back at both. */
async function linkWorksAtBoth (
  t: Test,
  config: Pick<AgentConfig, 'zookeeper'>,
  one: StartedAgent,
  other: StartedAgent
): Promise<void> {
  const place = { environment: {}, home: one.home, cwd: one.home }
  const documents = await openDocuments({ config: { ...defaultAgentConfig(), ...config }, ...place })
  await reviewedWorld(documents)
  await documents.close()
  const page = `/projects/dk/releases/1.1-2/packages/${'b'.repeat(64)}`
  const made = await one.agent.app.inject({
    method: 'POST',
    url: `/v1${page}/links`,
    headers: { host: 'localhost' },
    payload: { days: 1 }
  })
  const { pathname } = new URL((made.json() as { url: string }).url)
  const statuses = async () =>
    await Promise.all([one, other].map(async each => (await each.get(pathname)).statusCode))
  t.same(await statuses(), [200, 200])
  const visitor = new FormVisitor(other.agent.app)
  const [linkId = ''] = pathname.slice('/install/'.length).split('.')
  t.equal((await visitor.post(`${page}/links/${linkId}/revoke`)).statusCode, 303)
  t.same(await statuses(), [410, 410])
}

const auditOf = ({ home }: StartedAgent): Array<Record<string, unknown>> =>
  readFileSync(join(home, 'audit.jsonl'), 'utf8').trim().split('\n').map(line => JSON.parse(line))

t.test('farm list and health --farm: as JSON, as a table, as a page, and as a condition', async t => {
  const agent = await startedAgent(t, { config: { labels: ['linux'] } })
  t.match(await farmOf(agent), {
    machines: [{ device: 'mac-01', grade: 'good', labels: ['linux'], drain: null }],
    warnings: []
  })
  t.match(await agent.packline('farm', 'list'), {
    status: 0,
    stdout: /^Machine +Address +Model +Grade .*\nmac-01 .* good .* linux +0\n\nSeats .* on this machine/
  })
  t.equal((await agent.packline('health', '--farm')).stdout, (await agent.packline('farm', 'list')).stdout)
  t.match(JSON.parse((await agent.packline('health', '--farm', '--json')).stdout), {
    machines: [{ device: 'mac-01' }]
  })
  t.equal((await agent.packline('health', '--farm', '--require', 'good')).status, 0)
  t.equal((await agent.packline('farm', 'list', '--html', 'farm.html')).status, 0)
  t.match(readFileSync(join(agent.home, 'farm.html'), 'utf8'), /<th scope="row">mac-01<\/th>/)
})

t.test("the table and the page show what Jenkins itself says of a machine's node", async t => {
  const standIn = await startJenkinsStandIn()
  t.teardown(async () => {
    await standIn.close()
  })
  standIn.nodes.set('mac-01', {
    ...onlineNode(),
    temporarilyOffline: true,
    offlineCause: 'Disconnected by ann : fan is <loud>'
  })
  const agent = await startedAgent(t, {
    config: {
      jenkins: {
        url: standIn.url,
        manageNodes: false,
        language: 'en',
        poorChecks: 3,
        goodChecks: 5,
        maxOfflineShare: 0.25
      }
    }
  })
  t.match(await agent.packline('farm', 'list'), {
    status: 0,
    stdout: / Jenkins\nmac-01 .* offline 2023-\d\d-\d\d Disconnected by ann : fan is <loud>\n/
  })
  const told = /offline\s+\d.* Disconnected by ann : fan is &lt;loud&gt;/
  t.match((await agent.get('/?lang=en')).body, told)
  t.equal((await agent.packline('farm', 'list', '--html', 'farm.html')).status, 0)
  t.match(readFileSync(join(agent.home, 'farm.html'), 'utf8'), told)
})

t.test('health --farm --require names the machines that are worse', async t => {
  const agent = await startedAgent(t, {
    config: { farm: { ...defaultAgentConfig().farm, agents: ['http://127.0.0.1:1'], silentAfterMs: 3000 } }
  })
  const { status, stdout } = await agent.packline('health', '--farm', '--require', 'good', '--json')
  t.equal(status, 3)
  t.match(JSON.parse(stdout).error, {
    code: 'FARM_TOO_POOR',
    retryable: true,
    message: /^1 of 2 machines are worse than good: 127\.0\.0\.1:1 (degraded|poor) \(silent\)/
  })
})

t.test('drain and resume: the reason is asked for, capacity is kept, both are audited', async t => {
  const agent = await startedAgent(t, {
    config: { labels: ['only-here'] },
    environment: { BUILD_USER_ID: '李 "li\x07"' }
  })
  t.match(await agent.packline('farm', 'drain', 'mac-01'), { status: 2, stderr: /--why TEXT/ })
  t.match(await agent.packline('farm', 'drain', 'nobody', '--why', 'new disk'), {
    status: 2,
    stderr: /FARM_MACHINE_UNKNOWN/
  })
  t.match(await agent.packline('farm', 'drain', '../x', '--why', 'new disk'), {
    status: 2,
    stderr: /HTTP_BAD_PATH/
  })
  t.match(await agent.packline('farm', 'drain', 'mac-01', '--why', 'new disk', '--json'), {
    status: 1,
    stdout: /FARM_CAPACITY_LOST[^]*only-here/
  })
  t.match(await farmOf(agent), { machines: [{ drain: null }] }, 'what was refused changed nothing')
  t.match(
    await agent.packline('farm', 'drain', 'mac-01', '--why', ' new disk ', '--force', '--deadline', '5m'),
    { status: 0, stdout: 'mac-01 takes nothing new.\n' }
  )
  await until('it is drained', async () => (await farmOf(agent)).machines[0]?.drain?.isDone === true)
  const lease = async (): Promise<{ status: number, stderr: string }> =>
    await agent.packline('licence', 'run', 'texturepacker', '--', 'true')
  t.match(
    await lease(),
    { status: 3, stderr: /mac-01 is being drained by 李 li \(local@mac-01\).*new disk.*FARM_DRAINED/ },
    'processes beside the agent begin nothing that needs a licence'
  )
  t.match(await agent.packline('farm', 'resume', 'mac-01', '--json'), {
    status: 0,
    stdout: /"draining": false/
  })
  t.match(await farmOf(agent), { machines: [{ drain: null }] })
  await until('leases are given again', async () => (await lease()).status === 0)
  t.match(auditOf(agent), [{
    action: 'drain',
    by: '李 li (local@mac-01)',
    from: 'local@mac-01',
    device: 'mac-01',
    details: { why: 'new disk', deadlineMs: 300_000, force: true }
  }, { action: 'resume', by: '李 li (local@mac-01)' }])
})

t.test('without an agent, or without a right, nothing is done and it is said', async t => {
  const agent = await startedAgent(t, {
    config: { http: { ...defaultAgentConfig().http, localRole: 'read' } }
  })
  t.match(await agent.packline('farm', 'drain', 'mac-01', '--why', 'new disk'), {
    status: 2,
    stderr: /HTTP_FORBIDDEN/
  })
  t.match(await agent.packline('farm', 'resume', 'mac-01'), { status: 2, stderr: /HTTP_FORBIDDEN/ })
  await agent.agent.close()
  for (
    const command of [['farm', 'list'], ['health', '--farm'], [
      'farm',
      'drain',
      'mac-01',
      '--why',
      'new disk'
    ], ['farm', 'resume', 'mac-01']]
  ) {
    t.match(await agent.packline(...command), { status: 3, stderr: /AGENT_NONE/ }, command.join(' '))
  }
})

t.test('replace needs ZooKeeper and a reason', async t => {
  const agent = await startedAgent(t)
  t.match(await agent.packline('farm', 'replace', 'mac-01', 'mac-02'), { status: 2, stderr: /--why TEXT/ })
  t.match(await agent.packline('farm', 'replace', 'mac-01', 'mac-02', '--why', 'it is old'), {
    status: 2,
    stderr: /FARM_NEEDS_ZOOKEEPER/
  })
})

t.test('replace: labels, pins and seats go to the new machine, the old one is drained', {
  skip: await noZooKeeper() ?? false
}, async t => {
  const server = await ZooKeeperServer.start()
  t.teardown(async () => {
    await server.stop()
  })
  const { licences } = defaultAgentConfig()
  const config = {
    zookeeper: { servers: server.address, chroot: '/farm', sessionTimeoutMs: 4000 },
    licences: {
      texturepacker: {
        ...licences.texturepacker!,
        mode: 'pinned' as const,
        devices: ['mac-old', 'linux-03'],
        seats: 2
      }
    }
  }
  const leaving = await startedAgent(t, {
    device: 'mac-old',
    config: { ...config, labels: ['macos', 'texturepacker'] }
  })
  const coming = await startedAgent(t, { device: 'mac-new', config: { ...config, labels: ['macos'] } })
  await until('both are seen', async () => (await farmOf(coming)).machines.length === 2)
  t.match(await coming.packline('farm', 'replace', 'mac-old', 'mac-new', '--why', 'it is old'), {
    status: 0,
    stdout: /labels macos, texturepacker; licences texturepacker/
  })
  await until('labels arrive and the old one is drained', async () => {
    const { machines } = await farmOf(coming)
    return machines.find(({ device }) => device === 'mac-new')?.labels.includes('texturepacker') === true &&
      machines.find(({ device }) => device === 'mac-old')?.drain?.isDone === true
  })
  t.match(JSON.parse((await coming.packline('licence', 'status', '--json')).stdout), {
    licences: [{ devices: ['linux-03', 'mac-new'] }]
  })
  await linkWorksAtBoth(t, config, leaving, coming)
  await server.crash()
  await until('it is blind', async () => (await coming.get('/v1/farm')).json().blindSince !== null)
  const blind = await coming.packline('farm', 'list')
  t.match(blind, {
    status: 0,
    stdout: /mac-new .* (?:good|degraded) [^]*mac-old .* (?:good|degraded) /,
    stderr: /^Blind since 20\S+Z: ZooKeeper/
  })
  t.match((await farmOf(coming)).machines.map(each => (each as { blindSince?: unknown }).blindSince), [
    null,
    /^20/
  ])
  t.match((await coming.get('/?lang=en')).body, /Blind since 20[^]*<tr id="machine-mac-old" class="blind"/)
  await server.launch()
  await server.untilReady(60_000)
  await until('it sees again', async () => (await coming.get('/v1/farm')).json().blindSince === null)
  t.match(await coming.packline('farm', 'remove', 'mac-old', '--why', 'scrapped'), {
    status: 1,
    stderr: /FARM_MACHINE_ALIVE/
  })
  t.match(await coming.packline('farm', 'remove', 'mac-old'), { status: 2, stderr: /--why TEXT/ })
  await leaving.agent.close()
  await until(
    'its end is seen',
    async () => (await coming.packline('farm', 'remove', 'mac-old', '--why', 'scrapped')).status === 0
  )
  await until('it is forgotten', async () => (await farmOf(coming)).machines.length === 1)
  t.match(auditOf(coming).filter(({ device }) => device === 'mac-old'), [{
    action: 'replace',
    device: 'mac-old',
    details: { to: 'mac-new', why: 'it is old' }
  }, { action: 'remove', device: 'mac-old', details: { why: 'scrapped' } }])
})
