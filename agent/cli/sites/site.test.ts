import { execFileSync, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer as createHttp } from 'node:http'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { Server } from 'node:net'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { projectHere } from '../../../test/support/project-here.js'

const hostile = [
  'a "b" \\ $HOME ${X} $$ %h %% `id`',
  "'; touch /tmp/x #",
  '- no: [yes]',
  '#{x} {{ y }}',
  '1:30'
]

function lacks (word: string, program: string, args: string[]): string | false {
  return spawnSync(program, args).error === undefined ? false : word
}

const noUnits = lacks('Debian package systemd', 'systemd-analyze', ['--version'])
const noCompose = lacks('podman-compose is missing: pip install podman-compose', 'podman-compose', ['-h'])
const noAnsible = lacks('ansible-core is missing: pip install ansible-core', 'ansible-inventory', ['-h'])

/** A review of everything on one machine; `change` is of the project file. */
function reviewProject (change: (project: any) => void = () => {}): any {
  const service = (port: number, namespace?: string): object => ({
    addresses: [`game.review.example:${port}`],
    ...namespace !== undefined &&
      { databases: ['mongodb://db.example:27017', 'redis://db.example'], namespace }
  })
  const runs = (name: string): object => ({ image: `registry.example/${name}@sha256:${'0'.repeat(64)}` })
  const project = {
    project: 'dk',
    environments: {
      'review-1': {
        services: {
          GameServer: service(8101, 'review-1'),
          BattleServer: service(8102),
          VMS: { addresses: ['https://vms.review.example/v1'] },
          Global: service(8104, 'review-1-global'),
          Pay: { from: 'live' }
        }
      },
      live: { services: { Pay: { addresses: ['pay.example:443'] } } }
    },
    sites: {
      'review-1': {
        environment: 'review-1',
        machine: 'review-01.example',
        contacts: [{ name: '运维 <b>', reach: '+86 10 `1234`' }],
        services: {
          GameServer: {
            ...runs('game'),
            after: ['Global', 'BattleServer'],
            arguments: hostile,
            settings: Object.fromEntries(hostile.map((text, index) => [`TEXT_${index}`, text])),
            secrets: { MONGO_PASSWORD: '/etc/dk/mongo' }
          },
          BattleServer: { ...runs('battle'), after: ['Global'] },
          VMS: { ...runs('vms'), ports: [8103], check: { path: '/health', contains: 'ok' } },
          Global: { ...runs('global'), check: { send: 'PING\r\n', contains: 'PONG' } }
        }
      }
    }
  }
  change(project)
  return project
}

function asPrograms (project: any): void {
  const site = project.sites['review-1']
  site.user = 'daemon'
  for (const service of Object.values<any>(site.services)) {
    delete service.image
    service.program = '/bin/true'
  }
}

function filesBelow (folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
  return Object.fromEntries(
    names.map(({ parentPath, name }) => [name, readFileSync(join(parentPath, name), 'utf8')])
  )
}

