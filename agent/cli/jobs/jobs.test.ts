// Takes 48 s.
import { once } from 'node:events'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { Machine, buildPackline } from '../../../test/support/agent-process.js'
import { CertificateAuthority, noCertificates } from '../../../test/support/certificates.js'
import { lockFile } from '../../files/file-lock.js'
import type { Job } from '../../jobs/job.js'

t.setTimeout(600_000)
buildPackline()

async function jobsOf ({ address }: { address: string }): Promise<Job[]> {
  return (await (await fetch(`${address}/v1/jobs`)).json() as { jobs: Job[] }).jobs
}

async function runningJob (agent: { address: string }): Promise<Job> {
  for (;;) {
    const job = (await jobsOf(agent)).find(({ state }) => state === 'running')
    if (job !== undefined) return job
    await delay(20)
  }
}

/** A job that its own process works on: an agent that dies before that begins it anew. */
async function workingJob (agent: { address: string }): Promise<Job> {
  const job = await runningJob(agent)
  for (;;) {
    const events = await (await fetch(`${agent.address}/v1/jobs/${job.id}/events?follow=false`)).text()
    const types = [...events.matchAll(/"type":"([^"]+)"/g)].map(([, type]) => type)
    if (types.some(type => type !== 'accepted' && type !== 'started')) return job
    await delay(20)
  }
}

t.test('a build is a job of the agent that is up, and looks as it does without one', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const alone = await machine.run(['assets', 'build', '--json', '--only', 'units'], { cwd: game })
  t.equal(alone.status, 0)
  t.notMatch(alone.stderr, /Job/)

  const agent = await machine.serve()
  const handed = await machine.run(['assets', 'build', '--json'], { cwd: game })
  t.equal(handed.status, 0, handed.stderr)
  t.same(
    Object.keys(JSON.parse(handed.stdout) as object).sort(),
    Object.keys(JSON.parse(alone.stdout) as object).sort()
  )
  t.match(handed.stderr, /Job \w+ \(assets\)[^]*done in/)
  t.ok(existsSync(join(game, 'build/res')))

  const events = await machine.run(['assets', 'build', '--events'], { cwd: game })
  const told = events.stdout.trim().split('\n').map(line => JSON.parse(line) as { type: string, at?: string })
  const types = told.map(({ type }) => type)
  t.ok(
    told.every(({ type, at }) => type === 'report' || Date.parse(at ?? '') > 0),
    'every event tells its moment'
  )
  t.equal(types[0], 'accepted')
  t.equal(types.at(-1), 'report')
  const wrong = await machine.run(['assets', 'build', '--only', 'nonsense', '--json'], { cwd: game })
  t.equal(wrong.status, 2)
  t.match(wrong.stderr, /PLAN_UNKNOWN_RULE/)
  t.match(JSON.parse(wrong.stdout), { errors: [{ code: 'PLAN_UNKNOWN_RULE' }] })
  t.equal(
    (JSON.parse((await machine.run(['jobs', 'list', '--json'])).stdout) as { jobs: Job[] }).jobs.length,
    3
  )
  await machine.run(['assets', 'build', '--local'], { cwd: game })
  t.equal((await jobsOf(agent)).length, 3, '--local goes around the agent')
})

t.test('an agent that nobody named is not needed; one that was named is', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const build = async (agent = '') =>
    await machine.run(['assets', 'build', '--only', 'units'], {
      cwd: game,
      environment: { PACKLINE_AGENT: agent }
    })
  t.match(await build('http://127.0.0.1:9'), { status: 3, stderr: /AGENT_UNREACHABLE/ })
  t.match(await build('nonsense'), { status: 2, stderr: /USAGE_BAD_VALUE/ })
  t.match(await machine.run(['jobs', 'list']), { status: 3, stderr: /AGENT_NONE/ })

  machine.configure({ workspaces: [] })
  const { child, address } = await machine.serve()
  t.match(await build(), { status: 0, stderr: /Running here without the agent: The agent may not work in/ })
  t.match(await build(address), { status: 2, stderr: /JOB_WORKSPACE_NOT_ALLOWED/ })
  t.match(await build('none'), { status: 0 })
  child.kill('SIGKILL')
  await once(child, 'exit')
  t.match(await build(), {
    status: 0,
    stderr: /Running here without the agent: The agent at .* does not answer/
  })
})

t.test('a signal to the follower cancels its job', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const agent = await machine.serve()
  const { child, ended } = machine.start(['assets', 'build', '--json'], { cwd: game })
  const { id } = await runningJob(agent)
  child.kill('SIGTERM')
  const { status, stdout } = await ended
  t.equal(status, 130)
  t.match(JSON.parse(stdout), { error: { code: 'INTERRUPTED' } })
  t.match((await jobsOf(agent))[0], { id, state: 'cancelled' })
  t.notOk(existsSync(join(game, 'build/res')), 'nothing was published')
})

t.test('a follower that vanishes leaves its job alone, and another finds it by its key', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const agent = await machine.serve()
  const { child, ended } = machine.start(['assets', 'build', '--key', 'jenkins-game-7-1'], { cwd: game })
  const { id } = await runningJob(agent)
  child.kill('SIGKILL')
  await ended
  const again = await machine.run(['assets', 'build', '--json'], {
    cwd: game,
    environment: { PACKLINE_JOB_KEY: 'jenkins-game-7-1' }
  })
  t.equal(again.status, 0, again.stderr)
  t.match(await jobsOf(agent), [{ id, state: 'done', attempt: 1 }])
  t.match(
    await machine.run(['assets', 'build', '--key', 'jenkins-game-7-1', '--only', 'units'], { cwd: game }),
    { status: 2, stderr: /JOB_KEY_REUSED/ }
  )
  t.match(await machine.run(['jobs', 'follow', '--key', 'jenkins-game-7-1']), {
    status: 0,
    stderr: /done in/
  })
  t.match(await machine.run(['jobs', 'show', id]), { status: 0, stdout: /State +done/ })
  t.match(await machine.run(['jobs', 'show']), { status: 2, stderr: /ID \| --key KEY/ })
})

