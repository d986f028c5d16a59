// One agent that flips and undoes. Its journal says what it set out to do before it does it; after a kill it
// asks for the same again.
import { randomUUID } from 'node:crypto'
import { existsSync, fdatasyncSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { ZooKeeperDocuments } from '../../agent/coordination/zookeeper-documents.js'
import { ZooKeeperSession } from '../../agent/coordination/zookeeper-session.js'
import { PacklineError } from '../../agent/errors.js'
import { flip } from '../../agent/release/flip.js'
import { undoFlip } from '../../agent/release/undo-flip.js'
import type { Current } from '../../agent/release/resolve-document.js'
import { ReleaseStore } from '../../agent/release/release-store.js'
import { readJournal } from './flip-check.js'
import type { FlipAgentSettings, FlipJournalEntry } from './flip-check.js'

const [, , given = ''] = process.argv
const { name, servers, chroot, sessionTimeoutMs, folder } = JSON.parse(given) as FlipAgentSettings
const file = join(folder, `${name}.journal`)
const before = readJournal(file)
const journal = openSync(file, 'a')

function record (entry: FlipJournalEntry): void {
  // A kill may have left half a line.
  writeSync(journal, `\n${JSON.stringify(entry)}\n`)
  fdatasyncSync(journal)
}

const session = new ZooKeeperSession({ servers, chroot, sessionTimeoutMs }).start()
const store = new ReleaseStore({
  documents: new ZooKeeperDocuments(session),
  project: 'dk',
  now: () => new Date()
})
/**
 * Answers that decide a request; after any other it is not known what became of it, and it is asked again.
 */
const told = ['RELEASE_FLIP_LOST', 'RELEASE_FLIP_REFUSED', 'RELEASE_NOTHING_TO_UNDO']

async function settle ({ id, action }: { id: string, action: 'flip' | 'undo' }): Promise<void> {
  for (;;) {
    try {
      const author = { by: name, why: 'chaos', id }
      const { revision } = action === 'flip'
        ? await flip(store, { ...author, from: 'review-1', to: 'live' })
        : await undoFlip(store, author)
      record({ id, done: revision })
      return
    } catch (error) {
      if (!(error instanceof PacklineError)) throw error
      if (told.includes(error.code)) {
        record({ id, told: error.code })
        return
      }
      process.stderr.write(`${name} ${id}: ${error.message}\n`)
      await delay(50)
    }
  }
}

const last = before.at(-1)
if (last !== undefined && 'action' in last) await settle(last)
while (!existsSync(join(folder, 'stop'))) {
  const held = await store.read<Current>('current/review-1').catch(() => undefined)
  const intent = { id: randomUUID(), action: held?.release ? 'flip' as const : 'undo' as const }
  record(intent)
  await settle(intent)
}
await session.close()
process.exit(0)
