// One machine that releases. Its journal says what it set out to do before it does it; after a kill it asks
// for the same again.
import { randomUUID } from 'node:crypto'
import { fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { openDocuments } from '../../agent/coordination/open-documents.js'
import { PacklineError } from '../../agent/errors.js'
import { openPublisher } from '../../agent/release/publish/open-publisher.js'
import { storePublisher } from '../../agent/release/publish/store-publisher.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import { deliveryOperations, operate } from './delivery-operations.js'
import type { Releaser } from './delivery-operations.js'
import { tornStore, withoutTakingBack } from './delivery-world.js'
import { Random } from './random.js'
import { readReleases } from './release-journal.js'
import type { ReleaseAgentSettings, ReleaseEntry } from './release-journal.js'

const [, , given = ''] = process.argv
const settings: ReleaseAgentSettings = JSON.parse(given)
const { name, folder, places, zookeeper, environment, quota, seed, broken } = settings
const file = join(folder, `${name}.journal`)
const before = readReleases(file)
const journal = openSync(file, 'a')
const signal = new AbortController().signal
const random = new Random(seed + before.length)
const documents = await openDocuments({
  config: zookeeper === undefined ? {} : { zookeeper },
  environment: {},
  home: join(folder, 'home'),
  cwd: folder
})
const releaser: Releaser = {
  store: new ReleaseStore({ documents, project: 'dk', now: () => new Date() }),
  ports: {
    signal,
    open: async record =>
      broken === 'torn' && record.reach === 'folder'
        ? storePublisher(tornStore(record.place, async () => await delay(20)))
        : withoutTakingBack(await openPublisher(record, { environment, home: folder }), broken)
  },
  places,
  folder: join(folder, 'made', name),
  random
}

function record (entry: ReleaseEntry): void {
  // A kill may have left half a line.
  writeSync(journal, `\n${JSON.stringify(entry)}\n`)
  fdatasyncSync(journal)
}

process.once('disconnect', () => {
  process.exit(1)
})
const last = before.at(-1)
let next = last !== undefined && 'action' in last ? last : undefined
for (let begun = before.filter(entry => 'action' in entry).length; next !== undefined || begun < quota;) {
  if (next === undefined) {
    next = { id: randomUUID(), action: random.pick(deliveryOperations) }
    begun++
    record(next)
  }
  const { id, action } = next
  process.send?.({ action })
  try {
    const outcome = await operate(action, releaser, id)
    record({ id, done: outcome?.revision ?? null })
  } catch (error) {
    if (!(error instanceof PacklineError)) throw error
    record({ id, told: error.code })
  }
  next = undefined
}
await documents.close()
process.exit(0)
