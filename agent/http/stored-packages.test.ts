import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import t from 'tap'
import { defaultAgentConfig } from '../config/agent-config.js'
import { openDocuments } from '../coordination/open-documents.js'
import { givePublisher } from '../release/publish/open-publisher.js'
import type { PublisherRecord } from '../release/publisher-record.js'
import { recordPublished } from '../release/record-published.js'
import { Registry } from '../release/registry.js'
import { ReleaseStore } from '../release/release-store.js'
import { author, rebuild } from '../release/testing/release-world.js'
import { StoredPackages } from './stored-packages.js'

const signal = AbortSignal.timeout(30_000)
const bytes = 'the bytes of a package'
const sha256 = createHash('sha256').update(bytes).digest('hex')
const artifact = { name: 'dk.apk', sizeBytes: bytes.length, sha256 }
const wanted = { artifact, release: '1.0.0-1', target: 'live' }
const name = '/games/releases/1.0.0-1/live/dk.apk'

t.test('a package in a store comes whole or in pieces, never with other bytes, and from no address but ours', async t => {
  const objects = new Map<string, string>([[name, bytes]])
  let takesRanges = true
  let missing = 0
  const asked: string[] = []
  const server = createServer((request: IncomingMessage, response) => {
    const found = objects.get(request.url ?? '')
    asked.push(`${request.method} ${request.url}`)
    const [, first = '', last = ''] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? []
    if (found === undefined) response.writeHead(404).end()
    else if (first !== '' && takesRanges) {
      response.writeHead(206).end(found.slice(Number(first), Number(last) + 1 - missing))
    } else {response.writeHead(200, { 'content-length': found.length }).end(
        request.method === 'HEAD'
          ? ''
          : found
      )}
  })
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const home = t.testdir({})
  const documents = await openDocuments({ config: defaultAgentConfig(), environment: {}, home, cwd: home })
  t.teardown(async () => await documents.close())
  const store = new ReleaseStore({ documents, project: 'dk', now: () => new Date() })
  const record: PublisherRecord = {
    reach: 'http',
    place: `http://127.0.0.1:${(server.address() as AddressInfo).port}/games`,
    targets: ['live'],
    hotUpdates: []
  }
  const release = await new Registry(store).begin({ version: '1.0.0', rebuild }, author)
  const row = {
    platform: 'android',
    channel: '',
    pairing: '',
    inputDigest: '1',
    method: 'stamp',
    signature: 'signed'
  } as const
  await new Registry(store).recordRows(release, 'live', [{ ...row, artifacts: [artifact] }], author)
  await recordPublished(store, release, 'live', { record, update: undefined }, author)

  const context = { environment: {}, home, signal }
  let stored = new StoredPackages(undefined, context)
  const read = async (piece?: { start: number, end: number }): Promise<string | undefined> => {
    const stream = await stored.open(store, wanted, piece, signal)
    return stream && await text(stream)
  }
  t.equal(await read(), undefined)
  t.same(asked, [], 'an address that only the registry has is never asked')
  await givePublisher(record, context)
  t.equal(await read({ start: 4, end: 8 }), 'bytes')
  t.same(asked, [`HEAD ${name}`, `GET ${name}`, `GET ${name}`], 'proved before the first piece')
  t.equal(await read({ start: 17, end: 21 }), 'ckage')
  missing = 2
  await t.rejects(
    read({ start: 17, end: 21 }),
    { code: 'RELEASE_PACKAGE_UNREACHED' },
    'nothing short looks whole'
  )
  takesRanges = false
  t.equal(await read({ start: 4, end: 8 }), 'bytes', 'also of a server that gives everything')
  t.equal(await read(), bytes)

  objects.set(name, 'the bytes of an other!')
  stored = new StoredPackages(undefined, context)
  t.equal(await read(), undefined, 'a download of others does not end well')
  t.equal(await read({ start: 0, end: 3 }), undefined)
  objects.set(name, 'short')
  t.equal(await read(), undefined)
  server.closeAllConnections()
  await new Promise(resolve => server.close(resolve))
  await t.rejects(read(), { code: 'RELEASE_PACKAGE_UNREACHED' })
})
