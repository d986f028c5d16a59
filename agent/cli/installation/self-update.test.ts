// Takes 9 s.
import { spawn, spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  cpSync,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import t from 'tap'
import type { Test } from 'tap'
import { makeRelease } from '../../installation/testing/made-release.js'
import { runPackline } from '../../../test/support/command-line.js'
import { Machine, buildPackline } from '../../../test/support/agent-process.js'
import { packlineVersion } from '../../version.js'

t.setTimeout(600_000)
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const pem = publicKey.export({ type: 'spki', format: 'pem' }) as string

/** A machine with an empty installation, and a place for releases. */
function machineOf (t: Test) {
  const folder = realpathSync(t.testdir({ prefix: { versions: {} }, releases: {}, 'key.pem': pem }))
  const prefix = join(folder, 'prefix')
  const releases = join(folder, 'releases')
  const environment = { PATH: process.env.PATH, HOME: folder }
  const update = async (...words: string[]) =>
    await runPackline({ cwd: folder, environment }, ['self-update', '--prefix', prefix, ...words])
  const current = (): string => readlinkSync(join(prefix, 'current'))
  const there = (): string[] => readdirSync(join(prefix, 'versions')).sort()
  return { folder, prefix, releases, update, current, there, environment }
}

t.test('a signed release is unpacked beside the others and switched to; the way back is one command', async t => {
  const { prefix, releases, update, current, there } = machineOf(t)
  const first = await makeRelease(releases, '1.4.0', { key: privateKey })
  t.match(await update('--from', first.archive, '--public-key', 'key.pem'), {
    status: 0,
    stdout: '',
    stderr: /1\.4\.0 is in use/
  })
  t.equal(current(), 'versions/1.4.0')
  t.equal(statSync(join(prefix, 'current/package.json')).mode & 0o777, 0o644, 'for every user')
  t.equal(statSync(join(prefix, 'current/scripts/packline')).mode & 0o777, 0o755)

  const second = await makeRelease(releases, '1.10.0', { key: privateKey })
  const { stdout } = await update('--from', second.folder, '--json')
  t.same(JSON.parse(stdout), { version: '1.10.0', previous: '1.4.0', agent: 'left', removed: [] })
  t.match(await update('--rollback'), { status: 0, stderr: /1\.4\.0 is in use/ })
  t.equal(current(), 'versions/1.4.0')
  t.match(await update('--rollback'), { status: 0 })
  t.equal(current(), 'versions/1.10.0', 'and forward')
  t.match(await update('--from', second.archive), { status: 0 }, 'what is there is not unpacked again')
  t.same(there(), ['1.10.0', '1.4.0'])

  const rebuilt = await makeRelease(releases, '1.10.0', { warmUp: '// again' })
  t.match(await update('--from', rebuilt.archive, '--sha256', rebuilt.sha256.toUpperCase()), { status: 0 })
  t.equal(
    current(),
    `versions/1.10.0+${rebuilt.sha256.slice(0, 8)}`,
    'other bytes of one version are another one'
  )
})

t.test('old versions are removed, but for those that somebody still runs', async t => {
  const { prefix, releases, update, there } = machineOf(t)
  const install = async (version: string) => {
    const { archive, sha256 } = await makeRelease(releases, version)
    return await update('--from', archive, '--sha256', sha256, '--keep', '1', '--json')
  }
  await install('1.0.0')
  const job = spawn(process.execPath, [join(prefix, 'versions/1.0.0/program.mjs')], {
    stdio: ['ignore', 'pipe', 'inherit']
  })
  t.teardown(() => job.kill())
  await once(job.stdout, 'data')
  for (const version of ['1.1.0', '1.2.0', '1.3.0']) await install(version)
  t.same(there(), ['1.0.0', '1.2.0', '1.3.0'])
  job.kill()
  await once(job, 'exit')
  t.match(JSON.parse((await install('1.4.0')).stdout), { removed: ['1.2.0', '1.0.0'] })
})

t.test('what is not proved to be the release is refused, and nothing is changed', async t => {
  const { folder, releases, update, current, there } = machineOf(t)
  const first = await makeRelease(releases, '1.4.0', { key: privateKey })
  await update('--from', first.archive, '--public-key', 'key.pem')
  const stranger = generateKeyPairSync('ed25519').privateKey
  const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey
  writeFileSync(join(folder, 'rsa.pem'), rsa.export({ type: 'spki', format: 'pem' }))
  const [unsigned, forged, changed, old, other] = await Promise.all([
    makeRelease(releases, '1.5.0'),
    makeRelease(releases, '1.5.1', { key: stranger }),
    makeRelease(releases, '1.5.2', { key: privateKey }),
    makeRelease(releases, '1.3.9', { key: privateKey }),
    makeRelease(releases, '1.5.3', { key: privateKey, platform: 'win32-x64' })
  ])
  appendFileSync(changed.archive, 'x')
  const digest = 'a'.repeat(64)
  const cases: Array<[string[], number, RegExp]> = [
    [['--from', unsigned.archive], 1, /UPDATE_UNSIGNED/],
    [['--from', forged.archive], 1, /UPDATE_SIGNATURE_WRONG/],
    [['--from', changed.archive], 1, /UPDATE_DIGEST_DIFFERS/],
    [['--from', unsigned.archive, '--sha256', digest], 1, /UPDATE_DIGEST_DIFFERS/],
    [['--from', old.archive], 2, /UPDATE_OLDER/],
    [['--from', other.archive], 2, /UPDATE_OTHER_PLATFORM/],
    [['--from', other.folder], 1, /UPDATE_NOT_LISTED/],
    [['--from', join(releases, 'nothing.tar.gz'), '--sha256', digest], 1, /UPDATE_NOT_FETCHED/],
    [['--from', first.archive, '--public-key', 'rsa.pem'], 2, /UPDATE_KEY_UNUSABLE/],
    [['--from', first.archive, '--public-key', 'nothing.pem'], 2, /UPDATE_KEY_UNUSABLE/],
    [['--from', first.archive, '--sha256', 'abc'], 2, /64 hexadecimal digits/],
    [['--from', first.archive, '--rollback'], 2, /USAGE/],
    [[], 2, /--from/]
  ]
  for (const [words, status, stderr] of cases) {
    t.match(
      await update(...words),
      { status, stderr },
      words.join(' ')
    )
  }
  t.equal(current(), 'versions/1.4.0')
  t.same(there(), ['1.4.0'], 'nothing is left behind')
  t.match(await update('--from', old.archive, '--sha256', old.sha256), { status: 0 }, 'the operator may')

  const fresh = machineOf(t)
  t.match(await fresh.update('--from', first.archive), { status: 2, stderr: /UPDATE_NO_KEY/ })
  t.match(await fresh.update('--rollback'), { status: 2, stderr: /UPDATE_NO_PREVIOUS/ })
  t.match(await runPackline({ cwd: folder, environment: {} }, ['self-update', '--rollback']), {
    status: 2,
    stderr: /INSTALLATION_NONE/
  })
})

t.test('an archive writes nowhere but into its own new folder', async t => {
  const { folder, releases, update, there } = machineOf(t)
  const hostile = [
    { name: '../../../escaped', text: 'x' },
    { name: 'packline/../../../../escaped', text: 'x' },
    { name: '/escaped', text: 'x' },
    { name: 'packline\\..\\escaped', text: 'x' },
    { name: 'packline/link', type: 'symlink' as const, linkname: folder },
    { name: 'packline/hard', type: 'link' as const, linkname: join(folder, 'key.pem') },
    { name: 'packline/pipe', type: 'fifo' as const },
    { name: 'packline/package.json', text: 'twice' }
  ]
  for (const [index, entry] of hostile.entries()) {
    const { archive, sha256 } = await makeRelease(releases, `1.0.${index}`, { entries: [entry] })
    t.match(await update('--from', archive, '--sha256', sha256), {
      status: 1,
      stderr: /UPDATE_ARCHIVE_UNSAFE/
    }, entry.name)
  }
  const { archive } = await makeRelease(releases, '1.1.0')
  writeFileSync(archive, readFileSync(archive).subarray(0, 200))
  const { stdout: cut } = spawnSync('sha256sum', [archive], { encoding: 'utf8' })
  t.match(await update('--from', archive, '--sha256', cut.slice(0, 64)), {
    status: 1,
    stderr: /UPDATE_ARCHIVE_DAMAGED/
  })
  t.notOk(existsSync(join(folder, 'escaped')))
  t.same(there(), [])
})

t.test('a version that does not work here, or is killed while it is tried, leaves the old one', async t => {
  const { folder, prefix, releases, update, current, there } = machineOf(t)
  const first = await makeRelease(releases, '1.0.0')
  await update('--from', first.archive, '--sha256', first.sha256)
  const broken = await makeRelease(releases, '1.1.0', {
    warmUp: 'throw new Error("no sharp for this processor")'
  })
  t.match(await update('--from', broken.archive, '--sha256', broken.sha256), {
    status: 1,
    stderr: /no sharp for this processor/
  })
  t.same(there(), ['1.0.0'])
  // What Node says of a copy to a full disk.
  const full = await makeRelease(releases, '1.1.1', {
    warmUp: "throw new Error('ENOSPC: no space left on device, copyfile')"
  })
  t.match(await update('--from', full.archive, '--sha256', full.sha256), {
    status: 1,
    stderr: /The disk that holds \/tmp is full\. \[DISK_FULL\]/
  }, 'is no fault of the version')
  t.same(there(), ['1.0.0'])

  buildPackline()
  const killing = await makeRelease(releases, '1.2.0', { warmUp: "process.kill(process.ppid, 'SIGKILL')" })
  const root = join(import.meta.dirname, '../../..')
  const { signal } = spawnSync(process.execPath, [
    join(root, 'dist/start.cjs'),
    'self-update',
    '--prefix',
    prefix,
    '--from',
    killing.archive,
    '--sha256',
    killing.sha256
  ], { cwd: folder })
  t.equal(signal, 'SIGKILL')
  t.equal(current(), 'versions/1.0.0')
  const next = await makeRelease(releases, '1.3.0')
  t.match(await update('--from', next.archive, '--sha256', next.sha256), { status: 0 })
  t.same(there(), ['1.0.0', '1.3.0'], 'what it left is gone')
})

t.test('wherever an update is cut off or meets a full disk, the version before goes on and can be left', async t => {
  const { folder, prefix, releases, update, current, there, environment } = machineOf(t)
  for (const version of ['1.0.0', '1.1.0']) {
    const { archive, sha256 } = await makeRelease(releases, version)
    await update('--from', archive, '--sha256', sha256)
  }
  cpSync(prefix, join(folder, 'saved'), { recursive: true, verbatimSymlinks: true })
  const next = await makeRelease(releases, '1.2.0')
  const root = join(import.meta.dirname, '../../..')
  buildPackline()
  const cases = [
    ['kill', 'copyFile 1', '1.0.0'],
    ['kill', 'writeFile 2', '1.0.0'],
    ['kill', 'rename 1', '1.0.0'],
    ['kill', 'symlink 2', '1.0.0'],
    ['kill', 'rename 3', '1.0.0', 'between the two links'],
    ['kill', 'rm 3', '1.1.0', 'after them'],
    ['full', 'copyFile 1', '1.0.0'],
    ['full', 'writeFile 3', '1.0.0'],
    ['full', 'symlink 2', '1.0.0']
  ] as const
  for (const [how, at, before, when = at] of cases) {
    rmSync(prefix, { recursive: true })
    cpSync(join(folder, 'saved'), prefix, { recursive: true, verbatimSymlinks: true })
    const { status, stderr } = spawnSync(process.execPath, [
      '--import',
      join(root, 'agent/installation/testing/break-at.mjs'),
      join(root, 'dist/start.cjs'),
      ...['self-update', '--prefix', prefix, '--from', next.archive, '--sha256', next.sha256]
    ], {
      encoding: 'utf8',
      env: { ...environment, PACKLINE_LANG: 'en', BREAK_HOW: how, BREAK_AT: at }
    })
    if (how === 'kill') t.equal(status, null, when)
    else t.match({ status, stderr }, { status: 1, stderr: `holds ${prefix} is full. [DISK_FULL]` }, when)
    t.equal(current(), `versions/${before === '1.1.0' ? '1.2.0' : '1.1.0'}`, when)
    t.match(await update('--rollback'), { status: 0 }, when)
    t.equal(current(), `versions/${before}`, `${when}: the way back`)
    const hidden = [...there(), ...readdirSync(prefix)].filter(name => name.startsWith('.'))
    t.same(hidden, ['.update.lock'], `${when}: nothing is left behind`)
  }
})

t.test('a full disk is said, and the old version goes on', {
  skip: spawnSync('unshare', ['--user', '--map-root-user', '--mount', 'true']).status === 0
    ? false
    : 'user namespaces are not to be had'
}, async t => {
  const { folder, releases, environment } = machineOf(t)
  const large = await makeRelease(releases, '1.0.0', {
    entries: [{ name: 'packline/large', text: 'x'.repeat(3_000_000) }]
  })
  buildPackline()
  const script = `mount -t tmpfs -o size=1m none "$1/prefix" && mkdir "$1/prefix/versions" &&
    "$2" "$3" self-update --prefix "$1/prefix" --from "$4" --sha256 "$5"; echo "$? $(ls -A "$1/prefix/versions")"`
  const start = join(import.meta.dirname, '../../../dist/start.cjs')
  const { stdout, stderr } = spawnSync(
    'unshare',
    [
      '--user',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      script,
      'sh',
      folder,
      process.execPath,
      start,
      large.archive,
      large.sha256
    ],
    { env: environment, encoding: 'utf8' }
  )
  t.match(stderr, /DISK_FULL/)
  t.equal(stdout, '1 \n')
})

t.test('a release is fetched over HTTP, from its folder or by its archive', async t => {
  const { releases, update, current } = machineOf(t)
  const { folder } = await makeRelease(releases, '2.0.0', { key: privateKey })
  const server = createServer((request, response) => {
    const file = join(folder, decodeURIComponent(request.url ?? ''))
    if (request.url === '/busy/SHA256SUMS') response.writeHead(503).end()
    else if (existsSync(file)) response.end(readFileSync(file))
    else response.writeHead(404).end()
  })
    .listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const from = async (place: string) => await update('--from', place, '--public-key', 'key.pem')
  t.match(await from(`${address}/elsewhere/`), { status: 1, stderr: /UPDATE_UNSIGNED/ })
  t.match(await from(`${address}/busy/`), {
    status: 1,
    stderr: /SHA256SUMS cannot be fetched: it answered 503/
  })
  t.match(await from('http://127.0.0.1:9/'), { status: 1, stderr: /UPDATE_NOT_FETCHED/ })
  t.match(await from(`${address}/`), { status: 0 })
  t.equal(current(), 'versions/2.0.0')
})

t.test('the agent of the service is restarted while a job runs', async t => {
  buildPackline()
  const machine = new Machine(t)
  const { prefix, releases, current, update } = machineOf(t)
  const install = async (version: string) => {
    const { archive, sha256 } = await makeRelease(releases, version)
    return await update('--from', archive, '--sha256', sha256)
  }
  await install('0.0.1')
  mkdirSync(prefix, { recursive: true })
  writeFileSync(
    join(prefix, 'service.json'),
    JSON.stringify({
      user: 'nobody',
      home: join(machine.folder, 'home'),
      config: join(machine.folder, 'agent.json')
    })
  )
  t.match(await install('0.0.2'), { status: 0, stderr: /No agent was running/ })
  const first = await machine.serve()
  const build = machine.start(['assets', 'build'], { cwd: machine.addGame() })
  await once(build.child.stderr!, 'data')
  const updating = install(packlineVersion)
  await first.ended
  await machine.serve()
  t.match(await updating, { status: 0, stderr: /Restarting the agent[^]*The agent runs it/ })
  t.equal(current(), `versions/${packlineVersion}`)
  t.match(await build.ended, { status: 0 })
})

t.test('a command that an update overtakes begins anew as the version in use, and its signals reach that', async t => {
  buildPackline()
  const successor = `#!/bin/sh
    trap 'echo ended; exit 7' TERM
    echo "$@ with $PACKLINE_JOB_KEY as $PACKLINE_LIBRARY"
    while :; do sleep 0.1; done`
  const folder = realpathSync(t.testdir({
    home: { 'agent-endpoint.json': '{"address":"http://127.0.0.1:9","version":"1.5.0"}' },
    versions: {
      '0.1.0': { 'package.json': '{"version":"0.1.0","type":"module"}', dist: {} },
      '1.5.0': { scripts: { packline: successor } }
    }
  }))
  const [own, next] = ['0.1.0', '1.5.0'].map(name => join(folder, 'versions', name)) as [string, string]
  chmodSync(join(next, 'scripts/packline'), 0o755)
  symlinkSync('versions/1.5.0', join(folder, 'current'))
  const dist = join(import.meta.dirname, '../../../dist')
  const parts = readdirSync(dist).filter(name => /\.(?:cjs|json)$/.test(name))
  for (const name of parts) linkSync(join(dist, name), join(own, 'dist', name))
  const child = spawn(process.execPath, [join(own, 'dist/start.cjs'), 'assets', 'build', '--json'], {
    env: {
      ...process.env,
      PACKLINE_HOME: join(folder, 'home'),
      PACKLINE_AGENT: '',
      PACKLINE_LANG: 'en',
      PACKLINE_JOB_KEY: 'game-7',
      PACKLINE_LIBRARY: '0.1.0'
    }
  })
  const said = text(child.stderr)
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line)
    if (lines.length === 1) child.kill('SIGTERM')
  }
  t.same(lines, ['assets build --json with game-7 as 0.1.0', 'ended'])
  t.match(await said, /^packline was updated meanwhile; the command begins anew with 1\.5\.0\.\n/)
  if (child.exitCode === null) await once(child, 'exit')
  t.equal(child.exitCode, 7)
})