t.test('a site is rendered from its environment: the same bytes, and nothing that means something', async t => {
  const { packline, folder } = projectHere(t.testdir({}), reviewProject())
  t.match(await packline('site', 'plan', '--json'), { status: 0 })
  t.match((await packline('site', 'plan', '--json')).json().sites, [{
    id: 'dk-review-1',
    runtime: 'compose',
    services: [
      { name: 'Global', ports: [8104] },
      { name: 'BattleServer' },
      { name: 'GameServer', namespace: 'review-1' },
      { name: 'VMS', ports: [8103], addresses: ['https://vms.review.example/v1'] }
    ],
    borrowed: [{ name: 'Pay', from: 'live', addresses: ['pay.example:443'] }]
  }])
  t.match(await packline('site', 'plan'), { stdout: /review-1 +review-01\.example +Global .* 8104/ })

  t.match(await packline('site', 'render', 'review-1', '--output', 'one'), {
    status: 0,
    stderr: /3 files are/
  })
  await packline('site', 'render', 'review-1', '--output', 'two')
  const files = filesBelow(join(folder, 'one'))
  t.strictSame(filesBelow(join(folder, 'two')), files)
  t.match(JSON.parse(files['namespaces.json']!).namespaces, [
    { service: 'Global', kind: 'mongodb', database: 'review-1-global' },
    { kind: 'redis', rules: ['~review-1-global:*'] },
    { service: 'GameServer', kind: 'mongodb', database: 'review-1' },
    { kind: 'redis' }
  ])

  t.test('compose reads it as it was meant', { skip: noCompose }, async t => {
    const read = spawnSync('podman-compose', ['-f', 'compose.yaml', 'config'], {
      cwd: join(folder, 'one'),
      encoding: 'utf8',
      env: { ...process.env, HOME: '/nowhere', X: 'taken' }
    })
    t.equal(read.status, 0, read.stderr)
    const { parse } = await import('yaml')
    const { services, secrets } = parse(read.stdout, { version: '1.1' })
    t.strictSame(services.GameServer.command, hostile)
    t.match(services.GameServer.environment, {
      TEXT_0: hostile[0],
      TEXT_4: '1:30',
      MONGO_PASSWORD_FILE: /run/
    })
    t.match(services.VMS.ports, ['8103:8103'])
    t.match(secrets, { 'GameServer-MONGO_PASSWORD': { file: '/etc/dk/mongo' } })
  })

  t.test('Ansible reads the inventory', { skip: noAnsible }, async t => {
    const listed = execFileSync('ansible-inventory', ['-i', 'inventory.yml', '--list'], {
      cwd: join(folder, 'one'),
      encoding: 'utf8'
    })
    t.match(JSON.parse(listed), {
      site_review_1: { hosts: ['review-01.example'] },
      service_VMS: { hosts: ['review-01.example'] },
      _meta: { hostvars: { 'review-01.example': { packline_site: 'dk-review-1' } } }
    })
  })
})

t.test('programs become units that systemd takes', async t => {
  const { packline, folder } = projectHere(t.testdir({}), reviewProject(asPrograms))
  t.match(await packline('site', 'render', 'review-1', '--output', 'out'), { status: 0, stderr: /7 files/ })
  const units = join(folder, 'out/systemd')
  const lines = readFileSync(join(units, 'dk-review-1-GameServer.service'), 'utf8').split('\n')
  for (
    const line of [
      'After=network-online.target dk-review-1-Global.service dk-review-1-BattleServer.service',
      'LoadCredential=MONGO_PASSWORD:/etc/dk/mongo',
      'Environment="MONGO_PASSWORD_FILE=%d/MONGO_PASSWORD"',
      'Environment="TEXT_0=a \\"b\\" \\\\ $HOME ${X} $$ %%h %%%% `id`"'
    ]
  ) t.ok(lines.includes(line), line)
  t.ok(
    lines.some(line =>
      line.startsWith('ExecStart=/bin/true "a \\"b\\" \\\\ $$HOME $${X} $$$$ %%h %%%% `id`"')
    ),
    'variables are none'
  )
  t.test('systemd-analyze', { skip: noUnits }, async t => {
    const files = readdirSync(units).map(name => join(units, name))
    const said = spawnSync('systemd-analyze', ['verify', '--man=no', ...files], { encoding: 'utf8' })
    t.equal(said.status, 0)
    t.equal(said.stderr.split('\n').filter(line => line.includes('dk-review')).join('\n'), '')
  })

  // A service that is gone, a file that somebody changed, and one of theirs.
  writeFileSync(join(units, 'theirs.conf'), 'keep')
  writeFileSync(
    join(folder, 'packline.json'),
    JSON.stringify(reviewProject(project => {
      asPrograms(project)
      delete project.environments['review-1'].services.VMS
      delete project.sites['review-1'].services.VMS
    }))
  )
  t.match((await packline('site', 'render', 'review-1', '--output', 'out', '--json')).json(), {
    removed: ['systemd/dk-review-1-VMS.service']
  })
  t.strictSame(readdirSync(units).filter(name => /VMS|theirs/.test(name)), ['theirs.conf'])
  writeFileSync(join(units, 'dk-review-1.target'), 'mine now')
  t.match(await packline('site', 'render', 'review-1', '--output', 'out'), {
    status: 1,
    stderr: /systemd\/dk-review-1\.target.*SITE_FOLDER_TAKEN/s
  })
})

