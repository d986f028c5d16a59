// Takes 21 s.
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { runPackline } from '../../test/support/command-line.js'
import { runStep, seen } from './self-test-step.js'
import { trySigning } from './signing-step.js'
import type { SelfTestReport } from './self-test-report.js'

const canary = 'canary-58461'
const { signal } = new AbortController()

interface Place {
  folder: string
  environment: Record<string, string>
}

/** A machine with a workspace that is named for a person, and for a secret that somebody put there. */
function machine (t: Test, config: object = {}, path = process.env.PATH ?? ''): Place {
  const folder = t.testdir()
  const work = join(folder, 'annalena', canary)
  writeFileSync(join(folder, 'token'), canary)
  writeFileSync(
    join(folder, 'agent.json'),
    JSON.stringify({
      device: 'mac-01',
      workspaces: [work],
      jenkins: { url: 'http://127.0.0.1:9', tokenFile: join(folder, 'token') },
      ...config
    })
  )
  const environment = {
    PATH: path,
    HOME: folder,
    USER: 'annalena',
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_CONFIG: join(folder, 'agent.json'),
    PACKLINE_LANG: 'en'
  }
  return { folder, environment }
}

const stepsOf = ({ steps }: SelfTestReport): Record<string, SelfTestReport['steps'][number]> =>
  Object.fromEntries(steps.map(step => [step.id, step]))
/** Here the folders of tests may lie on any file system; everything else has to pass. */
const passes = { state: 'ok', durationMs: Number, text: String }

t.test('a machine that is well passes each step, and its report names no secret and nobody', async t => {
  const { folder, environment } = machine(t)
  const left = join(folder, 'home', '.packline-self-test-killed')
  mkdirSync(left, { recursive: true })
  utimesSync(left, 0, 0)
  const packline = async (...argv: string[]) => await runPackline({ cwd: folder, environment }, argv)
  const { status, stdout } = await packline('doctor', '--self-test', '--json', '--report', 'report.json')
  const written = readFileSync(join(folder, 'report.json'), 'utf8')
  t.equal(written, stdout)
  const report = JSON.parse(written) as SelfTestReport
  const { signing, 'exchange.workspace': exchange, ...steps } = stepsOf(report)
  for (
    const id of [
      'folder.workspace',
      'folder.cache',
      'folder.temp',
      'lock.workspace',
      'lock.cache',
      'start.workspace',
      'guard',
      'build'
    ]
  ) {
    t.match(steps[id], passes, `${id}: ${steps[id]?.text}`)
  }
  t.match(exchange, { state: /ok|warn/ })
  const hasTools = ['java', 'keytool', 'apksigner'].every(tool => spawnSync('which', [tool]).status === 0)
  t.match(signing, hasTools ? passes : { state: 'notMeasured', text: /was not found/ }, signing?.text ?? '')
  t.match(report, { selfTest: 1, packline: String, machine: { device: 'mac-01', cores: Number } })
  t.ok(report.findings.some(({ id }) => id === 'service.jenkins'), 'what the doctor finds is in it')
  t.equal(status, report.worst === 'fail' ? 3 : 0)
  t.notMatch(written, /annalena|canary/)
  t.same(readdirSync(join(folder, 'home')).filter(name => name.startsWith('.packline-self-test')), [])
  t.same(readdirSync(join(folder, 'annalena', canary)), [])

  writeFileSync(join(folder, 'mine.json'), '{"notes":1}')
  t.match(await packline('doctor', '--self-test', '--report', 'mine.json'), {
    status: 1,
    stderr: /OUTPUT_NOT_OURS/
  })
  t.match(await packline('doctor', '--report', 'report.json'), { status: 2, stderr: /needs --self-test/ })
})

