// Takes 13 s in real time.
import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { isRunning, until } from '../../test/support/processes.js'
import { systemClock } from '../coordination/system-clock.js'
import type { StartProgram } from '../processes/process-group.js'
import { Guard } from './guard.js'

const root = join(import.meta.dirname, '../..')
const env = { PATH: process.env.PATH }

interface Pids {
  tool: number
  grandchild: number
  /** In a session of its own. */
  detached: number
  guard: number
}

async function startAgent (t: Test, validForMs: number): Promise<{ agent: ChildProcess, pids: Pids }> {
  const agent = spawn(process.execPath, [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(import.meta.dirname, 'fixtures/guarded-agent.ts'),
    String(validForMs)
  ], { stdio: ['ignore', 'pipe', 'inherit'] })
  const [line] = await once(agent.stdout!, 'data') as [Buffer]
  const pids = JSON.parse(line.toString()) as Pids
  t.teardown(() => {
    for (const pid of [agent.pid!, pids.guard, pids.detached]) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch { /* dead already */ }
    }
    try {
      process.kill(-pids.tool, 'SIGKILL')
    } catch { /* dead already */ }
  })
  return { agent, pids }
}

/** A guard whose tools all stand under one lease. */
function localGuard (t: Test, validUntil = () => Infinity): Guard & { tool: StartProgram } {
  const guard = new Guard({ now: systemClock.monotonicMs, validUntil })
  t.teardown(async () => {
    await guard.close()
  })
  const tool: StartProgram = async (file, args, options) => await guard.spawn(file, args, options, 'lease-1')
  return Object.assign(guard, { tool })
}

t.test('an agent that is killed takes its tool along, with what the tool started', async t => {
  const { agent, pids } = await startAgent(t, 3_600_000)
  t.ok(isRunning(pids.grandchild))
  agent.kill('SIGKILL')
  await until(
    'tool and guard are gone',
    () => ![pids.tool, pids.grandchild, pids.detached, pids.guard].some(isRunning)
  )
})

t.test('an agent that is stopped past its validity loses its tool', async t => {
  const { agent, pids } = await startAgent(t, 400)
  agent.kill('SIGSTOP')
  await until('the tool is gone', () => ![pids.grandchild, pids.detached].some(isRunning))
  t.ok(isRunning(pids.guard), 'the guard stays for the agent to come back')
})

t.test('the validity is renewed for as long as the agent runs', async t => {
  const { pids } = await startAgent(t, 300)
  const started = performance.now()
  await until('three validities passed', () => performance.now() - started > 900)
  t.ok(isRunning(pids.grandchild))
})

t.test('a guard that dies or hangs is replaced, and the tool goes on', async t => {
  for (const signal of ['SIGKILL', 'SIGSTOP'] as const) {
    const { agent, pids } = await startAgent(t, 3_600_000)
    process.kill(pids.guard, signal)
    await until(`the first guard is gone after ${signal}`, () => !isRunning(pids.guard))
    const guards = (): string[] => childrenOf(agent.pid!).filter(pid => pid !== String(pids.tool))
    await until('a second guard stands', () => guards().length > 0)
    t.ok(isRunning(pids.grandchild))
  }
})

t.test('agent and guard killed at the same time still take the tool along', async t => {
  const { agent, pids } = await startAgent(t, 3_600_000)
  process.kill(pids.guard, 'SIGKILL')
  agent.kill('SIGKILL')
  await until('the tool is gone', () => ![pids.tool, pids.grandchild, pids.detached].some(isRunning))
})

t.test('a tool that waits for all its children ends', async t => {
  const tool = await localGuard(t).tool(process.execPath, [
    '-e',
    'require("child_process").execFileSync("sh", ["-c", "sleep 0 & wait"])'
  ], { env })
  t.same(await tool.exited, { code: 0, signal: null })
})