t.test('what does not go together is told, each with its place', async t => {
  const site = (project: any): any => project.sites['review-1']
  const cases: Array<[change: (project: any) => void, told: RegExp]> = [
    [project => delete site(project).services.VMS, /services\.VMS.*how this service/],
    [project => {
      site(project).services.Pay = { image: 'pay' }
    }, /services\.Pay.*a service that the environment has/],
    [project => {
      site(project).services.VMS.program = '/bin/vms'
    }, /services\.VMS.*either an image or a program/],
    [project => {
      site(project).services.VMS = { program: '/bin/vms', ports: [1] }
    }, /a program for every service/],
    [project => {
      site(project).services.Global.after = ['GameServer']
    }, /itself wait for GameServer|wait for Global/],
    [project => {
      site(project).services.Global.settings = { DB_PASSWORD: 'x' }
    }, /nothing secret/],
    [project => {
      site(project).environment = 'reviw-1'
    }, /did you mean review-1/],
    [project => {
      site(project).machine = '-oProxyCommand=x'
    }, /sites\.review-1\.machine/],
    [project => {
      site(project).services.Global.image = '--privileged'
    }, /the name of an image/],
    [project => {
      site(project).services.GameServer.secrets = { A: '/etc/../x' }
    }, /absolute path/],
    [project => {
      site(project).services.GameServer.arguments = ['a\nUser=root']
    }, /one line/],
    [project => {
      site(project).services['a/../b'] = { image: 'x' }
    }, /services/],
    [project => {
      project.sites['../x'] = site(project)
    }, /sites/]
  ]
  for (const [change, told] of cases) {
    const { packline } = projectHere(t.testdir({}), reviewProject(change))
    t.match(await packline('site', 'plan', 'review-1'), { status: 2, stderr: told })
  }
  const { packline } = projectHere(t.testdir({}), reviewProject())
  t.match(await packline('site', 'plan', 'reviw-1'), { status: 2, stderr: /SITE_UNKNOWN/ })
  t.match(await packline('site', 'render', 'review-1'), { status: 2, stderr: /--output DIR/ })
})

t.test('ports, namespaces and addresses that two sites claim are found over all projects', async t => {
  const base = t.testdir({ other: {} })
  const { packline, folder } = projectHere(
    base,
    reviewProject(project => {
      project.environments.two = {
        services: {
          GameServer: { addresses: ['GAME.review.example:8101'] },
          Admin: { addresses: ['admin.example:9000', 'game.review.example:8101'] }
        }
      }
      project.sites.two = {
        environment: 'two',
        machine: 'Review-01.example',
        services: { GameServer: { image: 'a' }, Admin: { image: 'b', ports: [8102] } }
      }
    })
  )
  const ended = await packline('site', 'check', 'two', '--planned')
  t.match(ended, { status: 1, stderr: /SITE_FINDINGS/ })
  t.match(ended.stderr, /two\/GameServer: the port 8101 is that of dk\/review-1\/GameServer too/)
  t.match(ended.stderr, /two\/GameServer: the address game\.review\.example:8101 is that of dk\/review-1/)
  t.match(ended.stderr, /two\/Admin: the port 8102 is that of dk\/review-1\/BattleServer too/)
  t.match(
    ended.stderr,
    /two\/Admin: the address game\.review\.example:8101 is that of dk\/review-1\/GameServer/
  )

  const other = join(folder, 'other')
  mkdirSync(other, { recursive: true })
  const theirs = reviewProject(project => {
    project.project = 'sd'
    project.environments['review-1'].services.GameServer.databases = ['DB.example:6379']
    project.environments['review-1'].services.Global.namespace = 'Review-1-GLOBAL'
    project.sites['review-1'].machine = 'elsewhere.example'
  })
  writeFileSync(join(other, 'packline.json'), JSON.stringify(theirs))
  const both = await packline('site', 'check', 'review-1', '--planned', '--with', 'other', '--json')
  t.match(both, { status: 1 })
  t.match(both.stdout, /the namespace review-1 is that of sd\/review-1\/GameServer too/)
  t.match(both.stdout, /the namespace review-1-global is that of sd\/review-1\/Global too/, 'in any case')
})