t.test('a build goes on when its agent is killed and started again', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const first = await machine.serve()
  const { ended } = machine.start(['assets', 'build', '--json'], { cwd: game })
  const { id } = await workingJob(first)
  first.child.kill('SIGKILL')
  await first.ended
  const agent = await machine.serve()
  const { status, stdout, stderr } = await ended
  t.equal(status, 0, stderr)
  t.match(JSON.parse(stdout), { status: 'done' })
  t.match(await jobsOf(agent), [{ id, state: 'done', attempt: 1 }])
})

t.test('jobs cancel ends a job, and its follower says so', async t => {
  const machine = new Machine(t)
  const game = machine.addGame()
  const agent = await machine.serve()
  // Builds of this project wait, and so are there to be cancelled.
  const lock = await lockFile(join(game, 'build/.packline/res/lock'), {
    signal: new AbortController().signal,
    command: 'this test'
  })
  t.teardown(() => {
    lock.close()
  })
  const { ended } = machine.start(['assets', 'build', '--json'], { cwd: game })
  const { id } = await runningJob(agent)
  t.match(await machine.run(['jobs', 'cancel', id]), { status: 0 })
  t.match(await ended, { status: 130, stderr: /JOB_CANCELLED/ })
  const others = machine.start(['assets', 'build', '--json'], { cwd: game })
  const other = await runningJob(agent)
  t.match(await machine.run(['jobs', 'cancel', id, '--all']), { status: 2 })
  t.match(await machine.run(['jobs', 'cancel', '--workspace', '.'], { cwd: game }), {
    status: 0,
    stderr: other.id
  })
  t.match(await others.ended, { status: 130 })
})

t.test('the agent ends when it is told to, after the jobs that run', async t => {
  const machine = new Machine(t, { http: { localRole: 'admin' } })
  const game = machine.addGame()
  const agent = await machine.serve()
  const build = machine.start(['assets', 'build'], { cwd: game })
  await runningJob(agent)
  t.equal(
    (await fetch(`${agent.address}/v1/agent/drain`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}'
    }))
      .status,
    202
  )
  const drain = machine.start(['serve', '--drain'])
  t.match(await machine.run(['assets', 'build', '--key', 'late'], { cwd: game }), {
    status: 3,
    stderr: /AGENT_DRAINING/
  })
  t.match(await build.ended, { status: 0 })
  t.match(await drain.ended, { status: 0, stderr: /has ended/ })
  t.match(await agent.ended, { status: 0 })
})

t.test('jobs go on while the agent is restarted, and who hands one in waits for the next agent', async t => {
  const machine = new Machine(t)
  const [game, other] = [machine.addGame(), machine.addGame('other')]
  const first = await machine.serve()
  const build = machine.start(['assets', 'build'], { cwd: game })
  const { id } = await runningJob(first)
  const drain = machine.start(['serve', '--drain', '--leave-running'])
  t.match(await drain.ended, { status: 0, stderr: /has ended/ })
  await first.ended
  const waiting = machine.start(['assets', 'build', '--only', 'units'], { cwd: other })
  await once(waiting.child.stderr!, 'data')
  // As an update leaves it: a command of the version before follows its job to the end.
  const agent = await machine.serve()
  t.match(await build.ended, { status: 0 })
  t.match(await waiting.ended, { status: 0, stderr: /is being restarted; waiting for it…\nJob/ })
  t.match((await jobsOf(agent)).find(job => job.id === id), { state: 'done', attempt: 1 })
  t.equal((await jobsOf(agent)).length, 2)
})

t.test('an agent elsewhere is reached by token, and its own certificate is enough here', {
  skip: noCertificates() ?? false
}, async t => {
  const machine = new Machine(t)
  const authority = new CertificateAuthority(machine.folder, 'farm')
  const { certFile, keyFile } = authority.issue('agent', 'DNS:agent.example')
  const game = machine.addGame()
  machine.configure({ http: { localRole: 'none', tls: { cert: certFile, key: keyFile } } })
  const { address } = await machine.serve()
  t.match(address, /^https:/)
  const build = async (environment: NodeJS.ProcessEnv) =>
    await machine.run(['assets', 'build', '--only', 'units'], {
      cwd: game,
      environment: { PACKLINE_AGENT: address, ...environment }
    })
  t.match(await build({}), { status: 0, stderr: /Job/ }, "the agent's own user needs none")
  t.match(await build({ PACKLINE_AGENT_TOKEN: 'x'.repeat(43) }), { status: 2, stderr: /HTTP_UNAUTHORIZED/ })
  const reader = (await machine.run(['token', 'add', 'reader'])).stdout.trim()
  t.match(await build({ PACKLINE_AGENT_TOKEN: reader }), { status: 2, stderr: /HTTP_FORBIDDEN/ })
  writeFileSync(
    join(machine.folder, 'token'),
    (await machine.run(['token', 'add', 'ci', '--role', 'build'])).stdout
  )
  t.match(await build({ PACKLINE_AGENT_TOKEN_FILE: join(machine.folder, 'token') }), {
    status: 0,
    stderr: /Job/
  })
  t.match(await machine.run(['token', 'list']), { stdout: /reader +read\nci +build\n/ })
  t.match(await machine.run(['token', 'remove', 'nobody']), { status: 2 })
})
