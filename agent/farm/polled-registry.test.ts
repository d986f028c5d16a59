// Takes 9 s.
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { defaultAgentConfig } from '../config/agent-config.js'
import { TokenFile } from '../http/tokens.js'
import { until } from '../../test/support/processes.js'
import { startedAgent } from '../../test/support/started-agent.js'
import type { Self } from './listed-agent.js'
import { PolledRegistry, type PolledOptions } from './polled-registry.js'

const base = defaultAgentConfig()

function registryOf (t: Test, agents: readonly string[], more: Partial<PolledOptions> = {}): PolledRegistry {
  const home = mkdtempSync(join(tmpdir(), 'packline-'))
  const registry = new PolledRegistry({ agents, home, pollMs: 3_600_000, ...more })
  t.teardown(async () => {
    await registry.close()
    rmSync(home, { recursive: true, force: true })
  })
  return registry
}

async function serverAt (t: Test, answer: RequestListener): Promise<string> {
  const server = createServer(answer).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

const seen = async (registry: PolledRegistry): Promise<string> =>
  (await registry.machines())
    .map(({ record, report, isAlive }) =>
      `${record.device} ${report?.grade ?? 'unheard'}${isAlive ? '' : ' gone'}`
    )
    .join(', ')

t.test('a farm of agents in a list: seen from one of them, drained and brought back from there', async t => {
  const others = [
    await startedAgent(t, { device: 'mac-02', config: { labels: ['ios'] } }),
    await startedAgent(t, { device: 'mac-03' })
  ]
  const hub = await startedAgent(t, {
    device: 'mac-01',
    config: { farm: { ...base.farm, pollMs: 1000, agents: others.map(({ agent }) => agent.address) } }
  })
  t.match(JSON.parse((await hub.packline('farm', 'list', '--json')).stdout), {
    machines: [{ device: 'mac-01', grade: 'good' }, {
      device: 'mac-02',
      grade: 'good',
      address: others[0]!.agent.address
    }, { device: 'mac-03', grade: 'good' }],
    warnings: []
  })
  t.match(await hub.packline('farm', 'drain', 'mac-02', '--why', 'new disk'), {
    status: 1,
    stderr: /FARM_CAPACITY_LOST/
  }, 'nobody else has its label')
  t.match(await hub.packline('farm', 'drain', 'mac-02', '--why', 'new disk', '--force'), { status: 0 })
  await until(
    'it says itself that it is drained',
    async () =>
      JSON.parse((await others[0]!.packline('farm', 'list', '--json')).stdout).machines[0].drain?.isDone ===
        true
  )
  t.match(await hub.packline('farm', 'resume', 'mac-02'), { status: 0 })
  t.match(JSON.parse((await hub.packline('farm', 'list', '--json')).stdout).machines[1], {
    device: 'mac-02',
    drain: null
  })
  t.match((await hub.get('/', { 'accept-language': 'en' })).body, /mac-03/)
  t.match((await hub.get('/v1/farm')).json().machines[2], {
    device: 'mac-03',
    day: { grades: /^-+g$/ },
    work: [],
    runs: []
  }, 'with its day and work')
  t.match(await hub.packline('farm', 'remove', 'mac-03', '--why', 'scrapped'), {
    status: 1,
    stderr: /FARM_MACHINE_ALIVE/
  })
  await others[1]!.agent.close()
  await until(
    'its end is seen',
    async () =>
      (await hub.packline('farm', 'remove', 'mac-03', '--why', 'scrapped')).stderr.includes(
        'FARM_STILL_LISTED'
      )
  )
})

t.test('duplicates in the list are one machine and a warning, whatever they are written like', async t => {
  const a = await startedAgent(t, { device: 'mac-01' })
  const b = await startedAgent(t, { device: 'mac-02' })
  const double = await startedAgent(t, { device: 'mac-02' })
  const { address } = b.agent
  const registry = registryOf(t, [
    a.agent.address,
    address,
    `${address}/`,
    address.replace('127.0.0.1', 'localhost'),
    double.agent.address
  ])
  // Every machine may have the same list, with itself in it.
  const { record } = (await a.get('/v1/farm/self')).json() as Self
  await registry.register(record)
  t.equal(await seen(registry), 'mac-01 unheard, mac-02 good')
  t.match(registry.warnings, [
    {
      code: 'FARM_LISTED_TWICE',
      details: { device: 'mac-02', first: address, second: address.replace('127.0.0.1', 'localhost') }
    },
    { code: 'FARM_NAME_TAKEN', details: { device: 'mac-02', silent: double.agent.address } }
  ])
  const hub = await startedAgent(t, {
    device: 'mac-04',
    config: { farm: { ...base.farm, agents: [address, address.replace('127.0.0.1', 'localhost')] } }
  })
  const { status, stdout, stderr } = await hub.packline('farm', 'list')
  t.equal(status, 0)
  t.equal(stdout.match(/mac-02/g)?.length, 1)
  t.match(stderr, /mac-02 is in farm\.agents twice/)
  t.match(
    (await hub.get('/', { 'accept-language': 'zh' })).body,
    /role="alert">mac-02 在 farm\.agents 中出现两次/
  )
})

t.test("another agent under this machine's own name is told, and takes nobody's place", async t => {
  const other = await startedAgent(t, { device: 'mac-01' })
  const registry = registryOf(t, [other.agent.address])
  await registry.register({
    ...((await other.get('/v1/farm/self')).json() as Self).record,
    instance: 'mine',
    labels: ['mine']
  })
  t.match(await registry.machines(), [{ record: { device: 'mac-01', labels: ['mine'] } }])
  t.match(registry.warnings, [{
    code: 'FARM_NAME_TAKEN',
    details: { device: 'mac-01', silent: other.agent.address }
  }])
})

t.test('one that ends is gone and still listed; one that never answered is known by its address until it does', async t => {
  const one = await startedAgent(t, { device: 'mac-02' })
  const { record, report } = (await one.get('/v1/farm/self')).json() as Self
  let isUp = false
  const late = await serverAt(t, (_request, response) => {
    response.writeHead(isUp ? 200 : 500).end(
      JSON.stringify({ record: { ...record, device: 'mac-09' }, report, order: null })
    )
  })
  const registry = registryOf(t, [one.agent.address, late])
  t.equal(await seen(registry), `mac-02 good, ${new URL(late).host} unheard gone`)
  isUp = true
  await one.agent.close()
  await registry.poll()
  t.equal(await seen(registry), 'mac-02 good gone, mac-09 good')
  await t.rejects(registry.setOrder('mac-02', undefined), {
    code: 'AGENT_UNREACHABLE',
    details: { address: one.agent.address }
  })
  await t.rejects(registry.setOrder('nobody', undefined), { code: 'FARM_MACHINE_UNKNOWN' })
})

t.test('what answers as no agent does is a machine that is not there', async t => {
  const answers: RequestListener[] = [
    (_request, response) => {
      response.end('<html>')
    },
    (_request, response) => {
      response.end('null')
    },
    (_request, response) => {
      response.end(JSON.stringify({ record: { device: 5 } }))
    },
    (_request, response) => {
      response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end()
    },
    (_request, response) => {
      const more = (): void => {
        while (response.write('x'.repeat(65_536)));
        response.once('drain', more)
      }
      more()
    }
  ]
  const registry = registryOf(t, await Promise.all(answers.map(async answer => await serverAt(t, answer))))
  t.equal((await registry.machines()).filter(({ isAlive }) => !isAlive).length, answers.length)
})

t.test('agents that want a token get the one of farm.tokenFile', async t => {
  const strict = { http: { ...base.http, localRole: 'none' as const } }
  let secret = ''
  const other = await startedAgent(t, { device: 'mac-02', config: strict })
  secret = await new TokenFile(join(other.home, 'tokens.json'), Date.now).add('hub', 'admin')
  const agents = [other.agent.address]
  t.equal(await seen(registryOf(t, agents)), `${new URL(agents[0]!).host} unheard gone`)
  const hub = await startedAgent(t, {
    device: 'mac-01',
    prepare: home => {
      writeFileSync(join(home, 'token'), secret)
    },
    config: { farm: { ...base.farm, agents, tokenFile: 'token' } }
  })
  t.match(JSON.parse((await hub.packline('farm', 'list', '--json')).stdout).machines, [{ device: 'mac-01' }, {
    device: 'mac-02',
    grade: 'good'
  }])
  const reader = await new TokenFile(join(other.home, 'tokens.json'), Date.now).add('reader', 'read')
  const registry = registryOf(t, agents, { token: reader })
  await registry.poll()
  await t.rejects(registry.setOrder('mac-02', undefined), {
    code: 'FARM_AGENT_REFUSED',
    details: { status: 403 }
  })
})