async function listening<S extends Server> (t: Test, server: S): Promise<number> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.close()
  })
  return (server.address() as AddressInfo).port
}

t.test('a running site is asked; a port that somebody else has is told with whom', async t => {
  let health = 'all ok'
  const vms = await listening(t, createHttp((_, reply) => reply.end(health)))
  const global = await listening(
    t,
    createServer(socket => {
      socket.on('error', () => {}).on('data', () => socket.end('+PONG\r\n'))
    })
  )
  const database = createServer(socket => socket.end())
  const redis = await listening(t, database)
  const { packline, folder } = projectHere(
    t.testdir({}),
    reviewProject(project => {
      const { services } = project.environments['review-1']
      delete services.GameServer
      delete services.BattleServer
      services.VMS.addresses = [`http://127.0.0.1:${vms}`]
      services.Global = {
        addresses: [`127.0.0.1:${global}`],
        databases: [`127.0.0.1:${redis}`],
        namespace: 'n'
      }
      const site = project.sites['review-1']
      site.machine = 'localhost'
      delete site.services.GameServer
      delete site.services.BattleServer
      delete site.services.VMS.ports
    })
  )
  t.match(await packline('site', 'check'), { status: 0, stderr: /Nothing stands against review-1/ })
  const record = join(folder, '.home/proofs/sites/dk.review-1.json')
  t.match(JSON.parse(readFileSync(record, 'utf8')), { lastGood: /^20/, failed: undefined })

  // Nothing says that the database's client notices by itself.
  await new Promise(resolve => database.close(resolve))
  t.match(await packline('site', 'check'), {
    status: 1,
    stderr: /the database 127\.0\.0\.1:\d+|127\.0\.0\.1:\d+ .*refused|cannot/
  })
  health = 'starting'
  t.match(await packline('site', 'check'), {
    status: 1,
    stderr: /review-1\/VMS: http:\/\/127\.0\.0\.1:\d+ does not answer.*it answers "starting", without ok/
  })
  t.match(JSON.parse(readFileSync(record, 'utf8')), { lastGood: /^20/, failed: { problems: [/^VMS: /] } })
  t.match(await packline('site', 'check', '--planned'), {
    status: 1,
    stderr: new RegExp(`review-1/Global: .* \\(${process.pid}\\) listens on port ${global} already`)
  })
})

t.test('a runbook is for people of another operator, in their language', async t => {
  const { packline } = projectHere(t.testdir({}), reviewProject())
  const { stdout } = await packline('site', 'runbook', 'review-1', '--language', 'en')
  t.match(stdout, /Start, in this order[^]*1\. Global[^]*2\. BattleServer[^]*3\. GameServer[^]*4\. VMS/)
  t.match(stdout, /curl -sS -i 'https:\/\/vms\.review\.example\/health'/)
  t.match(stdout, /The secret MONGO_PASSWORD of GameServer is in the file `\/etc\/dk\/mongo`/)
  t.match(stdout, /- 运维 &lt;b\\>: \+86 10 \\`1234\\`/)
  const chinese = (await packline('site', 'runbook', 'review-1', '--language', 'zh-CN')).stdout
  t.match(chinese, /## 按此顺序启动/)
  t.notMatch(chinese, /\{\w+\}|Start|holds/)
})
