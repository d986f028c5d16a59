// Takes 5 s.
import { once } from 'node:events'
import { readdirSync, rmSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import type { Socket } from 'node:net'
import { basename, join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { heldRun, worker } from './testing/started-worker.js'
import { mountsSeen, withSocket } from './worker-place.js'

function socketIn (home: string): string {
  const folder = join(home, 'workers')
  return join(folder, readdirSync(folder).find(name => name.endsWith('.sock')) ?? '')
}

/** Somebody who writes to the worker what he likes. */
async function caller (home: string, ...lines: Array<object | string>): Promise<Socket> {
  const socket = withSocket(home, basename(socketIn(home), '.sock'), path => connect(path))
  await once(socket, 'connect')
  for (const line of lines) socket.write(`${typeof line === 'string' ? line : JSON.stringify(line)}\n`)
  return socket
}

function requestIn (cwd: string, umask: number): object {
  return {
    build: '/opt/packline',
    mounts: mountsSeen(),
    words: [],
    environment: {},
    cwd,
    umask,
    stdout: {},
    stderr: {}
  }
}

t.test('a worker stands in the folder of its caller, with his umask, for as long as the run takes', async t => {
  const before = [process.cwd(), process.umask()]
  const { home, project } = await worker(t, async ({ stdout }) => {
    stdout.write(`${process.cwd()} ${process.umask()}`)
    return 0
  })
  const told = await text(await caller(home, requestIn(project, 0o077)))
  t.match(told, `${project} 63`)
  t.same([process.cwd(), process.umask()], before)
})

t.test('nobody else may speak to it', async t => {
  const { home } = await worker(t, async () => 0)
  t.equal(statSync(join(home, 'workers')).mode & 0o777, 0o700)
  t.equal(statSync(socketIn(home)).mode & 0o777, 0o600)
})

t.test('who says nothing that a worker knows is left, and others are served', async t => {
  const { call, home } = await worker(t, async () => 0)
  for (const line of ['GET / HTTP/1.1', 'null', '{"build":']) {
    t.equal(await text(await caller(home, line)), '', line)
  }
  t.equal((await call()).status, 0)
})

t.test('a worker that does not answer, or says nonsense, costs its caller two seconds at most', async t => {
  const { call, home, server } = await worker(t, async () => 0)
  const name = basename(socketIn(home), '.sock')
  server.stop('unwanted')
  await server.ended
  let says = ''
  const mask = process.umask(0o177)
  const other = createServer(socket => {
    if (says !== '') socket.write(says)
  })
  await once(withSocket(home, name, path => other.listen(path)), 'listening')
  process.umask(mask)
  t.teardown(() => other.close())
  t.match(await call(), { status: undefined, isLost: false })
  says = 'nonsense\n'
  t.match(await call(), { status: undefined, isLost: false })
})

t.test('when its caller is gone, the run is told to end', async t => {
  const { run, begun, release } = heldRun()
  const { home, project } = await worker(t, run)
  const socket = await caller(home, requestIn(project, 0o022))
  const { signal, onSignal } = await begun
  const told = new Promise(resolve => {
    onSignal(resolve)
  })
  socket.destroy()
  t.equal(await told, 'SIGHUP')
  t.ok(signal.aborted)
  release(1)
})

t.test('a worker ends that nobody asks, that nobody wants, or whose place another has taken', async t => {
  let nowMs = 0
  const limits = { memoryBytes: 1e9, ageMs: 1e9, idleMs: 1000 }
  const idle = await worker(t, async () => 0, {
    limits,
    steadyMs: () => nowMs
  })
  nowMs = 1001
  t.equal(await idle.server.ended, 'idle')
  t.same(readdirSync(join(idle.home, 'workers')), [], 'and leaves nothing')

  let isWanted = true
  const unwanted = await worker(t, async () => 0, { isWanted: () => isWanted })
  isWanted = false
  t.equal(await unwanted.server.ended, 'unwanted')

  const first = await worker(t, async () => 1)
  rmSync(socketIn(first.home))
  const second = await worker(t, async () => 2, { home: first.home, project: first.project })
  t.equal(await first.server.ended, 'unwanted')
  t.equal((await first.call()).status, 2, 'whose socket stays')
  second.server.stop('unwanted')
})
