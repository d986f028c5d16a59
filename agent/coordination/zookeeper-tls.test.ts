// Takes 6 s.
import t from 'tap'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CertificateAuthority, noCertificates } from '../../test/support/certificates.js'
import { freePort } from '../processes/free-port.js'
import { noZooKeeper, ZooKeeperServer } from '../../test/support/zookeeper-server.js'
import { ZooKeeperSession } from './zookeeper-session.js'
import type { TlsOptions } from './zookeeper-types.js'

const skip = noCertificates() ?? await noZooKeeper() ?? false

t.test('TLS with a certificate on either side', { skip }, async t => {
  const folder = t.testdir()
  const authority = new CertificateAuthority(folder, 'authority')
  const stranger = new CertificateAuthority(folder, 'stranger')
  const own = authority.issue('server', 'IP:127.0.0.1,DNS:localhost')
  const client = authority.issue('client', 'DNS:agent')
  writeFileSync(join(folder, 'server-with-key.pem'), own.key + own.cert)
  const securePort = await freePort()
  const server = await ZooKeeperServer.start({
    config: [
      `secureClientPort=${securePort}`,
      'secureClientPortAddress=127.0.0.1',
      'serverCnxnFactory=org.apache.zookeeper.server.NettyServerCnxnFactory',
      'ssl.clientAuth=need',
      'ssl.keyStore.type=PEM',
      `ssl.keyStore.location=${folder}/server-with-key.pem`,
      'ssl.trustStore.type=PEM',
      `ssl.trustStore.location=${authority.certFile}`
    ]
  })
  t.teardown(() => server.stop())
  const open = (tls: TlsOptions, host = '127.0.0.1', port = securePort): ZooKeeperSession => {
    const session = new ZooKeeperSession({
      servers: `${host}:${port}`,
      chroot: '/tls',
      sessionTimeoutMs: 4000,
      auth: { user: 'farm', password: 'secret' },
      tls
    })
    t.teardown(() => session.close())
    return session.start()
  }
  const good = { ca: authority.cert, cert: client.cert, key: client.key }

  for (const host of ['127.0.0.1', 'localhost']) {
    const session = open(good, host)
    await session.ready()
    await session.nodes.ensure('/a')
    t.ok(session.isValid(), host)
  }
  await t.rejects(open({ ...good, ca: stranger.cert }).ready({ timeoutMs: 700 }), {
    code: 'ZOOKEEPER_TLS_FAILED',
    details: { server: `127.0.0.1:${securePort}` }
  }, 'a server signed by somebody else')
  await t.rejects(open({ ca: authority.cert }).ready({ timeoutMs: 700 }), {
    code: /ZOOKEEPER_(TLS_FAILED|UNAVAILABLE)/
  }, 'no certificate of ours')
  const { cert, key } = stranger.issue('intruder', 'DNS:agent')
  await t.rejects(open({ ...good, cert, key }).ready({ timeoutMs: 700 }), {
    code: /ZOOKEEPER_(TLS_FAILED|UNAVAILABLE)/
  }, 'a client signed by somebody else')
  await t.rejects(open(good, '127.0.0.1', server.port).ready({ timeoutMs: 700 }), {
    code: /ZOOKEEPER_(TLS_FAILED|UNAVAILABLE)/
  }, 'a port without TLS')
})
