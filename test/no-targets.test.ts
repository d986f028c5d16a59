// Takes 7 s.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { parseProjectFile } from '../agent/config/project-file.js'
import type { Documents } from '../agent/coordination/documents.js'
import { LevelDocuments } from '../agent/coordination/level-documents.js'
import { ZooKeeperDocuments } from '../agent/coordination/zookeeper-documents.js'
import { ZooKeeperSession } from '../agent/coordination/zookeeper-session.js'
import { configDocument, formatConfigDocument } from '../agent/packaging/config-document.js'
import { rowsOf } from '../agent/packaging/rows.js'
import { LiveResolvers } from '../agent/release/live-resolver.js'
import { moveTo } from '../agent/release/move-release.js'
import { Registry } from '../agent/release/registry.js'
import { noTarget } from '../agent/release/registry-model.js'
import { ReleaseStore } from '../agent/release/release-store.js'
import { noZooKeeper, ZooKeeperServer } from './support/zookeeper-server.js'

// What a project without targets gets. The configuration files were written by hand, the documents looked
// through: nothing in them is about targets, and no feature of targets may change a byte.
const golden = (name: string): string =>
  readFileSync(join(import.meta.dirname, 'golden/no-targets', name), 'utf8')

t.test('the package configuration of a project without targets is what it was, byte for byte', async t => {
  const project = parseProjectFile('packline.json', Buffer.from(golden('packline.json')))
  const documents = rowsOf(project).map(row => ({
    row: row.id,
    text: formatConfigDocument(configDocument(project, { version: '1.3.0', build: 42 }, row))
  }))
  t.same(documents.map(({ row }) => row), [
    'android/huawei',
    'android/应用宝',
    'windows/huawei',
    'windows/应用宝'
  ])
  t.equal(documents[1]!.text, golden('android-yingyongbao.json'))
  t.equal(documents[2]!.text, golden('windows-huawei.json'))
})

/** Everything that is done to a release of a project without targets. */
async function work (documents: Documents): Promise<void> {
  const author = { by: 'ann', why: 'nightly' }
  let requests = 0
  const store = new ReleaseStore({ documents, project: 'dk', now: () => new Date('2026-01-01T00:00:00Z') })
  const registry = new Registry(store)
  const next = (): typeof author & { id: string } => ({ ...author, id: `request-${++requests}` })
  const release = await registry.begin({
    version: '1.3.0',
    rebuild: {
      commits: { game: 'c0ffee' },
      tools: { packline: '0.1.0' },
      baselines: {},
      command: ['packline', 'package', 'build']
    }
  }, next())
  await registry.recordRows(release, noTarget, [{
    platform: 'android',
    channel: '应用宝',
    pairing: '',
    inputDigest: 'a',
    method: 'stamp',
    signature: 'signed',
    artifacts: [{ name: 'a.apk', sizeBytes: 3, sha256: 'b' }]
  }], next())
  await moveTo(store, release, noTarget, 'published', next())
  const resolvers = new LiveResolvers(() => store, () => {})
  t.equal((await resolvers.get('dk')).resolver.resolve({}, 0).target, null)
  resolvers.close()
}

t.test('its documents are what they were, on one machine', async t => {
  const documents = new LevelDocuments({ folder: t.testdir(), isDurable: false })
  t.teardown(async () => {
    await documents.close()
  })
  await work(documents)
  const found: Record<string, unknown> = {}
  for (
    const folder of [
      'projects',
      'release/dk',
      'release/dk/history',
      'release/dk/releases',
      'release/dk/rows/1.3.0-1',
      'release/dk/current',
      'release/dk/hot-updates',
      'release/dk/asset-lists',
      'release/dk/requests'
    ]
  ) {
    for (const { key, value } of await documents.list(folder)) {
      found[key] = value
    }
  }
  t.equal(`${JSON.stringify(found, null, 1)}\n`, golden('documents.json'))
})

t.test('its nodes in ZooKeeper are what they were', { skip: await noZooKeeper() ?? false }, async t => {
  const server = await ZooKeeperServer.start()
  const session = new ZooKeeperSession({ servers: server.address, chroot: '/farm', sessionTimeoutMs: 10_000 })
    .start()
  t.teardown(async () => {
    await session.close()
    await server.stop()
  })
  await work(new ZooKeeperDocuments(session))
  const expected = JSON.parse(golden('documents.json')) as Record<string, unknown>
  const found = new Map<string, string>()
  const walk = async (path: string): Promise<void> => {
    const { data } = await session.nodes.get(path)
    if (path.endsWith('.json')) found.set(path, data.toString())
    for (const child of await session.nodes.children(path)) await walk(`${path}/${child}`)
  }
  await walk('/documents')
  t.same([...found.keys()].sort(), Object.keys(expected).map(key => `/documents/${key}.json`).sort())
  for (const [key, value] of Object.entries(expected)) {
    const text = found.get(`/documents/${key}.json`) ?? ''
    t.equal(text.replace(/^\{"guid":"[0-9a-f-]{36}",/, ''), `"value":${JSON.stringify(value)}}`, key)
  }
})
