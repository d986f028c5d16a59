import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import t from 'tap'
import { csdWith } from './assets/ccsui/fixtures/csd-text.js'
import { testProject } from './assets/testing/project.js'
import { forceBySecond } from './force-end.js'
import type { Listening } from './watch-signals.js'

function forced (areDecided = false) {
  let now = 0
  const due: Array<() => void> = []
  const told: Array<string | number> = []
  let listen: (signal: NodeJS.Signals) => void = () => {}
  forceBySecond({
    onSignal: (listener: (signal: NodeJS.Signals) => void, _?: Listening) => {
      listen = listener
      return () => {}
    },
    areDecided: () => areDecided
  }, {
    tell: () => told.push('told'),
    end: status => told.push(status),
    now: () => now,
    after: (_, work) => due.push(work)
  })
  return {
    told,
    send: (signal: NodeJS.Signals, at: number) => {
      now = at
      listen(signal)
    },
    wait: () => {
      for (const work of due.splice(0)) work()
    }
  }
}

t.test('a second signal ends at once, and not one that was sent twice', t => {
  const { told, send, wait } = forced()
  send('SIGINT', 0)
  send('SIGINT', 20)
  t.same(told, [])
  wait()
  send('SIGINT', 1500)
  t.same(told, ['told', 130])
  const other = forced()
  other.send('SIGTERM', 0)
  other.wait()
  other.send('SIGHUP', 1500)
  other.send('SIGTERM', 3000)
  t.same(other.told, [143], 'nobody reads what a service says to a terminal')
  t.end()
})

t.test('a command that decides what signals mean is left alone', t => {
  const { told, send, wait } = forced(true)
  send('SIGINT', 0)
  wait()
  send('SIGINT', 5000)
  t.same(told, [])
  t.end()
})

t.test('a command whose tool does not end is ended by a second signal, with its tool', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  const folder = t.testdir({})
  const [tool, pidFile] = [join(folder, 'tool'), join(folder, 'pid')]
  game.rules({ name: 'ui', processor: 'ccsui', tool: 'ccsuiexporter', include: ['*.csd'], output: 'ui' })
  game.write({ 'a.csd': csdWith('') })
  writeFileSync(
    tool,
    `#!/bin/sh\n[ "$1" != --version ] || { echo 1; exit; }\ntrap '' INT TERM\necho $$ > ${pidFile}\n` +
      'while :; do sleep 1; done\n',
    { mode: 0o755 }
  )
  const root = join(import.meta.dirname, '..')
  const args = [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(root, 'agent/main.ts'),
    'assets',
    'build'
  ]
  const child = spawn(process.execPath, args, {
    cwd: game.folder,
    env: { PATH: process.env.PATH, HOME: game.home, PACKLINE_HOME: game.home, PACKLINE_CCSUIEXPORTER: tool },
    stdio: 'ignore'
  })
  const ended = once(child, 'exit')
  const isThere = (pid: number): boolean => {
    try {
      return process.kill(pid, 0)
    } catch {
      return false
    }
  }
  while (!existsSync(pidFile) || readFileSync(pidFile, 'utf8') === '') {
    if (child.exitCode !== null) throw new Error(`it ended with ${child.exitCode}`)
    await delay(20)
  }
  const pid = Number(readFileSync(pidFile, 'utf8'))
  child.kill('SIGINT')
  while (child.exitCode === null && child.signalCode === null) {
    await delay(300)
    child.kill('SIGINT')
  }
  t.same(await ended, [130, null])
  while (isThere(pid)) await delay(20)
  t.notOk(existsSync(join(game.folder, 'out')), 'and nothing is published')
})
