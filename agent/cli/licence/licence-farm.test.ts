// Takes 16 s in real time.
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import zookeeper from 'node-zookeeper-client'
import t from 'tap'
import type { Test } from 'tap'
import { CertificateAuthority, noCertificates } from '../../../test/support/certificates.js'
import { runPackline } from '../../../test/support/command-line.js'
import type { CommandResult } from '../../../test/support/command-line.js'
import { GarbageServer } from '../../../test/support/garbage-server.js'
import { freePort } from '../../processes/free-port.js'
import { ZooKeeperServer, noZooKeeper } from '../../../test/support/zookeeper-server.js'

const skip = await noZooKeeper() ?? false
let server: ZooKeeperServer
let chroots = 0

t.before(async () => {
  if (skip === false) server = await ZooKeeperServer.start()
})
t.teardown(async () => {
  await server?.stop()
})

const tool = { seats: 2, mode: 'floating', jobsPerDevice: 1, lingerMs: 0, graceMs: 500 }

interface MachineConfig {
  device?: string
  name?: string
  licence?: object
  zookeeper?: object
}
type Machine = (...argv: string[]) => Promise<CommandResult>

/** A machine of a farm of this test's own: its command line, run in this process. */
function farm (t: Test): { machine: (config?: MachineConfig) => Machine, chroot: string } {
  const chroot = `/test-${++chroots}`
  let machines = 0
  const machine = (
    { device = 'mac-01', name = 'tool', licence = tool, zookeeper: changed = {} }: MachineConfig = {}
  ): Machine => {
    const folder = join(t.testdirName, String(machines++))
    mkdirSync(folder, { recursive: true })
    writeFileSync(join(folder, 'password'), 'secret\n')
    writeFileSync(join(folder, 'TexturePacker'), '#!/bin/sh\n[ "$*" = art.tps ]\n', { mode: 0o755 })
    const zookeeper = {
      servers: server?.address,
      chroot,
      sessionTimeoutMs: 2000,
      auth: `digest:farm:file:${folder}/password`,
      ...changed
    }
    writeFileSync(
      join(folder, 'agent.json'),
      JSON.stringify({ device, zookeeper, licences: { [name]: licence } })
    )
    const environment = {
      PATH: `${folder}:${process.env.PATH ?? ''}`,
      HOME: folder,
      PACKLINE_HOME: join(folder, 'home'),
      PACKLINE_CONFIG: join(folder, 'agent.json'),
      PACKLINE_LANG: 'en'
    }
    return async (...argv) => await runPackline({ environment, cwd: folder }, argv)
  }
  t.testdir()
  return { machine, chroot }
}

const run = ['licence', 'run', 'tool', '--wait', '1500ms', '--', 'true'] as const

t.test('machines of a farm share its licence, and each command sees the others', { skip }, async t => {
  const { machine } = farm(t)
  const [first, second] = [machine(), machine({ device: 'mac-02' })]
  t.match(await first(...run), { status: 0 })
  t.match(await second(...run), { status: 0 })
  const { status, stdout } = await second('licence', 'status', '--json')
  t.equal(status, 0)
  t.match(JSON.parse(stdout), {
    device: 'mac-02',
    licences: [{ licence: 'tool', seats: [{ state: 'free', epoch: 1 }, { state: 'free', epoch: 1 }] }]
  })
})

t.test('a configuration that differs is refused with both values, until it is adopted, which is audited', {
  skip
}, async t => {
  const { machine } = farm(t)
  const [first, second] = [
    machine(),
    machine({ device: 'mac-02', licence: { ...tool, jobsPerDevice: 2, graceMs: 700 } })
  ]
  t.match(await first(...run), { status: 0 })
  t.match(await second(...run), {
    status: 2,
    stderr: /jobsPerDevice is 2 here and 1 there; graceMs is 700 here and 500 there[^]*LICENCE_CONFIG_DIFFERS/
  })
  t.match(await second('licence', 'adopt'), { status: 2, stderr: /--why/ })
  t.match(await second('licence', 'adopt', '--licence', 'tool', '--why', 'a faster mac'), { status: 0 })
  t.match(await second(...run), { status: 0 })
  t.match(await first(...run), {
    status: 2,
    stderr: /jobsPerDevice is 1 here and 2 there[^]*LICENCE_CONFIG_DIFFERS/
  })
  const { stdout } = await first('licence', 'status', '--json')
  t.match(JSON.parse(stdout), {
    licences: [{
      jobsPerDevice: 2,
      audit: [{
        action: 'adopt',
        device: 'mac-02',
        why: 'a faster mac',
        details: { before: { jobsPerDevice: 1 }, after: { jobsPerDevice: 2 } }
      }]
    }]
  })
})

