// Takes 6 s.
import { execFileSync, spawnSync } from 'node:child_process'
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  writeFileSync
} from 'node:fs'
import { dirname, join } from 'node:path'
import { parse } from 'plist'
import t from 'tap'
import type { Test } from 'tap'
import { makeRelease } from '../agent/installation/testing/made-release.js'

const script = join(import.meta.dirname, 'install-agent')
const install = (...words: string[]) => spawnSync(script, words, { encoding: 'utf8' })
const sha256Of = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex')
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
  t.equal(
    values.get('ExecStart'),
    `"${join(import.meta.dirname, 'packline')}" serve`,
    'also where its path holds a blank'
  )
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
    EnvironmentVariables: {
      PACKLINE_HOME: '/var/lib/packline',
      PACKLINE_CONFIG: '/etc/packline/agent.json',
      PACKLINE_LOG_FILE: '/var/lib/packline/agent.log'
    }
  })
  // newsyslog.conf(5): logfilename [owner:group] mode count size when flags.
  const log = readFileSync(join(root, 'etc/newsyslog.d/packline-agent.conf'), 'utf8').trim().split('\n').at(
    -1
  )
  t.match(log, /^\/var\/lib\/packline\/agent\.log +build: +640 +7 +20000 +\* +BN$/)
  if (isHere('plutil')) t.equal(spawnSync('plutil', ['-lint', file]).status, 0)
})

t.test('as a LaunchAgent it belongs to a login session, and is there in place of the LaunchDaemon', async t => {
  const root = t.testdir()
  const words = ['--system', 'launchd', '--root', root, '--user', 'packline-nobody']
  const daemon = join(root, 'Library/LaunchDaemons/com.packline.agent.plist')
  const agent = join(root, 'Users/packline-nobody/Library/LaunchAgents/com.packline.agent.plist')
  t.match(install(...words), { status: 0 })
  t.match(install(...words, '--session'), { status: 0 })
  const list = parse(readFileSync(agent, 'utf8')) as Record<string, unknown>
  t.match(list, { Label: 'com.packline.agent', KeepAlive: true })
  t.notOk('UserName' in list, 'launchd.plist(5): only for services of the system')
  t.notOk(existsSync(daemon))
  t.match(install(...words), { status: 0 })
  t.same([existsSync(daemon), existsSync(agent)], [true, false])
})

// launchctl bootout returns at once (or with 36, "Operation now in progress"); the service is printed until it
// has ended.
const launchctl = `#!/bin/sh
echo "$@" >> "$WORLD/calls"
case $1 in
  bootout) [ -e "$WORLD/left" ] && exit 36; exit 3 ;;
  print) left=$(cat "$WORLD/left" 2> /dev/null) || exit 113
    if [ "$left" = 0 ]; then rm "$WORLD/left"; exit 113; fi
    echo $((left - 1)) > "$WORLD/left" ;;
esac
`

t.test('waits for an old agent that lets running jobs finish, but not for ever', async t => {
  const world = t.testdir({ bin: { launchctl, sleep: '#!/bin/sh\n' } })
  for (const program of ['launchctl', 'sleep']) chmodSync(join(world, 'bin', program), 0o755)
  const end = (left?: number) => {
    if (left !== undefined) writeFileSync(join(world, 'left'), String(left))
    writeFileSync(join(world, 'calls'), '')
    const line = `set -eu; . '${join(import.meta.dirname, 'launchd.sh')}'; longest_wait=9; end_service system`
    const env = { PATH: `${join(world, 'bin')}:${process.env.PATH}`, WORLD: world }
    const { status, stderr } = spawnSync('sh', ['-c', line], { encoding: 'utf8', env })
    return { status, stderr, calls: readFileSync(join(world, 'calls'), 'utf8').trim().split('\n') }
  }
  const service = 'system/com.packline.agent'
  t.same(end(), { status: 0, stderr: '', calls: [`bootout ${service}`, `print ${service}`] })
  const drained = end(3)
  t.match(drained, { status: 0, stderr: /^install-agent: the old agent lets [^\n]*\n$/ })
  t.equal(drained.calls.length, 5, 'asked until it was gone')
  t.match(end(50), { status: 1, stderr: /does not end/ })
})

