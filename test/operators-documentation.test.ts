// Takes 36 s.
import { execFile, execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import { parseAgentConfig } from '../agent/config/agent-config-check.js'
import { Machine, buildPackline } from './support/agent-process.js'

t.setTimeout(600_000)
buildPackline()
const root = join(import.meta.dirname, '..')
const text = readFileSync(join(root, 'docs/operators.md'), 'utf8')
const blocks = (language: string) =>
  [...text.matchAll(new RegExp(`\`\`\`${language}\\n([^]*?)\`\`\``, 'g'))].map(([, block]) => block!)

t.test('every configuration that docs/operators.md shows is valid', async t => {
  const shown = blocks('json')
  for (const block of shown) t.ok(parseAgentConfig('agent.json', Buffer.from(block)))
  t.ok(shown.length >= 4)
})

t.test('every packline command of docs/operators.md runs, in its order, on a machine that follows the page', async t => {
  const receiver = createServer((request, response) => {
    request.resume().on('end', () => response.end('{}'))
  })
    .listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  t.teardown(() => receiver.close())
  const machine = new Machine(t, {
    // Without labels, so that it may be drained though it is alone.
    device: 'mac-01',
    alerts: {
      webhooks: [{ name: 'chat', url: `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/` }]
    }
  })
  const game = machine.addGame()
  execFileSync('git', ['init', '--quiet', game])
  const bin = join(machine.folder, 'bin')
  mkdirSync(bin)
  writeFileSync(
    join(bin, 'packline'),
    `#!/bin/sh\nexec ${process.execPath} ${join(root, 'dist/main.js')} "$@"\n`
  )
  chmodSync(join(bin, 'packline'), 0o755)
  const lines = blocks('sh').flatMap(block => block.split('\n')).filter(line =>
    /^(packline|export) /.test(line)
  )

  // The page's export holds for the lines after it.
  const exported: NodeJS.ProcessEnv = {}
  let agent: Awaited<ReturnType<Machine['serve']>> | undefined
  for (const line of lines) {
    // The page's service is this process; it starts where the page installs it.
    if (agent === undefined && line === 'packline health') agent = await machine.serve()
    // Whoever looks at what was written knows where the game wants its pictures, its targets and packages.
    if (line === 'packline assets build') {
      copyFileSync(join(root, 'resources/sample-game/packline.json'), join(game, 'packline.json'))
    }
    if (line === 'packline onboard --write') rmSync(join(game, 'packline.json'))
    if (line === 'packline serve') continue
    const [, name, path = ''] = /^export (\w+)=\$PWD\/(.*)$/.exec(line) ?? []
    if (name !== undefined) {
      exported[name] = join(game, path)
      continue
    }
    const { status, stderr } = await run(line)
    // What this machine lacks is not what is tested.
    if (line.startsWith('packline doctor')) t.ok([0, 3].includes(status), line)
    else t.equal(status, 0, `${line}: ${stderr}`)
  }
  t.ok(lines.length > 20)
  t.match(await agent?.ended, { status: 0 })

  async function run (line: string): Promise<{ status: number, stderr: string }> {
    const environment = { ...machine.environment, ...exported, PATH: `${bin}:${process.env.PATH ?? ''}` }
    return await new Promise(resolve => {
      execFile('sh', ['-c', line], { cwd: game, env: environment }, (error, _stdout, stderr) => {
        resolve({ status: error === null ? 0 : Number(error.code), stderr })
      })
    })
  }
})