t.test('fewer seats are adopted once those that go are free', { skip }, async t => {
  const { machine } = farm(t)
  const [first, fewer] = [machine(), machine({ device: 'mac-02', licence: { ...tool, seats: 1 } })]
  t.match(await first('licence', 'run', 'tool', '--', 'true'), { status: 0 })
  t.match(await fewer('licence', 'adopt', '--why', 'sold one'), { status: 0 })
  t.match(await fewer(...run), { status: 0 })
})

t.test('a pinned device that does not exist is named', { skip }, async t => {
  const { machine } = farm(t)
  const licence = { ...tool, mode: 'pinned', devices: ['mac-01', 'mac-99'] }
  t.match(await machine({ licence })(...run), { status: 0 })
  t.match(await machine({ device: 'mac-02', licence })(...run), {
    status: 3,
    stderr:
      /pinned to mac-01, mac-99 \(which has never reported\); this device is mac-02[^]*LICENCE_DEVICE_NOT_ALLOWED/
  })
  t.match(await machine({ licence })('licence', 'pin', 'mac-77', '--why', 'x'), {
    status: 2,
    stderr: /LICENCE_DEVICE_UNKNOWN/
  })
})

t.test('every command of the page on licences does what it says', { skip }, async t => {
  const { machine } = farm(t)
  const page = readFileSync(join(import.meta.dirname, '../../../docs/licences.md'), 'utf8')
  const commands = [...page.matchAll(/^packline (licence .*)$/gm)].map(([, line]) =>
    line!.match(/"[^"]*"|\S+/g)!.map(word => word.replaceAll('"', ''))
  )
  const licence = { seats: 2, mode: 'pinned', devices: ['mac-01', 'mac-02'], lingerMs: 0, graceMs: 0 }
  const [here, third] = [
    machine({ name: 'texturepacker', licence }),
    machine({ device: 'mac-03', name: 'texturepacker', licence })
  ]
  t.match(await third('licence', 'status'), { status: 0 })
  t.equal(commands.length, 8)
  for (const command of commands) t.match(await here(...command), { status: 0 }, command.join(' '))
  const { stdout } = await here('licence', 'status', '--json')
  t.match(JSON.parse(stdout), {
    licences: [{
      devices: ['mac-02', 'mac-03'],
      audit: ['adopt', 'release', 'unpin', 'pin'].map(action => ({ action }))
    }]
  })
})

t.test('a wrong password or user is one clear error', { skip }, async t => {
  const { machine } = farm(t)
  t.match(await machine()(...run), { status: 0 })
  writeFileSync(join(t.testdirName, 'guess'), 'guess')
  for (
    const auth of [`digest:farm:file:${t.testdirName}/guess`, `digest:other:file:${t.testdirName}/guess`]
  ) {
    for (const command of [run, ['licence', 'status']]) {
      t.match(await machine({ zookeeper: { auth } })(...command), {
        status: 2,
        stderr: /does not let the user (farm|other) into \/test-[^]*ZOOKEEPER_AUTH_FAILED/
      })
    }
  }
  t.match(await machine({ zookeeper: { auth: 'digest:farm:file:/no/such/file' } })(...run), {
    status: 2,
    stderr: /\/no\/such\/file[^]*CONFIG_SECRET_MISSING/
  })
})

t.test('a chroot that may not be made, or not be written, is named', { skip }, async t => {
  const { machine, chroot } = farm(t)
  const raw = zookeeper.createClient(server.address, { sessionTimeout: 4000 })
  t.teardown(() => {
    raw.close()
  })
  raw.connect()
  const anyone = zookeeper.ACL.OPEN_ACL_UNSAFE[0]!
  const readOnly = [
    Object.assign(Object.create(Object.getPrototypeOf(anyone) as object) as typeof anyone, anyone, {
      permission: 1
    })
  ]
  await new Promise<void>((resolve, reject) => {
    raw.create(chroot, Buffer.alloc(0), readOnly, zookeeper.CreateMode.PERSISTENT, error => {
      error ? reject(error) : resolve()
    })
  })
  t.match(await machine()(...run), {
    status: 2,
    stderr: /can be read but not written by farm[^]*ZOOKEEPER_CHROOT_NOT_WRITABLE/
  })
  t.match(await machine({ zookeeper: { chroot: `${chroot}/farm` } })(...run), {
    status: 2,
    stderr: /farm may not create \/test-[^]*ZOOKEEPER_CHROOT_MISSING/
  })
})