t.test('keeps a configuration that is there, and can be run again', async t => {
  const root = t.testdir({ etc: { packline: {} } })
  const config = join(root, 'etc/packline/agent.json')
  writeFileSync(config, '{"workspaces":["/builds"]}')
  for (let turn = 0; turn < 2; turn++) t.equal(install('--system', 'systemd', '--root', root).status, 0)
  t.equal(readFileSync(config, 'utf8'), '{"workspaces":["/builds"]}')
})

t.test('no service is made that an older Node, or none, would have to start', async t => {
  const root = t.testdir({
    target: {},
    bin: {
      // Everything that is asked of it is of Node 18.
      node: `#!/bin/sh\nexec '${process.execPath}' --require '${join(t.testdirName, 'old.cjs')}' "$@"\n`
    },
    'old.cjs':
      "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '18.20.8' } })\n"
  })
  chmodSync(join(root, 'bin/node'), 0o755)
  const { status, stderr } = spawnSync(script, ['--system', 'systemd', '--root', join(root, 'target')], {
    encoding: 'utf8',
    env: { PATH: `${join(root, 'bin')}:/usr/bin:/bin`, PACKLINE_LANG: 'en' }
  })
  t.match({ status, stderr }, { status: 3, stderr: /^packline: Node 20\.19 or newer .* is 18\.20\.8 .*\n$/ })
  t.same(readdirSync(join(root, 'target')), [])
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
      ['--system', 'upstart'],
      ['--system', 'systemd', '--session'],
      ['--system', 'launchd', '--session', '--user', 'root'],
      ['--system', 'launchd', '--home', '/a b']
    ]
  ) {
    t.match(install('--root', root, ...words), { status: 2, stderr: /^install-agent: / }, words.join(' '))
  }
})

/** A machine below a folder, and a release whose archive has the real scripts. */
async function machineWithRelease (t: Test, key?: KeyObject) {
  const folder = realpathSync(t.testdir({ root: {} }))
  const root = join(import.meta.dirname, '..')
  execFileSync(join(root, 'scripts/packline'), ['--version'])
  const entry = (name: string) => ({
    name: `packline-1.0.0/${name}`,
    mode: 0o755,
    text: readFileSync(join(root, name), 'utf8')
  })
  const release = await makeRelease(folder, '1.0.0', {
    ...key !== undefined && { key },
    launcher: `[ "$1" != self-update ] || exec '${process.execPath}' '${join(root, 'dist/start.cjs')}' "$@"`,
    entries: [
      'scripts/install-agent',
      'scripts/launchd.sh',
      'scripts/launcher.sh',
      'resources/service/packline-agent.service'
    ]
      .map(entry)
  })
  const { archive, sha256 } = release
  return { root: join(folder, 'root'), folder, archive, sha256 }
}

t.test('an archive becomes a version of an installation, whose link the service starts', async t => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519')
  const { root, folder, archive } = await machineWithRelease(t, privateKey)
  const pem = join(folder, 'key.pem')
  writeFileSync(pem, publicKey.export({ type: 'spki', format: 'pem' }))
  const words = ['--root', root, '--system', 'systemd', '--user', 'jenkins', '--home', '/srv/packline']
  t.match(install(archive, '--public-key', pem, ...words), { status: 0, stderr: /1\.0\.0 is in use/ })
  t.equal(readlinkSync(join(root, 'usr/local/bin/packline')), '/opt/packline/current/scripts/packline')
  t.equal(readlinkSync(join(root, 'opt/packline/current')), 'versions/1.0.0')
  for (const page of ['man1/packline.1', 'zh_CN/man1/packline.1']) {
    t.equal(
      readlinkSync(join(root, 'usr/local/share/man', page)),
      `/opt/packline/current/resources/man/${page}`
    )
  }
  t.same(readdirSync(join(root, 'opt/packline')).sort(), [
    '.update.lock',
    'current',
    'release-key.pem',
    'service.json',
    'versions'
  ])
  const unit = () => readFileSync(join(root, 'etc/systemd/system/packline-agent.service'), 'utf8')
  t.match(unit(), 'ExecStart="/opt/packline/current/scripts/packline" serve\n')
  t.same(JSON.parse(readFileSync(join(root, 'opt/packline/service.json'), 'utf8')), {
    user: 'jenkins',
    home: '/srv/packline',
    config: '/etc/packline/agent.json'
  })
  // Later, with other options; the rest is as it was.
  const again = spawnSync(join(root, 'opt/packline/current/scripts/install-agent'), [
    '--root',
    root,
    '--system',
    'systemd',
    '--config',
    '/etc/other.json'
  ], { encoding: 'utf8' })
  t.equal(again.status, 0, again.stderr)
  t.match(unit(), /User=jenkins\n[^]*PACKLINE_HOME=\/srv\/packline"\n[^]*PACKLINE_CONFIG=\/etc\/other\.json"/)
})

