import fc from 'fast-check'
import t from 'tap'
import { environmentIn } from './environment-namespace.js'
import { namespaceOf } from './namespace-name.js'

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/

t.test('a name that Kubernetes takes stays; any other keeps what it can', async t => {
  t.equal(namespaceOf('staging', 'services', 'main'), 'staging-services--main')
  t.match(
    namespaceOf('staging', 'services', 'feature/Log-in'),
    /^staging-services--feature-log-in--[0-9a-f]{10}$/
  )
  t.match(namespaceOf('staging', 'services', '登录'), /^staging-services--x--[0-9a-f]{10}$/)
  t.match(namespaceOf('staging', 'a.B_c', 'main'), /^staging-a-b-c--main--/)
  const long = 'a'.repeat(60)
  t.equal(namespaceOf('staging', 'services', long).length, 63)
  t.not(namespaceOf('staging', 'services', `${long}1`), namespaceOf('staging', 'services', `${long}2`))
})

t.test('no two environments have one namespace', async t => {
  const part = fc.string({
    unit: fc.constantFrom('a', 'b', '-', '--', '0', 'A', '/', '登', 'x', 'c0ffee'),
    maxLength: 30
  })
  const pair = fc.record({ project: part, name: part })
  fc.assert(
    fc.property(pair, pair, (one, other) => {
      const [first, second] = [one, other].map(({ project, name }) => namespaceOf('staging', project, name))
      const isSame = one.project === other.project && one.name === other.name
      return isSame === (first === second) && label.test(first ?? '') && (first ?? '').length <= 63
    }),
    { numRuns: 1000 }
  )
  // What one name would be with its hash is another name that needs one.
  const hashed = namespaceOf('staging', 'a', 'b/c')
  t.not(namespaceOf('staging', 'a', hashed.slice('staging-a--'.length)), hashed)
  t.not(namespaceOf('staging', 'a--b', 'c'), namespaceOf('staging', 'a', 'b--c'))
})

t.test('a namespace is ours when all that stands at it says so; a copy by hand is not', async t => {
  const said = {
    'packline/project': 'services',
    'packline/name': 'main',
    'packline/expires': '2026-11-30T12:00:00Z'
  }
  const metadata = {
    name: 'staging-services--main',
    creationTimestamp: '2026-11-29T12:00:00Z',
    labels: { 'packline/kind': 'staging' },
    annotations: said
  }
  const isOurs = (change: object): boolean =>
    environmentIn('studio', 'staging', { metadata: { ...metadata, ...change } }) !== undefined
  t.ok(isOurs({}))
  t.notOk(isOurs({ name: 'staging-services--copy' }))
  t.notOk(isOurs({ labels: {} }))
  for (const name of Object.keys(said)) t.notOk(isOurs({ annotations: { ...said, [name]: '' } }), name)
})
