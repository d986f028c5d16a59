// Takes 12 s in real time.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'
import { isRunning, until } from '../../../test/support/processes.js'

import { packlineVersion } from '../../version.js'

const root = join(import.meta.dirname, '../../..')
const pinned = {
  device: 'mac-01',
  licences: { tool: { seats: 2, mode: 'pinned', devices: ['mac-01'], jobsPerDevice: 1, lingerMs: 0 } }
}

function farm (t: Test, config: object = pinned): { environment: Record<string, string>, folder: string } {
  const folder = t.testdir()
  writeFileSync(join(folder, 'agent.json'), JSON.stringify(config))
  return {
    folder,
    environment: {
      PATH: process.env.PATH ?? '',
      PACKLINE_HOME: join(folder, 'home'),
      PACKLINE_CONFIG: join(folder, 'agent.json'),
      PACKLINE_LANG: 'en'
    }
  }
}

/** The command line in this process. */
async function packline (environment: Record<string, string>, ...argv: string[]): Promise<CommandResult> {
  return await runPackline({ environment, cwd: environment.PACKLINE_HOME! }, argv)
}

/** The command line in a process of its own. */
function start (
  t: Test,
  environment: Record<string, string>,
  folder: string,
  ...argv: string[]
): { child: ChildProcess, output: Promise<{ status: number | null, stdout: string, stderr: string }> } {
  const child = spawn(process.execPath, [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(root, 'agent/main.ts'),
    ...argv
  ], { cwd: folder, env: environment, stdio: ['pipe', 'pipe', 'pipe'] })
  t.teardown(() => child.kill('SIGKILL'))
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]).then((
    [stdout, stderr, [status]]
  ) => ({ status: status as number | null, stdout, stderr }))
  return { child, output }
}

t.test('licence run passes arguments, input, outputs and the exit status through, and not the job key', async t => {
  const { environment, folder } = farm(t)
  const { child, output } = start(
    t,
    { ...environment, PACKLINE_JOB_KEY: 'jenkins-game-7', PACKLINE_LIBRARY: packlineVersion },
    folder,
    'licence',
    'run',
    'tool',
    '--',
    process.execPath,
    '-e',
    'process.stdin.pipe(process.stdout); const { PACKLINE_LEASE_EPOCH, PACKLINE_JOB_KEY } = process.env; ' +
      'console.error(process.argv[1], PACKLINE_LEASE_EPOCH, PACKLINE_JOB_KEY); process.exitCode = 7',
    '--',
    '--json'
  )
  child.stdin?.end('in and out')
  t.same(await output, { status: 7, stdout: 'in and out', stderr: '--json 1 undefined\n' })
})

t.test('licence run gives an error as JSON when it is asked for, and not when the command is', async t => {
  const { environment } = farm(t)
  const asked = await packline(environment, 'licence', 'run', 'no-such-tool', '--json', '--', 'true')
  t.equal(asked.status, 2)
  t.match(JSON.parse(asked.stdout), { error: { code: 'LICENCE_UNKNOWN', retryable: false } })
  t.match(await packline(environment, 'licence', 'run', 'no-such-tool', '--', 'true', '--json'), {
    status: 2,
    stdout: ''
  })
})

t.test('licence run passes signals on and ends as the command did', async t => {
  const { environment, folder } = farm(t)
  const { child, output } = start(
    t,
    environment,
    folder,
    'licence',
    'run',
    'tool',
    '--',
    'sh',
    '-c',
    'trap "echo caught; exit 9" TERM; echo ready; while :; do sleep 0.05; done'
  )
  await once(child.stdout!, 'data')
  child.kill('SIGTERM')
  t.match(await output, { status: 9, stdout: /caught/ })

  const plain = start(
    t,
    environment,
    folder,
    'licence',
    'run',
    'tool',
    '--',
    'sh',
    '-c',
    'echo ready; exec sleep 1000'
  )
  await once(plain.child.stdout!, 'data')
  plain.child.kill('SIGINT')
  t.equal((await plain.output).status, 130)
})

