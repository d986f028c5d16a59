import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'
import { until } from '../../../test/support/processes.js'
import { startedAgent, unlimitedHealth } from '../../../test/support/started-agent.js'
import { parseAgentConfig } from '../../config/agent-config-check.js'
import { keyword, RobotStandIn } from '../../notice/testing/robot-stand-in.js'

/** The command line on a machine where these are the only programs. */
function machine (
  t: Test,
  config: object,
  programs: Record<string, string> = {},
  variables: Record<string, string> = {},
  endpoint?: string
): (...argv: string[]) => Promise<CommandResult> {
  const folder = t.testdir()
  mkdirSync(join(folder, 'bin'))
  for (const [name, script] of Object.entries(programs)) {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }
  // Load and temperature are this machine's own affair.
  const limits = Object.fromEntries(
    ['load', 'latency', 'memory', 'swapping', 'disk'].map(kind => [kind, { warn: null, fail: null }])
  )
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({ device: 'mac-01', workspaces: [join(folder, 'work')], health: { limits }, ...config })
  )
  const environment = {
    PATH: join(folder, 'bin'),
    HOME: folder,
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: 'en',
    ...variables
  }
  if (endpoint !== undefined) {
    mkdirSync(join(folder, 'home'))
    writeFileSync(join(folder, 'home', 'agent-endpoint.json'), endpoint)
  }
  return async (...argv) => {
    return await runPackline({ cwd: folder, environment }, argv)
  }
}

const git = { git: 'echo git version 2.39.5' }

t.test('health looks once where no agent is up, and says so', async t => {
  const packline = machine(t, {}, git)
  const { status, stdout, stderr } = await packline('health', '--json')
  const health = JSON.parse(stdout)
  t.equal(status, 0)
  t.match(health, { source: 'here', device: 'mac-01', grade: 'good', reasons: [], facts: { cores: Number } })
  t.match(health.checks.find(({ id }: { id: string }) => id === 'tool.git'), {
    value: '2.39.5',
    state: 'ok',
    hint: null
  })
  t.ok(
    health.checks.some(({ id }: { id: string }) => id === 'mount.workspace'),
    'the kind of file system is part of it'
  )
  t.match(stderr, /No agent is up/)
})

t.test('health --require refuses a machine that is worse, in a way that lets Jenkins go elsewhere', async t => {
  const packline = machine(t, { labels: ['texturepacker'] }, git)
  const { status, stdout } = await packline('health', '--require', 'good', '--json')
  t.equal(status, 3)
  t.match(JSON.parse(stdout).error, {
    code: 'HEALTH_TOO_POOR',
    retryable: true,
    message: /mac-01 is degraded.*tool\.texturepacker/
  })
  t.equal((await packline('health', '--require', 'degraded')).status, 0)
})

t.test('health shows what the agent says, poor or not, and refuses what is no agent', async t => {
  let answer = JSON.stringify({
    device: 'mac-07',
    grade: 'poor',
    since: '2026-01-01T00:00:00.000Z',
    reasons: [],
    checks: [],
    facts: null
  })
  const server: Server = createServer((_request, response) => {
    response.writeHead(503).end(answer)
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
  })
  const PACKLINE_AGENT = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const packline = machine(t, {}, {}, { PACKLINE_AGENT })
  t.match(JSON.parse((await packline('health', '--json')).stdout), {
    source: 'agent',
    device: 'mac-07',
    grade: 'poor'
  })
  t.match((await packline('health')).stdout, /mac-07: poor/)
  t.match(await packline('health', '--require', 'degraded'), { status: 3, stderr: /HEALTH_TOO_POOR/ })
  for (
    const other of [
      '<html>',
      '{"ok":true}',
      'null',
      JSON.stringify({ error: { code: 'SOMETHING', details: {} } })
    ]
  ) {
    answer = other
    t.match(await packline('health'), { status: 3, stderr: /AGENT_ANSWER_INVALID/ }, other)
  }
})

