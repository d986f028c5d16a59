import { mkdirSync, writeFileSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { PacklineError } from '../errors.js'
import { parseAgentConfig } from './agent-config-check.js'
import { defaultAgentConfig, defaultConfigFile, loadAgentConfig, packlineHome } from './agent-config.js'
import { agentSchema } from './agent-schema.js'
import { readSecret } from './secret.js'

const parse = (document: unknown) => parseAgentConfig('agent.json', Buffer.from(JSON.stringify(document)))

const example = {
  device: 'mac-01',
  labels: ['macos', 'texturepacker'],
  listen: '127.0.0.1:7420',
  workspaces: ['/builds'],
  zookeeper: {
    servers: 'zk1:2181,zk2:2181',
    chroot: '/packline',
    sessionTimeoutMs: 15000,
    auth: 'digest:user:file:/path'
  },
  licences: {
    texturepacker: {
      seats: 2,
      mode: 'pinned',
      devices: ['mac-01', 'linux-03'],
      jobsPerDevice: 4,
      lingerMs: 60000,
      graceMs: 15000,
      maxWaitMs: 600000
    }
  },
  jenkins: { url: 'https://ci.example', user: 'farm', tokenFile: 'jenkins-token' },
  alerts: { pagerduty: { routingKeyFile: 'routing-key' } }
}

function mistakesOf (document: unknown): Array<{ path: string, suggestion?: string, expected?: string }> {
  try {
    parse(document)
  } catch (error) {
    if (error instanceof PacklineError && error.code === 'CONFIG_INVALID') return error.details.list as never
    throw error
  }
  return []
}

t.test('takes the documented example', async t => {
  const config = parse(example)
  t.match(config, example)
  t.equal(config.licences.texturepacker?.holdMs, 30_000, 'defaults are filled in below names')
  t.ok(Object.isFrozen(config.licences.texturepacker?.devices))
})

t.test('machines that share no store have no licence whose seats float', async t => {
  const farm = { agents: ['http://mac-02:7420'] }
  const floating = { tool: { seats: 2, mode: 'floating' } }
  t.match(mistakesOf({ farm, licences: floating }), [{
    path: 'licences.tool.mode',
    expected: /zookeeper.*pinned/
  }])
  t.same(parse({ farm }).licences, {}, 'nor the one that a machine alone has by default')
  for (
    const allowed of [
      { farm, licences: { tool: { mode: 'pinned', devices: ['mac-01'] } } },
      { farm, licences: floating, zookeeper: { servers: 'zk1:2181' } },
      { licences: floating }
    ]
  ) t.same(mistakesOf(allowed), [])
})

t.test('without a file everything is the default, and equals what the validator fills in', async t => {
  const { config, isPresent } = await loadAgentConfig({ HOME: t.testdir(), XDG_CONFIG_HOME: '' }, '/')
  t.equal(isPresent, false)
  t.same(config, parse({}))
  t.same(defaultAgentConfig().licences.texturepacker, {
    seats: 2,
    mode: 'floating',
    devices: [],
    jobsPerDevice: 4,
    lingerMs: 60000,
    graceMs: 15000,
    holdMs: 30000,
    maxWaitMs: 600000
  })
})

t.test("finds its file by option, by PACKLINE_CONFIG, and in the user's folder, in that order", async t => {
  const home = t.testdir({ 'option.json': '{"device":"option"}', 'variable.json': '{"device":"variable"}' })
  const environment = { HOME: home, XDG_CONFIG_HOME: join(home, 'config') }
  const standard = defaultConfigFile(environment, process.platform)
  mkdirSync(join(standard, '..'), { recursive: true })
  writeFileSync(standard, '{"device":"standard"}')
  const named = { ...environment, PACKLINE_CONFIG: 'variable.json' }

  t.equal((await loadAgentConfig(environment, home)).config.device, 'standard')
  t.equal((await loadAgentConfig(named, home)).config.device, 'variable')
  t.equal((await loadAgentConfig(named, home, 'option.json')).config.device, 'option')
})

t.test('a file asked for by name has to be there, readable and JSON', async t => {
  const folder = t.testdir({ 'bad.json': '{,}', folder: {} })
  await t.rejects(loadAgentConfig({}, folder, 'none.json'), {
    code: 'AGENT_CONFIG_NOT_FOUND',
    details: { file: join(folder, 'none.json') }
  })
  await t.rejects(loadAgentConfig({}, folder, 'folder'), { code: 'CONFIG_UNREADABLE' })
  await t.rejects(loadAgentConfig({}, folder, 'bad.json'), { code: 'CONFIG_NOT_JSON' })
})

t.test('reports all mistakes in one go', async t => {
  const paths = mistakesOf({
    devise: 'x',
    listen: 'nowhere',
    zookeeper: { servers: '[::1]:2181', chroot: 'packline', auth: 'digest:user:secret' },
    licences: { 'a b': {}, tool: { seats: 0, jobsPerDevice: 0, mode: 'floting' } },
    jenkins: { url: 'https://user:secret@ci.example' }
  })
    .map(each => each.path)
  for (
    const path of [
      'devise',
      'listen',
      'zookeeper.servers',
      'zookeeper.chroot',
      'zookeeper.auth',
      'licences.tool.seats',
      'licences.tool.jobsPerDevice',
      'licences.tool.mode',
      'jenkins.url'
    ]
  ) {
    t.ok(paths.includes(path), path)
  }
})

t.test('checks what fields mean together', async t => {
  t.match(
    mistakesOf({
      zookeeper: { servers: 'a:99999', tls: { ca: 'ca.pem', cert: 'cert.pem' } },
      licences: {
        none: {},
        many: { seats: 1, devices: ['a', 'b'] },
        any: { mode: 'floating', devices: ['a'] }
      }
    })
      .map(each => each.path)
      .sort(),
    [
      'licences.any.devices',
      'licences.many.devices',
      'licences.none.devices',
      'zookeeper.servers',
      'zookeeper.tls'
    ]
  )
})

t.test("PACKLINE_HOME wins over the platform's folder", async t => {
  t.equal(packlineHome({ PACKLINE_HOME: '/srv/packline', HOME: '/home/a' }, 'linux'), '/srv/packline')
  t.equal(packlineHome({ HOME: '/home/a' }, 'linux'), '/home/a/.local/share/packline')
  t.equal(packlineHome({ HOME: '/home/a', XDG_DATA_HOME: '/data' }, 'linux'), '/data/packline')
  t.equal(packlineHome({ HOME: '/Users/a' }, 'darwin'), '/Users/a/Library/Application Support/packline')
})

t.test('without HOME it is the folder of the user, never the one that a command is called in', async t => {
  const known = process.env.HOME
  process.env.HOME = ''
  const homes = [{ HOME: '' }, {}].map(environment => packlineHome(environment, 'linux'))
  if (known === undefined) delete process.env.HOME
  else process.env.HOME = known
  const wanted = join(userInfo().homedir, '.local/share/packline')
  t.same(homes, [wanted, wanted])
})

t.test('and `/` for a user of whom the system knows nothing, as in many containers', {
  skip: process.geteuid?.() === 0 ? false : 'only root can be another user'
}, async t => {
  process.seteuid?.(54_321)
  let home = ''
  try {
    home = packlineHome({}, 'linux')
  } finally {
    process.seteuid?.(0)
  }
  t.equal(home, '/.local/share/packline')
})

t.test('secrets come from a file or the environment and stay out of the error', async t => {
  const folder = t.testdir({ token: 'canary\n', empty: '' })
  t.equal(await readSecret('token', {}, folder), 'canary')
  t.equal(await readSecret('file:token', {}, folder), 'canary')
  t.equal(await readSecret('env:TOKEN', { TOKEN: 'canary' }, folder), 'canary')
  for (const reference of ['file:none', 'empty', 'env:NONE']) {
    await t.rejects(readSecret(reference, {}, folder), { code: 'CONFIG_SECRET_MISSING' })
  }
})

t.test('every field has a description', async t => {
  const missing: string[] = []
  const walk = (
    schema: { description?: string, properties?: object, additionalProperties?: unknown },
    path: string
  ): void => {
    if (schema.description === undefined) missing.push(path)
    for (const [name, field] of Object.entries(schema.properties ?? {})) {
      walk(field as object, `${path}.${name}`)
    }
    if (typeof schema.additionalProperties === 'object') {
      walk(schema.additionalProperties as object, `${path}.*`)
    }
  }
  walk(agentSchema, 'agent')
  t.same(missing, [])
})