t.test('a signal between the grant and the start of the command reaches the command', async t => {
  const { environment, folder } = farm(t)
  const words = ['licence', 'run', 'tool', '--', 'sh', '-c', 'exec sleep 1000']
  const { child, output } = start(t, environment, folder, ...words)
  // The guard takes a while to start, and the command comes after it.
  const state = join(folder, 'home/licences/state/tool.json')
  await until(
    'the seat is granted',
    () => existsSync(state) && readFileSync(state, 'utf8').includes('"owner"')
  )
  child.kill('SIGTERM')
  const { status } = await output
  t.ok([130, 143].includes(status ?? 0), `status ${status}`)
  t.match(await packline(environment, 'licence', 'status'), { stdout: /seat 0 {2}free/ })
})

t.test('licence run says so when it cannot reach what the command starts', async t => {
  const { environment } = farm(t)
  t.match(await packline(environment, 'licence', 'run', 'tool', '--', 'sh', '-c', ': podman run x'), {
    status: 0,
    stderr: /PACKLINE_LEASE/
  })
  t.match(await packline(environment, 'licence', 'run', 'tool', '--', 'true', 'podman'), {
    status: 0,
    stderr: ''
  })
})

t.test('a wait that runs out says who holds what since when, and ends with 3', async t => {
  const { environment, folder } = farm(t)
  const { child, output } = start(
    t,
    environment,
    folder,
    'licence',
    'run',
    'tool',
    '--',
    'sh',
    '-c',
    'echo ready; exec sleep 1000'
  )
  await once(child.stdout!, 'data')

  const waiting = await start(
    t,
    environment,
    folder,
    'licence',
    'run',
    'tool',
    '--wait',
    '200ms',
    '--',
    'true'
  )
    .output

  t.equal(waiting.status, 3)
  t.match(waiting.stderr, /position 1 .*mac-01 \(seat 0, since \d{4}-.*LICENCE_WAIT_TIMEOUT/)
  t.equal(waiting.stdout, '')
  const status = JSON.parse((await packline(environment, 'licence', 'status', '--json')).stdout) as unknown
  t.match(status, {
    device: 'mac-01',
    licences: [{
      licence: 'tool',
      seats: [{ seat: 0, state: 'held', device: 'mac-01', jobs: 1 }, {
        seat: 1,
        state: 'free',
        device: null
      }],
      queue: []
    }]
  })

  t.match(await packline(environment, 'licence', 'release', '0', '--why', 'no force'), {
    status: 2,
    stderr: /--force/
  })
  t.match(await packline(environment, 'licence', 'release', '0', '--force'), { status: 2, stderr: /--why/ })
  t.match(await packline(environment, 'licence', 'release', '2', '--force', '--why', 'x'), {
    status: 2,
    stderr: /LICENCE_SEAT_UNKNOWN/
  })
  t.match(await packline(environment, 'licence', 'release', '0', '--force', '--why', 'it hangs'), {
    status: 0
  })
  t.match(await output, { status: 3, stderr: /LICENCE_LOST/ }, 'the holder learns of it')
  t.match(await packline(environment, 'licence', 'status'), {
    status: 0,
    stdout: /seat 0 +its holder is gone[^]*seat 0 taken from mac-01, by .* on mac-01: it hangs/
  })
})

t.test('a killed packline leaves neither the command nor the place behind', async t => {
  const { environment, folder } = farm(t)
  const { child } = start(
    t,
    environment,
    folder,
    'licence',
    'run',
    'tool',
    '--',
    'sh',
    '-c',
    'echo $$; exec sleep 1000'
  )
  const [pid] = await once(child.stdout!, 'data') as [Buffer]
  child.kill('SIGKILL')
  await until('the command is gone', () => !isRunning(Number(pid.toString())))
  t.match(await start(t, environment, folder, 'licence', 'run', 'tool', '--', 'echo', 'next').output, {
    status: 0,
    stdout: 'next\n'
  })
})

t.test('pinned devices are changed by pin and unpin, with an audit entry', async t => {
  const { environment, folder } = farm(t)
  t.match(await packline(environment, 'licence', 'pin', 'mac-10', '--why', 'new'), {
    status: 2,
    stderr: /mac-01\?[^]*|LICENCE_DEVICE_UNKNOWN/
  })
  t.match(await packline(environment, 'licence', 'pin', 'mac-02', '--force', '--why', 'bought'), {
    status: 0
  })
  t.match(await packline(environment, 'licence', 'pin', 'mac-03', '--force', '--why', 'more'), {
    status: 2,
    stderr: /LICENCE_ALL_PINNED/
  })
  t.match(await packline(environment, 'licence', 'unpin', 'mac-09', '--why', 'x'), {
    status: 2,
    stderr: /LICENCE_DEVICE_NOT_PINNED/
  })
  t.match(await packline(environment, 'licence', 'unpin', 'mac-01', '--why', '坏'), { status: 0 })
  t.match(await packline(environment, 'licence', 'status'), {
    stdout: /on this machine, and count for it alone: \//
  })
  t.match(await start(t, environment, folder, 'licence', 'run', 'tool', '--', 'true').output, {
    status: 3,
    stderr: /pinned to mac-02; this device is mac-01[^]*LICENCE_DEVICE_NOT_ALLOWED|LICENCE_DEVICE_NOT_ALLOWED/
  })
  const status = JSON.parse(
    (await packline(environment, 'licence', 'status', 'tool', '--json')).stdout
  ) as unknown
  t.match(status, {
    licences: [{
      devices: ['mac-02'],
      audit: [{ action: 'pin', why: 'bought' }, { action: 'unpin', why: '坏' }]
    }]
  })
})

t.test('machines that share no store refuse pins that would count on one of them only', async t => {
  const { environment } = farm(t, { ...pinned, farm: { agents: ['http://mac-02:7420'] } })
  for (const action of ['pin', 'unpin']) {
    t.match(await packline(environment, 'licence', action, 'mac-01', '--why', 'x'), {
      status: 2,
      stderr: /LICENCE_PINS_NOT_SHARED/
    })
  }
})

t.test('wrong calls are usage errors', async t => {
  const { environment } = farm(t)
  t.match(await packline(environment, 'licence', 'run'), { status: 2, stderr: /NAME/ })
  t.match(await packline(environment, 'licence', 'run', '--', 'true'), { status: 2, stderr: /NAME/ })
  t.match(await packline(environment, 'licence', 'run', 'tool'), { status: 2, stderr: /COMMAND/ })
  for (const words of [['true'], ['true', '--help'], ['--wait', '1s', 'true', '-h']]) {
    t.match(await packline(environment, 'licence', 'run', 'tool', ...words), {
      status: 2,
      stdout: '',
      stderr: /USAGE_SEPARATOR_MISSING[^]*packline licence run tool -- true …/
    })
  }
  for (const words of [['--help'], ['tool', '--help'], ['--wait', '1s', 'tool', '-h']]) {
    t.match(await packline(environment, 'licence', 'run', ...words), { status: 0, stdout: /--wait TIME/ })
  }
  t.match(await packline(environment, 'licence', 'run', 'toll', '--', 'true'), {
    status: 2,
    stderr: /LICENCE_UNKNOWN/
  })
  t.match(await packline(environment, 'licence', 'run', 'tool', '--priority', '10', '--', 'true'), {
    status: 2,
    stderr: /USAGE_BAD_VALUE/
  })
  t.match(await packline(environment, 'licence', 'run', 'tool', '--', 'no-such-command'), {
    status: 3,
    stderr: /TOOL_NOT_FOUND/
  })
})
