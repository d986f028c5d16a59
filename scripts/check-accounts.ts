// Nobody sees or does what their role forbids, no change is lost or made twice, and the history names who made it: the
// long form of a test in agent/http/people.test.ts, over HTTP to an agent in a process of its own.
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { hashPassword } from '../agent/users/password.js'
import { UsersFile } from '../agent/users/users-file.js'
import { mixedAccounts, mixedCalls, rolesOf, withSecrets } from '../test/support/mixed-calls.js'
import type { Place } from '../test/support/mixed-calls.js'
import { ServedAgent } from './benchmarks/trigger/served-agent.js'
import { releaseGame } from './interface/released-game.js'
import { signedIn } from './interface/signed-in.js'

const program = [process.execPath, join(import.meta.dirname, '../dist/start.cjs')]
const { values } = parseArgs({
  options: {
    accounts: { type: 'string', default: '50' },
    calls: { type: 'string', default: '2000' },
    'at-once': { type: 'string', default: '25' },
    seed: { type: 'string', default: '1' }
  }
})
const [seed, projects] = [Number(values.seed), ['game', 'rival']]
const accounts = mixedAccounts(projects, Number(values.accounts), seed)
const [boss, nobody] = ['boss', 'nobody'].map(name => ({ name, roles: {} })) as [Boss, Boss]
type Boss = Place['boss']

const folder = mkdtempSync(join(tmpdir(), 'packline-accounts-'))
const agent = new ServedAgent(folder, program, {
  workspaces: [join(folder, 'work')],
  http: { localRole: 'none' }
})
try {
  for (const name of projects) releaseGame(join(folder, 'work', name), program, agent.home, name)
  const password = randomUUID()
  // Cheap on purpose: what is tried is not how long a password takes to read.
  const hash = await hashPassword(password, { ln: 5, r: 8, p: 1 })
  const users = new UsersFile(join(agent.home, 'users.json'), Date.now)
  for (const [name, roles] of Object.entries({ boss: { '*': 'admin' } as const, ...rolesOf(accounts) })) {
    await users.add({ name, password: hash, roles })
  }
  await agent.start()
  const signed = await Promise.all(
    [boss, ...accounts].map(async ({ name }) =>
      [name, await signedIn(agent.address, { name, password })] as const
    )
  )
  const sessions = new Map(signed)
  const ask: Place['ask'] = async ({ name }, { method, path, body, headers }) => {
    const answer = await fetch(`${agent.address}${path}`, {
      method,
      redirect: 'manual',
      headers: {
        accept: path.startsWith('/v1') ? 'application/json' : 'text/html',
        ...sessions.get(name),
        ...body !== undefined && { 'content-type': 'application/json' },
        ...headers
      },
      ...body !== undefined && { body: JSON.stringify(body) }
    })
    return { status: answer.status, etag: answer.headers.get('etag') ?? undefined, text: await answer.text() }
  }
  const place = {
    projects: await withSecrets(ask, boss, projects),
    accounts: [nobody, ...accounts],
    ask,
    boss
  }
  const started = performance.now()
  const { wrong, counts } = await mixedCalls(place, {
    seed,
    calls: Number(values.calls),
    atOnce: Number(values['at-once'])
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const answers = Object.entries(counts).map(([status, count]) => `${count} × ${status}`).join(', ')
  process.stdout.write(
    `${accounts.length} accounts, ${values.calls} calls in ${seconds} s: ${answers}. Wrong: ${wrong.length}.\n`
  )
  for (const each of wrong) process.stdout.write(`${each}\n`)
  process.exitCode = wrong.length === 0 ? 0 : 1
} finally {
  await agent.stop()
  rmSync(folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
}
