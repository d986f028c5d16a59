// Compares what a whole agent answers with what its OpenAPI document says, by schemathesis, role by role.
import { execFileSync, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { TokenFile } from '../agent/http/tokens.js'
import { hashPassword } from '../agent/users/password.js'
import { UsersFile } from '../agent/users/users-file.js'
import { benchConfig, PushedRepository } from './benchmarks/trigger/pushed-repository.js'
import { ServedAgent } from './benchmarks/trigger/served-agent.js'
import { namedThings, releaseGame } from './interface/released-game.js'
import { signedIn } from './interface/signed-in.js'

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

/** Names in paths are often those of what is there. */
function withNames (text: string): string {
  const document = JSON.parse(text) as {
    paths: Record<string, Record<string, { parameters?: Array<{ name: string, schema: object }> }>>
  }
  for (const { parameters = [] } of Object.values(document.paths).flatMap(path => Object.values(path))) {
    for (const parameter of parameters) {
      const names = namedThings[parameter.name]
      if (names !== undefined) parameter.schema = { anyOf: [{ enum: names }, parameter.schema] }
    }
  }
  return JSON.stringify(document)
}

const folder = mkdtempSync(join(tmpdir(), 'packline-interface-'))
const workspace = join(folder, 'work/game')
const repository = new PushedRepository(folder, 'art', 1)
const times = { quietSeconds: 1, maxWaitSeconds: 10, pollSeconds: 600 }
const agent = new ServedAgent(folder, program, {
  ...benchConfig(folder, [repository], 'http://127.0.0.1:1', times),
  workspaces: [join(folder, 'work')],
  http: { localRole: 'none', rateLimitPerMinute: 10_000_000 }
})
try {
  const tool = schemathesis()
  releaseGame(workspace, program, agent.home)
  const tokens = new TokenFile(join(agent.home, 'tokens.json'), Date.now)
  const users = new UsersFile(join(agent.home, 'users.json'), Date.now)
  const password = randomUUID()
  const people = ['read', 'test', 'release', 'admin'] as const
  for (const role of people) {
    await users.add({ name: role, password: await hashPassword(password), roles: { game: role } })
  }
  await agent.start()
  const callers: Array<[name: string, headers: string[]]> = [['nobody', []]]
  for (const role of ['read', 'build', 'admin'] as const) {
    callers.push([`token ${role}`, ['--header', `Authorization: Bearer ${await tokens.add(role, role)}`]])
  }
  for (const role of people) {
    const headers = Object.entries(await signedIn(agent.address, { name: role, password }))
    callers.push([`person ${role}`, headers.flatMap(([name, value]) => ['--header', `${name}: ${value}`])])
  }
  const document = join(folder, 'openapi.json')
  const answer = await fetch(`${agent.address}/v1/openapi.json`, {
    headers: { authorization: `Bearer ${await tokens.add('look', 'read')}` }
  })
  writeFileSync(document, withNames(await answer.text()))
  for (const [name, headers] of callers.filter(([name]) => only === undefined || name === only)) {
    process.stdout.write(`\nas ${name}\n`)
    const mayEnd = name === 'token admin'
    const { status } = spawnSync(tool, [
      'run',
      document,
      '--url',
      agent.address,
      ...headers,
      '--checks',
      'all',
      // Another caller's token would be needed, and roles are checked by the runs themselves; a job that was
      // cancelled stays to be read.
      '--exclude-checks',
      'ignored_auth,object_level_authorization,positive_data_acceptance,use_after_free',
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