t.test('an agent that was killed is none; one that was named has to be there', async t => {
  const endpoint = JSON.stringify({ address: 'http://127.0.0.1:1' })
  const packline = machine(t, {}, git, {}, endpoint)
  t.match(JSON.parse((await packline('health', '--json')).stdout), { source: 'here' })
  t.match(await packline('health', '--farm', '--json'), { status: 3, stdout: /AGENT_UNREACHABLE/ })
  t.match(await machine(t, {}, git, { PACKLINE_AGENT: 'http://127.0.0.1:1' })('health'), {
    status: 3,
    stderr: /AGENT_UNREACHABLE/
  })
})

t.test('doctor names what is missing and the command that mends it', async t => {
  const packline = machine(t, {
    labels: ['texturepacker'],
    jenkins: { url: 'http://127.0.0.1:9', tokenFile: 'no-such-file' },
    cache: { remote: { url: 'http://127.0.0.1:9/cache', tokenFile: 'no-such-password' } }
  })
  const { status, stdout } = await packline('doctor', '--json')
  const { findings } = JSON.parse(stdout) as {
    findings: Array<{ id: string, state: string, command?: string, hint?: string }>
  }
  const of = (id: string) => findings.find(each => each.id === id)
  t.equal(status, 3)
  t.match(of('tool.git'), {
    state: 'warn',
    hint: /doctor/,
    ...process.platform === 'linux' ? { command: 'sudo apt install git' } : {}
  })
  t.match(of('tool.texturepacker'), { state: 'warn' })
  t.match(of('jenkins.tokenFile'), { state: 'fail', value: /no-such-file/ })
  t.match(of('cache.remote.tokenFile'), { state: 'warn', value: /no-such-password/ })
  t.match(of('service.jenkins'), { state: 'warn' })
  t.match(of('agent'), { state: 'warn', command: 'packline serve' })
  t.match(
    (await packline('doctor')).stdout,
    /^! {2}tool\.git +Tool \(git\): –\n[^]*^tool\.git\n {2}.*\n {2}\$ sudo apt install git$/m
  )
})

t.test('doctor is content with a machine that has everything', async t => {
  const { status, stdout, stderr } = await machine(t, {}, git)('doctor')
  t.equal(status, 0)
  t.match(stdout, /✓ {2}tool\.git +2\.39\.5/)
  t.match(stderr, /1 finding\./, 'there is no agent')
})

t.test('doctor tells of robots that refuse, as the running agent knows them', async t => {
  const robots = await RobotStandIn.start(Date.now)
  t.teardown(async () => {
    await robots.close()
  })
  const receivers = [
    { name: 'qa', service: 'dingtalk', urlFile: 'dingtalk', secretFile: 'wrong', keyword },
    { name: 'art', service: 'slack', urlFile: 'slack' }
  ]
  const text = JSON.stringify({ notices: { collectMs: 0, receivers } })
  const { notices } = parseAgentConfig('agent.json', Buffer.from(text))
  const { get, packline } = await startedAgent(t, {
    config: { notices, health: unlimitedHealth({ failAfter: 1 }) },
    prepare: home => {
      const files = { ...robots.urls, wrong: 'another secret', 'packline.json': '{ "project": "dk" }' }
      for (const [name, content] of Object.entries(files)) writeFileSync(join(home, name), content)
    }
  })
  const send = async (): Promise<unknown> => await packline('notify', 'send', '--text', 'the build is broken')
  const lines = async (): Promise<string> => (await packline('doctor')).stdout
  t.match(await lines(), /✓ {2}notice\.art +told\n✓ {2}notice\.qa +told\n/)
  await until('a finding', async () => {
    await send()
    const { checks } = (await get('/health')).json<{ checks: Array<{ id: string, state: string }> }>()
    return checks.some(({ id, state }) => id === 'notice.qa' && state === 'warn')
  })
  const told = await lines()
  t.match(
    told,
    /✓ {2}notice\.art +told\n! {2}notice\.qa +Notices \(qa\): not told\n[^]*^notice\.qa\n {2}.*sign not match/m
  )
  t.notMatch(told, /dingtalk-token|another secret/)
})
