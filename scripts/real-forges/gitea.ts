import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { freePort } from '../../agent/processes/free-port.js'
import { setStatus } from '../../agent/trigger/forge-call.js'
import { hasCode } from '../../agent/errors.js'
import { eventually, tried } from './tried.js'
import { WatchingAgent, hookSecret } from './watching-agent.js'
import { WorkingCopy, soundProject } from './working-copy.js'

const password = 'not-A-secret-1'
const { signal } = new AbortController()

interface GivenStatus {
  context: string
  status: string
  description: string
}

/** A whole Gitea with a database of its own: webhooks, statuses, Git LFS, tokens with scopes. */
export async function tryGitea (folder: string, program: string): Promise<void> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const gitea = await startGitea(folder, program, port)
  const agents: WatchingAgent[] = []
  try {
    const api = gitea.api
    await api('POST', '/orgs', { username: 'games' })
    await api('POST', '/orgs/games/repos', { name: 'dk', default_branch: 'main', private: true })
    const remote = url.replace('//', `//farm:${password}@`)
    const anna = new WorkingCopy(join(folder, 'anna'), `${remote}/games/dk.git`, {
      HOME: join(folder, 'anna')
    })
    anna.git('lfs', 'install', '--local')
    anna.git('lfs', 'track', '*.ogg')
    const first = anna.push('start', { 'packline.json': soundProject, 'sound/a.ogg': 'drums' })

    writeFileSync(join(folder, 'token'), gitea.token)
    const agent = new WatchingAgent(folder, {
      url: `${url}/games/dk.git`,
      user: 'farm',
      forge: 'gitea',
      tokenFile: join(folder, 'token')
    })
    agents.push(agent)
    const address = await agent.start()
    await api('POST', '/repos/games/dk/hooks', {
      type: 'gitea',
      active: true,
      events: ['push'],
      config: { url: `${address}/v1/hooks/gitea`, content_type: 'json', secret: hookSecret }
    })
    const head = anna.push('louder', { 'sound/a.ogg': 'trumpets' })
    tried(
      "a push starts a build by Gitea's webhook, files of Git LFS and all",
      await agent.resultOf(head),
      'succeeded'
    )
    const statuses = await eventually('the status', async () => {
      const found = await api<GivenStatus[]>('GET', `/repos/games/dk/commits/${head}/statuses`)
      return found.some(({ status }) => status === 'success') ? found : undefined
    })
    tried('its head got the statuses', statuses.map(({ context, status }) => `${context} ${status}`).sort(), [
      'packline/assets pending',
      'packline/assets success'
    ])
    const bad = anna.push('broken', { 'packline.json': '{' })
    tried('a build that fails is one', await agent.resultOf(bad), 'failed')
    await tryAnswers(gitea, url, first)
  } finally {
    for (const agent of agents) await agent.stop()
    gitea.end()
  }
}

