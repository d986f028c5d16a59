import t from 'tap'
import { game } from '../../release/testing/release-world.js'
import { projectHere } from '../../../test/support/project-here.js'

const why = ['--why', 'test']

t.test('environments are edited as revisions with who, when, why and what differed', async t => {
  const { packline } = projectHere(t.testdir({}), { project: 'dk', ...game })
  const addresses = 'services.GameServer.addresses=["new.example:7001"]'
  t.match(await packline('environment', 'edit', 'review-1', '--set', addresses), {
    status: 2,
    stderr: /--why/
  })
  t.match(await packline('environment', 'edit', 'review-1', '--set', addresses, ...why), {
    status: 0,
    stdout:
      /revision 2 .* ann changed the environment review-1: test\n +definition environments\.review-1\.services\.GameServer\.addresses: \["game\.review-1\.example:7001"\] → \["new\.example:7001"\]/
  })
  t.match(await packline('environment', 'edit', 'review-1', '--set', addresses, ...why), {
    stdout: /Nothing was changed/
  })
  t.match((await packline('release', 'resolve', '--context', '{"platform":"ios"}', '--json')).json(), {
    environment: 'production'
  })
  t.match((await packline('release', 'history', '--last', '1', '--json')).json().revisions, [{
    action: 'environment edit',
    by: 'ann',
    why: 'test'
  }])

  const added =
    '{"services":{"GameServer":{"addresses":["gray.example:7001"]},"Global":{"from":"production"}}}'
  t.equal((await packline('environment', 'add', 'gray', added, ...why)).status, 0)
  t.match(await packline('environment', 'add', 'gray', added, ...why), {
    status: 2,
    stderr: /RELEASE_ENVIRONMENT_EXISTS/
  })
  t.equal((await packline('target', 'edit', 'gray-1', '--set', 'environment=gray', ...why)).status, 0)
  t.match((await packline('environment', 'list', '--json')).json().environments, [
    { name: 'production', origin: 'file' },
    { name: 'review-1', origin: 'changed', targets: ['review-1'] },
    {},
    {},
    { name: 'gray', origin: 'operator', targets: ['gray-1'] }
  ])
  t.match(await packline('environment', 'list'), {
    stdout: /review-1 +GameServer, BattleServer, VMS, Global +review-1, review-1-battle +review-1 +changed/
  })
  t.match(await packline('environment', 'show', 'review-1'), {
    stdout: /new\.example:7001[^]*revision 2 .* ann changed the environment review-1: test/
  })
})

t.test('what an environment would break is refused, over the whole', async t => {
  const { packline } = projectHere(t.testdir({}), { project: 'dk', ...game })
  const refused = async (expected: RegExp, ...argv: string[]): Promise<void> => {
    t.match(await packline('environment', ...argv, ...why), { status: 2, stderr: expected })
  }
  await refused(
    /a namespace that environments\.production\.services\.GameServer does not use on the same database db1/,
    'edit',
    'review-1',
    '--set',
    'services.GameServer.namespace=PRODUCTION'
  )
  await refused(/targets\[3\]\.environment is "review-1"/, 'remove', 'review-1')
  await refused(
    /environments\.review-1\.services\.Global\.from is "production"/,
    'edit',
    'production',
    '--unset',
    'services.Global'
  )
  await refused(
    /services\.GameServer\.addresses/,
    'edit',
    'review-1',
    '--unset',
    'services.GameServer.addresses'
  )
  await refused(/addres/, 'add', 'gray', '{"services":{"GameServer":{"addres":["gray.example:7001"]}}}')
  await refused(
    /CONFIG_INVALID/,
    'add',
    '../gray',
    '{"services":{"GameServer":{"addresses":["gray.example:7001"]}}}'
  )
  await refused(/Known are production, review-1/, 'edit', 'review-9', '--set', 'description=x')
  t.match(
    (await packline('release', 'history', '--json')).json().revisions,
    { length: 1 },
    'nothing but the project file was applied'
  )

  await packline('target', 'remove', 'review-vest', ...why)
  t.equal(
    (await packline('environment', 'remove', 'review-vest', ...why)).status,
    0,
    'one of the file that nothing leads to any more'
  )
  t.notMatch((await packline('environment', 'list')).stdout, /review-vest/)
})
