import { execFileSync, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { isRunning, until } from '../../test/support/processes.js'
import { systemClock } from '../coordination/system-clock.js'
import { Guard } from './guard.js'

const root = join(import.meta.dirname, '../..')
const env = { PATH: process.env.PATH }

interface Pids {
  tool: number
  grandchild: number
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
    for (const pid of [agent.pid!, pids.guard]) {
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

function localGuard (t: Test, validUntil = () => Infinity): Guard {
  const guard = new Guard({ now: systemClock.monotonicMs, validUntil })
  t.teardown(async () => {
    await guard.close()
  })
  return guard
}

t.test('an agent that is killed takes its tool along, with what the tool started', async t => {
  const { agent, pids } = await startAgent(t, 3_600_000)
  t.ok(isRunning(pids.grandchild))
  agent.kill('SIGKILL')
  await until('tool and guard are gone', () => ![pids.tool, pids.grandchild, pids.guard].some(isRunning))
})

t.test('an agent that is stopped past its validity loses its tool', async t => {
  const { agent, pids } = await startAgent(t, 400)
  agent.kill('SIGSTOP')
  await until('the tool is gone', () => !isRunning(pids.grandchild))
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
  await until('the tool is gone', () => !isRunning(pids.tool) && !isRunning(pids.grandchild))
})

t.test('a tool that waits for all its children ends', async t => {
  const tool = await localGuard(t).spawn(process.execPath, [
    '-e',
    'require("child_process").execFileSync("sh", ["-c", "sleep 0 & wait"])'
  ], { env })
  t.same(await tool.exited, { code: 0, signal: null })
})

t.test('passes input, output, status and signals', async t => {
  const guard = localGuard(t)
  const cat = await guard.spawn('cat', [], { env, stdio: ['pipe', 'pipe', 'pipe'] })
  cat.child.stdin?.end('through')
  const [text] = await once(cat.child.stdout!, 'data') as [Buffer]
  t.equal(text.toString(), 'through')
  t.same(await cat.exited, { code: 0, signal: null })
  const failing = await guard.spawn('sh', ['-c', 'exit 7'], { env })
  t.same(await failing.exited, { code: 7, signal: null })
  const sleeping = await guard.spawn('sleep', ['1000'], { env })
  sleeping.signal('SIGTERM')
  t.same(await sleeping.exited, { code: null, signal: 'SIGTERM' })
})

t.test('arguments reach the tool as they are', async t => {
  const guard = localGuard(t)
  const odd = ['$(id)', '; exit 1', '-n', '', '精灵 图.png', "'", '"']
  const tool = await guard.spawn(process.execPath, [
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
  const tool = await guard.spawn('sh', ['-c', 'sleep 1000 >/dev/null 2>&1 & echo $!'], {
    env,
    stdio: ['ignore', 'pipe', 'ignore']
  })
  const [text] = await once(tool.child.stdout!, 'data') as [Buffer]
  await tool.exited
  await until('the background process is gone', () => !isRunning(Number(text.toString())))
})

t.test('this process kills by itself when its validity ends', async t => {
  let validUntil = Infinity
  const guard = localGuard(t, () => validUntil)
  const tool = await guard.spawn('sleep', ['1000'], { env })
  process.kill(guard.pid!, 'SIGSTOP')
  validUntil = systemClock.monotonicMs() - 1
  t.same(await tool.exited, { code: null, signal: 'SIGKILL' })
})

t.test('a tool that is not there is not found', async t => {
  await t.rejects(localGuard(t).spawn('no-such-tool', [], { env }), { code: 'TOOL_NOT_FOUND' })
})

function childrenOf (pid: number): string[] {
  const list = execFileSync('ps', ['-o', 'pid=,ppid=,stat=', '-A'], { encoding: 'utf8' })
  return list
    .split('\n')
    .map(line => line.trim().split(/\s+/))
    .filter(([, parent, stat]) => parent === String(pid) && stat?.startsWith('Z') === false)
    .map(([child]) => child!)
}
