import { EventEmitter, once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { LevelDocuments } from '../coordination/level-documents.js'
import type { Documents } from '../coordination/documents.js'
import { deliveredChange } from './delivered-change.js'
import type { DeliveryPorts } from './delivery-ports.js'
import { deliveryStatus } from './delivery-status.js'
import { finishDelivery } from './finish-delivery.js'
import { flip } from './flip.js'
import { storePublisher } from './publish/store-publisher.js'
import { addPublisher } from './publisher-record.js'
import { ReleaseStore } from './release-store.js'
import { folderStore } from './store/folder-store.js'
import type { ObjectStore } from './store/object-store.js'
import { author, reviewedWorld } from './testing/release-world.js'
import { undoFlip } from './undo-flip.js'

const signal = new AbortController().signal
const now = (): Date => new Date('2026-01-15T00:00:00Z')

/** What a killed process does from then on. */
class Dead extends Error {}

interface Scene {
  documents: Documents
  store: ReleaseStore
  ports: DeliveryPorts
  place: ObjectStore
  shown: () => string
}

/** 1.0 is live and 1.1 in review, published at a place that holds no lock, as buckets and web servers. */
async function begin (t: Test): Promise<Scene> {
  const folder = t.testdir({})
  const documents = new LevelDocuments({ folder: join(folder, 'documents'), isDurable: false })
  t.teardown(async () => {
    await documents.close()
  })
  const { store } = await reviewedWorld(documents)
  const www = join(folder, 'www')
  const { alone, link, linked, ...place } = folderStore(www)
  const packages = ['releases/1.0-1/live', 'releases/1.1-2/live', 'releases/1.1-2/review-1']
  for (const each of packages) await place.replace(`${each}/release.json`, '{"files":[]}', signal)
  const record = { reach: 'http' as const, place: place.place, targets: ['live', 'review-1'], hotUpdates: [] }
  await store.commit({ ...author, action: 'publish', subject: '' }, async draft => {
    await addPublisher(draft, record)
  })
  return {
    documents,
    store,
    place,
    ports: portsTo(place),
    shown: () =>
      (JSON.parse(readFileSync(join(www, 'current/live.json'), 'utf8')) as { release: string }).release
  }
}

function portsTo (place: ObjectStore): DeliveryPorts {
  return { signal, open: async () => storePublisher({ ...place, close: async () => {} }) }
}

/** A process that hangs in its first write of the pointer and may be killed right after. */
function lateProcess (
  { documents, place }: Scene,
  isKilled: boolean
): { store: ReleaseStore, ports: DeliveryPorts, hangs: Promise<unknown>, release: () => void } {
  let isDead = false
  let isFirst = true
  const events = new EventEmitter()
  const hangs = once(events, 'hangs')
  const released = once(events, 'released')
  const own = new Proxy(documents, {
    get: (object, name) => {
      if (isDead) throw new Dead('killed')
      const member: unknown = Reflect.get(object, name)
      return typeof member === 'function' ? member.bind(object) as unknown : member
    }
  })
  const replace: ObjectStore['replace'] = async (name, bytes, signal) => {
    if (isDead) throw new Dead('killed')
    const isLate = isFirst && name === 'current/live.json'
    if (isLate) {
      isFirst = false
      events.emit('hangs')
      await released
    }
    await place.replace(name, bytes, signal)
    if (isLate && isKilled) isDead = true
    if (isDead) throw new Dead('killed')
  }
  return {
    store: new ReleaseStore({ documents: own, project: 'dk', now }),
    ports: portsTo({ ...place, replace }),
    hangs,
    release: () => {
      events.emit('released')
    }
  }
}

const approved = { ...author, from: 'review-1', to: 'live' }

t.test('who finishes a delivery late shows again what was recorded by then', async t => {
  const scene = await begin(t)
  const { store, ports, shown } = scene
  const late = lateProcess(scene, false)
  const flipping = flip(late.store, approved, deliveredChange(late.ports))
  await late.hangs
  await finishDelivery(store, ports)
  t.equal(shown(), '1.1-2', 'finished by somebody else')
  await undoFlip(store, author, deliveredChange(ports))
  t.equal(shown(), '1.0-1')
  late.release()
  await flipping
  t.equal(shown(), '1.0-1')
  t.match(await deliveryStatus(store, ports), { publishers: [{ state: 'same' }] })
})

t.test('who is killed when it wrote late leaves that to whoever comes next', async t => {
  const scene = await begin(t)
  const { store, ports, shown } = scene
  const late = lateProcess(scene, true)
  const flipping = flip(late.store, approved, deliveredChange(late.ports))
  await late.hangs
  await finishDelivery(store, ports)
  await undoFlip(store, author, deliveredChange(ports))
  late.release()
  await t.rejects(flipping, { message: 'killed' })
  t.equal(shown(), '1.1-2', 'a place without a lock takes what comes late')
  await finishDelivery(store, ports)
  t.equal(shown(), '1.0-1')
  t.match(await deliveryStatus(store, ports), { publishers: [{ state: 'same' }] })
  const told = (await store.history()).flatMap(({ changes }) => changes.map(({ document }) => document))
  t.notOk(told.includes('writers'))
})