t.test('an archive that nothing vouches for is not even looked at', async t => {
  const { root, folder, archive, sha256 } = await machineWithRelease(t)
  const other = join(folder, 'other.pem')
  writeFileSync(other, generateKeyPairSync('ed25519').publicKey.export({ type: 'spki', format: 'pem' }))
  const refuses = (stderr: RegExp, ...words: string[]) => {
    t.match(install(archive, '--root', root, ...words), { status: 2, stderr }, words.join(' '))
  }
  refuses(/whose archive is it/)
  refuses(/SHA256SUMS\.sig are needed/, '--public-key', other)
  writeFileSync(join(dirname(archive), 'SHA256SUMS.sig'), 'x'.repeat(64))
  refuses(/is not signed by/, '--public-key', other)
  refuses(/: \S+\.tar\.gz has the sha256 \w+, not a{64}; nothing was installed/, '--sha256', 'a'.repeat(64))
  refuses(/64 hexadecimal digits/, '--sha256', 'abc')
  refuses(/SHA256SUMS holds no public key/, '--public-key', join(dirname(archive), 'SHA256SUMS'))
  refuses(/no-key\.pem is no file/, '--public-key', join(folder, 'no-key.pem'))
  t.same(readdirSync(join(root, 'opt/packline/versions')), [])
  const cut = join(folder, 'cut.tar.gz')
  writeFileSync(cut, readFileSync(archive).subarray(0, 500))
  t.match(install(cut, '--root', root, '--sha256', sha256Of(cut)), {
    status: 2,
    stderr: /^install-agent: \S+cut\.tar\.gz cannot be unpacked: .*\w.*; nothing was installed\n$/
  })
  t.match(install(archive, '--root', root, '--sha256', sha256, '--no-service'), { status: 0 })
  t.notOk(existsSync(join(root, 'etc/systemd')))
  t.ok(existsSync(join(root, 'opt/packline/current/package.json')))
})

t.test('a full disk is said in a line, and leaves what was there', {
  skip: spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0
    ? false
    : 'user namespaces are not to be had'
}, async t => {
  const { folder, root } = await machineWithRelease(t)
  const { archive, sha256 } = await makeRelease(folder, '1.1.0', {
    entries: [
      { name: 'packline-1.1.0/large', text: 'x'.repeat(3_000_000) },
      { name: 'packline-1.1.0/small', text: randomBytes(200_000).toString('hex') }
    ]
  })
  const line = `mount -t tmpfs -o size=$2 none "$1" && mkdir -p "$1/opt/packline/versions/1.0.0" &&
    ln -s versions/1.0.0 "$1/opt/packline/current" || exit 9
    "$3" "$4" --root "$1" --sha256 "$5"; echo "$? $(cd "$1/opt/packline" && find . | sort | tr '\n' ' ')"`
  for (const size of ['64k', '1m']) {
    const { stdout, stderr } = spawnSync(
      'unshare',
      ['--user', '--map-root-user', '--mount', 'sh', '-c', line, 'sh', root, size, script, archive, sha256],
      { encoding: 'utf8' }
    )
    t.match(stderr, /^install-agent: the disk that holds \S+\/opt\/packline is full; [^\n]*\n$/, size)
    t.equal(stdout, '1 . ./current ./versions ./versions/1.0.0 \n', size)
  }
})
