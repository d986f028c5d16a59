import t from 'tap'
import fc from 'fast-check'
import { PacklineError } from '../errors.js'
import { absolutePath, checkChroot, checkPath, pathAndParents, relativePath } from './node-path.js'
import { parseServers } from './server-list.js'

t.test('reads hosts and ports, 2181 where none is given', async t => {
  t.same(parseServers('zk1:2182, 10.0.0.7,zk-3.example.:1'), [{ host: 'zk1', port: 2182 }, {
    host: '10.0.0.7',
    port: 2181
  }, { host: 'zk-3.example.', port: 1 }])
})

t.test('names what is wrong, and IPv6 addresses as such', async t => {
  for (
    const servers of [
      '::1',
      '[::1]',
      '[::1]:2181',
      'fe80::1%eth0',
      '2001:db8::7:2181',
      'zk1,[2001:db8::7]:2181'
    ]
  ) {
    t.throws(() => parseServers(servers), {
      code: 'ZOOKEEPER_SERVERS_INVALID',
      exitStatus: 2,
      details: { servers, expected: /IPv4 address; an IPv6 address needs a name/ }
    }, servers)
  }
  for (
    const servers of [
      '',
      ',',
      'zk1,',
      'zk1:',
      'zk1:0',
      'zk1:65536',
      'zk1:http',
      ':2181',
      'zk1/packline',
      'zk 1',
      '-zk',
      'http://zk1'
    ]
  ) {
    t.throws(() => parseServers(servers), { code: 'ZOOKEEPER_SERVERS_INVALID' }, JSON.stringify(servers))
  }
})

t.test('whatever the text, it is servers or that one error', async t => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[a-z0-9.:,[\]/%-]{0,30}$/)),
      text => {
        try {
          const servers = parseServers(text)
          return servers.length > 0 && servers
            .every(({ host, port }) => host !== '' && !host.includes(':') && port > 0 && port < 65536)
        } catch (error) {
          return error instanceof PacklineError && error.code === 'ZOOKEEPER_SERVERS_INVALID'
        }
      }
    )
  )
  t.pass('for all of them')
})

t.test('paths go under the chroot and back', async t => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z中][a-z.中-]{0,5}$/), { maxLength: 4 }),
      fc.constantFrom('', '/packline', '/a/b'),
      (names, chroot) => {
        const path = '/' + names.join('/')
        const absolute = absolutePath(chroot, path)
        return absolute.startsWith(chroot) && relativePath(chroot, absolute) === path
      }
    )
  )
  t.same(pathAndParents('/a/b/c'), ['/a', '/a/b', '/a/b/c'])
  for (
    const path of ['', 'a', '/a/', '//a', '/a//b', '/./a', '/a/..', '/a\u0000', '/a\u0085', '/\ud83d\ude00']
  ) t.throws(() => checkPath(path), { code: 'ZOOKEEPER_PATH_INVALID' }, JSON.stringify(path))
  t.equal(checkChroot('/'), '')
  t.throws(() => checkChroot('a'), { code: 'ZOOKEEPER_CHROOT_INVALID' })
})
