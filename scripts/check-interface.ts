// Compares what a whole agent answers with what its OpenAPI document says, by schemathesis, role by role.
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { TokenFile } from '../agent/http/tokens.js'
import { benchConfig, PushedRepository } from './benchmarks/trigger/pushed-repository.js'
import { ServedAgent } from './benchmarks/trigger/served-agent.js'

const root = join(import.meta.dirname, '..')
const version = '4.32.5'
const program = [process.execPath, join(root, 'dist/start.cjs')]
/** Its answers are right, but an agent that has ended gives no others. */
const ending = '/v1/agent/drain'
/** An endless stream is for browsers; what it answers before it begins is held by a test. */
const endless = '/v1/farm/events'

const { values: { examples, seed, role: only } } = parseArgs({
  options: {
    examples: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    role: { type: 'string' }
  }
})

/** In a place of its own: it is no dependency of the project. */
function schemathesis (): string {
  const folder = join(root, `node_modules/.cache/schemathesis-${version}`)
  const tool = join(folder, 'bin/schemathesis')
  if (!existsSync(tool)) {
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'inherit' })
    execFileSync(join(folder, 'bin/pip'), ['install', '--quiet', `schemathesis==${version}`], {
      stdio: 'inherit'
    })
  }
  return tool
}

const folder = mkdtempSync(join(tmpdir(), 'packline-interface-'))
const workspace = join(folder, 'work/game')
mkdirSync(workspace, { recursive: true })
writeFileSync(
  join(workspace, 'packline.json'),
  '{"project":"game","assets":{"output":"out","rules":[{"name":"a","processor":"copy","include":["a/**"]}]}}'
)
const repository = new PushedRepository(folder, 'art', 1)
const times = { quietSeconds: 1, maxWaitSeconds: 10, pollSeconds: 600 }
const agent = new ServedAgent(folder, program, {
  ...benchConfig(folder, [repository], 'http://127.0.0.1:1', times),
  workspaces: [join(folder, 'work')],
  http: { localRole: 'none', rateLimitPerMinute: 10_000_000 }
})
try {
  const tool = schemathesis()
  const tokens = new TokenFile(join(agent.home, 'tokens.json'), Date.now)
  await agent.start()
  const callers: Array<[name: string, headers: string[]]> = [['nobody', []]]
  for (const role of ['read', 'build', 'admin'] as const) {
    callers.push([role, ['--header', `Authorization: Bearer ${await tokens.add(role, role)}`]])
  }
  const document = join(folder, 'openapi.json')
  const answer = await fetch(`${agent.address}/v1/openapi.json`, {
    headers: { authorization: `Bearer ${await tokens.add('look', 'read')}` }
  })
  writeFileSync(document, await answer.text())
  for (const [name, headers] of callers.filter(([name]) => only === undefined || name === only)) {
    process.stdout.write(`\nas ${name}\n`)
    const mayEnd = name === 'admin'
    const { status } = spawnSync(tool, [
      'run',
      document,
      '--url',
      agent.address,
      ...headers,
      '--checks',
      'all',
      // Another caller's token would be needed, and roles are checked by the runs themselves.
      '--exclude-checks',
      'ignored_auth,object_level_authorization,positive_data_acceptance',
      ...[endless, ...mayEnd ? [ending] : []].flatMap(path => ['--exclude-path', path]),
      '--max-examples',
      examples,
      '--seed',
      seed,
      '--request-timeout',
      '20',
      '--continue-on-failure',
      '--warnings',
      'off'
    ], { cwd: folder, stdio: 'inherit', env: { ...process.env, NO_COLOR: '1' } })
    if (status !== 0) process.exitCode = 1
  }
} finally {
  await agent.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
