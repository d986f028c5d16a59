import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import t from 'tap'

const root = join(import.meta.dirname, '../..')

t.test('serves until it is told to end, and logs JSON on standard error only', async t => {
  const home = t.testdir()
  const child = spawn(process.execPath, ['--import', join(root, 'scripts/register.mjs'), join(root, 'agent/main.ts'), 'serve', '--listen', '127.0.0.1:0'], {
    env: { ...process.env, PACKLINE_HOME: home, PACKLINE_CONFIG: '', XDG_CONFIG_HOME: home, PACKLINE_DEVICE_ID: 'mac-01' }, stdio: ['ignore', 'pipe', 'pipe']
  })
  let output = ''
  child.stdout.on('data', data => { output += String(data) })
  const lines: Array<Record<string, unknown>> = []
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(JSON.parse(line) as Record<string, unknown>)
    const { address } = lines.at(-1)!
    if (address === undefined) continue
    const response = await fetch(`${String(address)}/v1/agent`)
    t.match(await response.json(), { device: 'mac-01', pid: child.pid })
    child.kill('SIGTERM')
  }
  if (child.exitCode === null) await once(child, 'exit')
  t.same(lines.map(({ msg }) => msg).slice(1), ['listening', 'ending', 'ended'])
  t.equal(child.exitCode, 0)
  t.equal(output, '')
})
