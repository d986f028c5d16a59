// Takes 10 s.
import { execFileSync } from 'node:child_process'
import { readFileSync, statSync, writeFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseAgentConfig } from '../agent/config/agent-config-check.js'
import { declaredParameters } from '../agent/trigger/testing/watched-repository.js'
import { plainEnvironment, TestRepository } from '../agent/trigger/testing/repositories.js'

const root = join(import.meta.dirname, '..')
const page = readFileSync(join(root, 'docs/trigger.md'), 'utf8')
const blocks = (language: string): string[] =>
  [...page.matchAll(new RegExp(`\`\`\`${language}\n([\\s\\S]*?)\`\`\``, 'g'))].map(([, text]) => text!)
const sh = (script: string, cwd: string, environment: Record<string, string | undefined> = {}): string =>
  execFileSync('sh', ['-euc', script], {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...plainEnvironment, ...environment }
  })

t.test('the configurations of the page are valid', async t => {
  const [first, second] = blocks('json')
  t.equal(parseAgentConfig('first', Buffer.from(first!)).repositories.dk?.branches[0], 'main')
  t.equal(
    parseAgentConfig('second', Buffer.from(second!)).repositories.dk?.pipelines.assets?.job,
    'games/dk-assets'
  )
})

t.test('the job of the page declares every parameter that a start gives', async t => {
  const names = [...blocks('groovy')[0]!.matchAll(/string\(name: '(\w+)'/g)].map(([, name]) => name!)
  t.same(names, declaredParameters)
  const job = blocks('groovy')[0] ?? ''
  t.equal(job.match(/checkout /g)?.length, 1, 'one checkout: by default Jenkins makes one of its own')
  t.match(
    job,
    /skipDefaultCheckout\(\)[^]*extensions: scm\.extensions/,
    'with the submodules and LFS of its own'
  )
})

t.test('the commands of the first steps build a push on one machine', async t => {
  const folder = t.testdir()
  const origin = new TestRepository(join(folder, 'origin.git'))
  origin.commit({
    message: 'start',
    files: {
      'packline.json':
        '{"project":"dk","assets":{"rules":[{"name":"sound","processor":"copy","include":["sound/**"]}]}}'
    }
  })
  const work = join(folder, 'work')
  sh(
    `git clone --quiet ${origin.url} work && cd work && mkdir sound && echo 1 > sound/a.wav && git add -A && git commit --quiet -m sound`,
    folder
  )
  const config = JSON.parse(blocks('json')[0]!) as { repositories: { dk: { url: string } } }
  config.repositories.dk.url = origin.url
  writeFileSync(join(work, 'agent.json'), JSON.stringify(config))
  const commands = blocks('sh')[0]!
  t.match(commands, /git push/)

  const output = sh(commands, work, {
    PATH: `${join(root, 'scripts')}:${process.env.PATH}`,
    PACKLINE_HOME: join(folder, 'home'),
    PACKLINE_LANG: 'en'
  })

  t.match(output, new RegExp(`good: ${origin.head()!.slice(0, 10)}`))
})

t.test('the commands for a secret and for servers without a forge do what the page says', async t => {
  const folder = t.testdir()
  const [, secret, script, gitScript] = blocks('sh')
  for (const hooks of ['svn/games/hooks', 'git/dk.git/hooks']) {
    mkdirSync(join(folder, hooks), { recursive: true })
  }
  sh(secret!.replaceAll('/etc/packline', folder), folder)
  sh(script!.replaceAll('/srv/svn', join(folder, 'svn')), root)
  sh(gitScript!.replaceAll('/srv/git', join(folder, 'git')), root)

  t.match(readFileSync(join(folder, 'gitlab-hook-secret'), 'utf8'), /^[0-9a-f]{64}\n$/)
  t.equal(statSync(join(folder, 'gitlab-hook-secret')).mode & 0o777, 0o600)
  t.equal(statSync(join(folder, 'svn/games/hooks/post-commit')).mode & 0o777, 0o755)
  t.equal(statSync(join(folder, 'git/dk.git/hooks/post-receive')).mode & 0o777, 0o755)
})
