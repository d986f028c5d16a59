import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'
import { runPackline } from '../../test/support/command-line.js'

const root = join(import.meta.dirname, '../..')

t.test('serves until it is told to end, and logs JSON without its secrets on standard error only', async t => {
  const home = t.testdir({
    'agent.json':
      '{"device":"mac-01","listen":"127.0.0.1:0","jenkins":{"url":"http://127.0.0.1:9","tokenFile":"token"}}',
    token: 'jenkins-canary'
  })
  const child = spawn(process.execPath, [
    '--import',
    join(root, 'scripts/register.mjs'),
    join(root, 'agent/main.ts'),
    'serve',
    '--config',
    'agent.json'
  ], {
    cwd: home,
    env: { ...process.env, PACKLINE_HOME: home, PACKLINE_LOG_LEVEL: 'debug' },
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  child.stdout.on('data', data => {
    output += String(data)
  })
  const lines: Array<Record<string, unknown>> = []
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(JSON.parse(line) as Record<string, unknown>)
    const { address } = lines.at(-1)!
    if (address === undefined) continue
    const response = await fetch(`${String(address)}/v1/agent`)
    t.match(await response.json(), { device: 'mac-01', pid: child.pid })
    await fetch(`${String(address)}/v1/nowhere/jenkins-canary`)
    child.kill('SIGTERM')
  }
  if (child.exitCode === null) await once(child, 'exit')
  t.same(lines.map(({ msg }) => msg), ['listening', 'request', 'ending', 'ended'])
  t.equal(lines[1]?.path, '/v1/nowhere/[redacted]')
  t.equal(child.exitCode, 0)
  t.equal(output, '')
})

t.test('checks a configuration and starts nothing', async t => {
  const cwd = t.testdir({ 'good.json': '{"device":"mac-01"}', 'bad.json': '{"devise":"mac-01"}' })
  const check = async (file: string) =>
    await runPackline({ cwd, environment: { HOME: cwd } }, ['serve', '--check', '--config', file])
  t.match(await check('good.json'), { status: 0, stdout: '', stderr: /good\.json is valid\.\n$/ })
  t.match(await check('bad.json'), { status: 2, stderr: /devise/ })
})