t.test('a server that is none, or does not answer, is one clear error', async t => {
  const { machine } = farm(t)
  const garbage = await GarbageServer.start(() => 'HTTP/1.1 400 Bad Request\r\n\r\n')
  t.teardown(() => {
    garbage.close()
  })
  for (const command of [run, ['licence', 'status']]) {
    t.match(await machine({ zookeeper: { servers: garbage.address } })(...command), {
      status: 3,
      stderr: /answers, but not as ZooKeeper does[^]*ZOOKEEPER_NOT_ZOOKEEPER/
    })
    t.match(await machine({ zookeeper: { servers: '127.0.0.1:1' } })(...command), {
      status: 3,
      stderr: /127\.0\.0\.1:1[^]*ZOOKEEPER_UNAVAILABLE/
    })
  }
})

t.test('seats or jobs of 0, and IPv6 literals, are refused with what was found and expected', async t => {
  const { machine } = farm(t)
  t.match(await machine({ licence: { ...tool, seats: 0, jobsPerDevice: 0 } })(...run), {
    status: 2,
    stderr: /licences\.tool\.seats[^]*0[^]*licences\.tool\.jobsPerDevice[^]*CONFIG_INVALID/
  })
  for (const servers of ['[::1]:2181', '::1', 'fe80::1:2181']) {
    t.match(await machine({ zookeeper: { servers } })(...run), {
      status: 2,
      stderr: /zookeeper\.servers[^]*IPv6[^]*CONFIG_INVALID/
    }, servers)
  }
})

t.test('TLS and digest rights as the configuration has them', { skip: noCertificates() ?? skip }, async t => {
  const { machine } = farm(t)
  const folder = t.testdirName
  const authority = new CertificateAuthority(folder, 'authority')
  const [own, client] = [authority.issue('server', 'IP:127.0.0.1'), authority.issue('client', 'DNS:agent')]
  for (
    const [name, pem] of Object.entries({
      'server-with-key': own.key + own.cert,
      cert: client.cert,
      key: client.key
    })
  ) writeFileSync(join(folder, `${name}.pem`), pem)
  const port = await freePort()
  const secure = await ZooKeeperServer.start({
    config: [
      `secureClientPort=${port}`,
      'secureClientPortAddress=127.0.0.1',
      'serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory',
      'ssl.clientAuth=need',
      'ssl.keyStore.type=PEM',
      `ssl.keyStore.location=${folder}/server-with-key.pem`,
      'ssl.trustStore.type=PEM',
      `ssl.trustStore.location=${authority.certFile}`
    ]
  })
  t.teardown(async () => {
    await secure.stop()
  })
  const servers = `127.0.0.1:${port}`
  const tls = { ca: authority.certFile, cert: `${folder}/cert.pem`, key: `${folder}/key.pem` }
  t.match(await machine({ zookeeper: { servers, tls } })(...run), { status: 0 })
  t.match(await machine({ zookeeper: { servers, tls: { ...tls, ca: `${folder}/cert.pem` } } })(...run), {
    status: 3,
    stderr: /ZOOKEEPER_TLS_FAILED/
  })
  t.match(await machine({ zookeeper: { servers, tls: { ...tls, ca: '/no/such.pem' } } })(...run), {
    status: 2,
    stderr: /no\/such\.pem[^]*CONFIG_SECRET_MISSING/
  })
  const stranger = zookeeper.createClient(`127.0.0.1:${secure.port}`, { sessionTimeout: 4000 })
  t.teardown(() => {
    stranger.close()
  })
  stranger.connect()
  await once(stranger, 'connected')
  const [error] = await new Promise<unknown[]>(resolve => {
    stranger.getData(`/test-${chroots}/licences/tool`, undefined, (...answer) => {
      resolve(answer)
    })
  })
  t.match(error, { name: 'NO_AUTH' }, 'nobody else may even read it')
})