t.test('passes input, output, status and signals', async t => {
  const guard = localGuard(t)
  const cat = await guard.tool('cat', [], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  cat.child.stdin?.end('through')
  const [text] = await once(cat.child.stdout!, 'data') as [Buffer]
  t.equal(text.toString(), 'through')
  t.same(await cat.exited, { code: 0, signal: null })
  const failing = await guard.tool('sh', ['-c', 'exit 7'], { env })
  t.same(await failing.exited, { code: 7, signal: null })
  const sleeping = await guard.tool('sleep', ['1000'], { env })
  sleeping.signal('SIGTERM')
  t.same(await sleeping.exited, { code: null, signal: 'SIGTERM' })
})

t.test('arguments reach the tool as they are', async t => {
  const guard = localGuard(t)
  const odd = ['$(id)', '; exit 1', '-n', '', '精灵 图.png', "'", '"']
  const tool = await guard.tool(process.execPath, [
    '-e',
    'console.log(JSON.stringify(process.argv.slice(1)))',
    '--',
    ...odd
  ], { env, stdio: ['ignore', 'pipe', 'ignore'] })
  const [text] = await once(tool.child.stdout!, 'data') as [Buffer]
  t.same(JSON.parse(text.toString()), odd)
})

t.test('nothing of a tool outlives it', async t => {
  const guard = localGuard(t)
  const tool = await guard.tool('sh', ['-c', 'sleep 1000 >/dev/null 2>&1 & echo $!'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  const [text] = await once(tool.child.stdout!, 'data') as [Buffer]
  await tool.exited
  await until('the background process is gone', () => !isRunning(Number(text.toString())))
})

const markOf = (pid: number): string =>
  readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').find(each =>
    each.startsWith('PACKLINE_LEASE=')
  ) ?? ''

t.test('what left the process group of its tool ends with the lease, and nothing of another lease does', {
  skip: process.platform === 'linux' ? false : 'no /proc'
}, async t => {
  const guard = localGuard(t)
  const started = await Promise.all(['lease-1', 'lease-2'].map(async marker => {
    const script = 'setsid sh -c "echo \\$\\$; exec sleep 1000 >/dev/null 2>&1" & read go'
    const tool = await guard.spawn('sh', ['-c', script], { env, stdio: ['pipe', 'pipe', 'ignore'] }, marker)
    const [text] = await once(tool.child.stdout!, 'data') as [Buffer]
    tool.child.stdin?.end('go\n')
    await tool.exited
    return Number(text.toString())
  }))
  const [first, second] = started as [number, number]
  t.same(started.map(markOf), ['PACKLINE_LEASE=lease-1', 'PACKLINE_LEASE=lease-2'])
  await guard.sweep('lease-1', true)
  t.same([first, second].map(isRunning), [false, true])
  process.kill(guard.pid!, 'SIGKILL')
  await guard.sweep('lease-2', true)
  t.notOk(isRunning(second), 'also when the guard was replaced meanwhile')
})

t.test('containers bear the lease as a label, and are removed with it', async t => {
  const folder = t.testdir({ bin: {}, state: {} })
  const runtime = join(folder, 'bin/podman')
  const standIn = join(import.meta.dirname, 'fixtures/container-runtime.mjs')
  writeFileSync(runtime, `#!/bin/sh\nexec '${process.execPath}' '${standIn}' "$@"\n`, { mode: 0o755 })
  const containerEnv = {
    PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
    CONTAINER_STATE: join(folder, 'state')
  }
  const containers = (): string[] => readdirSync(join(folder, 'state'))
  const guard = localGuard(t)
  for (const isOver of [true, false]) {
    const client = await guard.spawn('podman', ['--root', 'x', 'run', '--detach', 'image'], {
      env: containerEnv
    }, 'lease-1')
    t.same(await client.exited, { code: 0, signal: null })
    t.equal(containers().length, 1, 'the container outlives the client that asked for it')
    await guard.sweep('lease-1', isOver)
    t.same(containers(), [])
  }
})

t.test('this process kills by itself when its validity ends', async t => {
  let validUntil = Infinity
  const guard = localGuard(t, () => validUntil)
  const tool = await guard.tool('sleep', ['1000'], { env })
  process.kill(guard.pid!, 'SIGSTOP')
  validUntil = systemClock.monotonicMs() - 1
  t.same(await tool.exited, { code: null, signal: 'SIGKILL' })
})

t.test('a tool that is not there is not found', async t => {
  await t.rejects(localGuard(t).tool('no-such-tool', [], { env }), { code: 'TOOL_NOT_FOUND' })
})

function childrenOf (pid: number): string[] {
  const list = execFileSync('ps', ['-o', 'pid=,ppid=,stat=', '-A'], { encoding: 'utf8' })
  return list
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, parent, stat]) => parent === String(pid) && stat?.startsWith('Z') === false)
    .map(([child]) => child!)
}
