import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'plist'
import t from 'tap'

const script = join(import.meta.dirname, 'install-agent')
const install = (...words: string[]) => spawnSync(script, words, { encoding: 'utf8' })
const isHere = (program: string): boolean => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0

t.test('writes a unit that systemd takes', async t => {
  const root = t.testdir()
  t.match(install('--system', 'systemd', '--root', root, '--user', 'jenkins', '--home', '/srv/packline'), {
    status: 0
  })
  const file = join(root, 'etc/systemd/system/packline-agent.service')
  const text = readFileSync(file, 'utf8')
  t.notMatch(text, /@[A-Z_]+@/)
  const values = new Map(
    text.split('\n').filter(line => /^\w+=/.test(line)).map(line => [
      line.slice(0, line.indexOf('=')),
      line.slice(line.indexOf('=') + 1)
    ])
  )
  t.equal(values.get('ExecStart'), `${join(import.meta.dirname, 'packline')} serve`)
  t.match(text, 'PACKLINE_HOME=/srv/packline')
  t.match([values.get('User'), values.get('KillMode'), values.get('OOMPolicy'), values.get('WantedBy')], [
    'jenkins',
    'process',
    'continue',
    'multi-user.target'
  ])
  t.ok(Number(values.get('TimeoutStopSec')) > 320, 'longer than a drain and the end of what is late')
  if (isHere('systemd-analyze')) {
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', file], { encoding: 'utf8' })
    t.same(stderr.split('\n').filter(line => line.includes('packline-agent.service:')), [], stderr)
  }
  t.same(JSON.parse(readFileSync(join(root, 'etc/packline/agent.json'), 'utf8')), { workspaces: [] })
})

t.test('writes a property list that launchd takes', async t => {
  const root = t.testdir()
  t.match(install('--system', 'launchd', '--root', root, '--user', 'build'), { status: 0 })
  const file = join(root, 'Library/LaunchDaemons/com.packline.agent.plist')
  t.match(parse(readFileSync(file, 'utf8')), {
    Label: 'com.packline.agent',
    UserName: 'build',
    ProgramArguments: [join(import.meta.dirname, 'packline'), 'serve'],
    KeepAlive: true,
    AbandonProcessGroup: true,
    EnvironmentVariables: { PACKLINE_HOME: '/var/lib/packline', PACKLINE_CONFIG: '/etc/packline/agent.json' }
  })
  if (isHere('plutil')) t.equal(spawnSync('plutil', ['-lint', file]).status, 0)
})

t.test('keeps a configuration that is there, and can be run again', async t => {
  const root = t.testdir({ etc: { packline: {} } })
  const config = join(root, 'etc/packline/agent.json')
  writeFileSync(config, '{"workspaces":["/builds"]}')
  for (let turn = 0; turn < 2; turn++) t.equal(install('--system', 'systemd', '--root', root).status, 0)
  t.equal(readFileSync(config, 'utf8'), '{"workspaces":["/builds"]}')
})

t.test('refuses what a unit cannot hold', async t => {
  const root = t.testdir()
  for (
    const words of [
      ['--usr', 'x'],
      ['--user'],
      ['--user', 'a b'],
      ['--user', '-x'],
      ['--home', 'relative'],
      ['--home', '/a\nExecStart=/bin/evil'],
      ['--config', '/a|b'],
      ['--home', '/a%n'],
      ['--system', 'upstart']
    ]
  ) {
    t.match(install('--root', root, ...words), { status: 2, stderr: /^install-agent: / }, words.join(' '))
  }
})