/** What agent/trigger/fixtures/forge-answers.json says of Gitea, of a real one. */
async function tryAnswers (gitea: Gitea, url: string, commit: string): Promise<void> {
  const set = async (token: string, project: string, sha: string): Promise<string> => {
    const access = { forge: 'gitea' as const, apiUrl: `${url}/api/v1`, project, token, retryMs: 1 }
    try {
      await setStatus(
        access,
        sha,
        { state: 'succeeded', name: 'packline/other', url: null, description: 'Built' },
        signal
      )
      return 'none'
    } catch (error) {
      return hasCode(error, 'FORGE_REFUSED') ? 'FORGE_REFUSED' : String(error)
    }
  }
  const gone = 'da1560886d4f094c3e6c9ef40349f7d38b5d27d7'
  const reader = await gitea.tokenFor('read:repository')
  tried('Gitea takes a status', await set(gitea.token, 'games/dk', commit), 'none')
  tried('and the same again', await set(gitea.token, 'games/dk', commit), 'none')
  tried('a commit that is gone is passed over', await set(gitea.token, 'games/dk', gone), 'none')
  tried('a token that lacks the scope is refused', await set(reader, 'games/dk', commit), 'FORGE_REFUSED')
  tried('so is a wrong one', await set('0'.repeat(40), 'games/dk', commit), 'FORGE_REFUSED')
  tried(
    'a repository that is not there is told',
    await set(gitea.token, 'games/none', commit),
    'FORGE_REFUSED'
  )
  for (
    const [what, token, project, sha] of [
      ['a status', gitea.token, 'games/dk', commit],
      ['a commit that is gone', gitea.token, 'games/dk', gone],
      ['the scope', reader, 'games/dk', commit],
      ['a wrong token', '0'.repeat(40), 'games/dk', commit],
      ['another repository', gitea.token, 'games/none', commit]
    ] as const
  ) {
    const answer = await fetch(`${url}/api/v1/repos/${project}/statuses/${sha}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `token ${token}` },
      body: JSON.stringify({ state: 'success', context: 'packline/other' })
    })
    process.stdout.write(`answer ${what}: ${answer.status} ${(await answer.text()).slice(0, 300)}\n`)
  }
}

interface Gitea {
  token: string
  api: <T>(method: string, path: string, body?: object) => Promise<T>
  tokenFor: (scopes: string) => Promise<string>
  end: () => void
}

async function startGitea (folder: string, program: string, port: number): Promise<Gitea> {
  const home = join(folder, 'gitea')
  const config = join(home, 'app.ini')
  mkdirSync(home)
  writeFileSync(config, configuration(home, port, dirname(program)))
  const environment = { PATH: process.env.PATH, HOME: home, GITEA_WORK_DIR: home, USER: 'root' }
  const gitea = (...args: string[]): string =>
    execFileSync(program, ['--config', config, ...args], {
      env: environment,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit']
    })
  gitea('migrate')
  gitea(
    'admin',
    'user',
    'create',
    '--username',
    'farm',
    '--password',
    password,
    '--email',
    'farm@example.com',
    '--admin',
    '--must-change-password=false'
  )
  let made = 0
  const tokenFor = async (scopes: string): Promise<string> =>
    gitea(
      'admin',
      'user',
      'generate-access-token',
      '--username',
      'farm',
      '--token-name',
      `token-${made++}`,
      '--scopes',
      scopes,
      '--raw'
    )
      .trim()
      // To root it says more before.
      .replace(/^.*\n/gs, '')
  const token = await tokenFor('write:repository')
  const all = await tokenFor('all')
  const server = spawn(program, ['--config', config, 'web'], { env: environment, stdio: 'ignore' })
  const exited = once(server, 'exit')
  const api = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const answer = await fetch(`http://127.0.0.1:${port}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', authorization: `token ${all}` },
      ...body !== undefined && { body: JSON.stringify(body) }
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return await answer.json() as T
  }
  const version = await eventually('Gitea', async () => {
    if (server.exitCode !== null) throw new Error('Gitea ended')
    return await api<{ version: string }>('GET', '/version').catch(() => undefined)
  })
  process.stdout.write(`Gitea ${version.version}\n`)
  return {
    token,
    api,
    tokenFor,
    end: () => {
      server.kill()
      exited.catch(() => {})
    }
  }
}

function configuration (home: string, port: number, files: string): string {
  return `
APP_NAME = packline
RUN_USER = root
I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
WORK_PATH = ${home}
[server]
HTTP_ADDR = 127.0.0.1
HTTP_PORT = ${port}
ROOT_URL = http://127.0.0.1:${port}/
STATIC_ROOT_PATH = ${files}
APP_DATA_PATH = ${home}/data
LFS_START_SERVER = true
LFS_JWT_SECRET = ${'A'.repeat(43)}
[database]
DB_TYPE = sqlite3
PATH = ${home}/gitea.db
[security]
INSTALL_LOCK = true
SECRET_KEY = not-a-secret
[webhook]
ALLOWED_HOST_LIST = loopback
DELIVER_TIMEOUT = 10
[log]
MODE = file
LEVEL = warn
ROOT_PATH = ${home}/log
`
}