const unshare = spawnSync('unshare', ['-rm', 'sh', '-c', 'mount -t tmpfs none /mnt'])
t.test("a broken machine is told step by step, in the reader's language", {
  skip: unshare.status === 0 ? false : 'unshare may mount nothing here'
}, async t => {
  const bin = join(t.testdirName, 'bin')
  const { folder, environment } = machine(t, {
    labels: ['android'],
    workspaces: [join(t.testdirName, 'noexec'), join(t.testdirName, 'readonly')]
  }, bin)
  mkdirSync(bin)
  symlinkSync(execFileSync('which', ['git'], { encoding: 'utf8' }).trim(), join(bin, 'git'))
  for (const name of ['noexec', 'readonly', 'proc']) mkdirSync(join(folder, name))
  const mounts = [
    'cd "$0"; PATH=/usr/bin:/bin:$PATH',
    'mount -t tmpfs -o noexec none noexec',
    'mount -t tmpfs -o ro none readonly',
    // Nobody can look into processes: what left its group is not found.
    'mount -t tmpfs none /proc',
    'cd "$OLDPWD"; PATH=$1; shift; exec "$@"'
  ]
  const main = join(import.meta.dirname, '../main.ts')
  const child = spawn(execFileSync('which', ['unshare'], { encoding: 'utf8' }).trim(), [
    '-rm',
    '/bin/sh',
    '-ec',
    mounts.join('\n'),
    folder,
    bin,
    process.execPath,
    ...process.execArgv,
    main,
    ...['doctor', '--self-test', '--report', join(folder, 'report.json')]
  ], {
    env: { ...environment, PACKLINE_LANG: 'zh' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const [stdout, stderr, [status]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close')
  ])
  t.equal(status, 3, stderr)
  const steps = stepsOf(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')))
  t.match(steps, {
    'start.workspace': { state: 'fail', text: /noexec/ },
    'folder.workspace-2': { state: 'fail', code: 'OUTPUT_NOT_WRITABLE' },
    'lock.workspace-2': { state: 'notMeasured', text: /No temporary folder/ },
    'lock.workspace': { state: 'ok' },
    guard: { state: 'fail', text: /still ran/ },
    signing: { state: 'fail', code: 'TOOL_NOT_FOUND' }
  })
  t.match(stdout, /^失败 [^]*未检测 [^]*通过 /)
})

t.test('what a machine cannot sign with is told: needed by a label or not', async t => {
  const folder = t.testdir({ bin: {} })
  const standIn = (name: string, script: string): void => {
    writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }
  const environment = { PATH: `${join(folder, 'bin')}` }
  t.match(await trySigning(folder, [], environment, signal), {
    state: 'notMeasured',
    parameters: { tool: 'java' }
  })
  await t.rejects(trySigning(folder, ['android'], environment, signal), { code: 'TOOL_NOT_FOUND' })
  standIn('java', 'exit 0')
  standIn('apksigner', 'echo "no Java runtime" >&2; exit 1')
  standIn('keytool', 'echo "keytool error: full" >&2; exit 1')
  await t.rejects(trySigning(folder, [], environment, signal), {
    code: 'TOOL_FAILED',
    details: { reason: 'keytool error: full' }
  })
  standIn('keytool', 'exit 0')
  await t.rejects(trySigning(folder, [], environment, signal), {
    code: 'PACKAGE_SIGNING_FAILED',
    details: { reason: 'no Java runtime' }
  })
})

t.test('a step that hangs is told after its limit; one that is interrupted ends the whole', async t => {
  const hangs = { id: 'lock.cache', folder: '/', look: async () => await new Promise<never>(() => {}) }
  t.match(await runStep({ ...hangs, limitMs: 10 }, signal), {
    id: 'lock.cache',
    state: 'fail',
    seen: seen('fail', 'selfTest.late', { seconds: 0.01 })
  })
  const interrupted = new AbortController()
  const running = runStep({ ...hangs, limitMs: 60_000 }, interrupted.signal)
  interrupted.abort()
  await t.rejects(running, { name: 'AbortError' })
})
