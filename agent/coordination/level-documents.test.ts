// Takes 8 s.
import t from 'tap'
import { spawn } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { testDocuments } from '../../test/support/documents-contract.js'
import { FileLock } from '../files/file-lock.js'
import { LevelDocuments } from './level-documents.js'

testDocuments(t, async t => {
  const folder = t.testdir()
  return () => {
    const documents = new LevelDocuments({ folder, isDurable: false })
    t.teardown(() => documents.close())
    return documents
  }
})

const counter = fileURLToPath(new URL('../../test/support/counting-process.ts', import.meta.url))
const startCounting = (folder: string) =>
  spawn(process.execPath, [
    '--import',
    new URL('../../scripts/register.mjs', import.meta.url).href,
    counter,
    folder
  ], { stdio: ['pipe', 'pipe', 'inherit'] })

t.test('processes share the store, and one killed at any moment loses and breaks nothing', async t => {
  const folder = t.testdir()
  const documents = new LevelDocuments({ folder })
  t.teardown(() => documents.close())
  // Each process prints a line per update that was acknowledged to it.
  const processes = [0, 1, 2].map(() => {
    const child = startCounting(folder)
    const lines = createInterface({ input: child.stdout })
    const state = { child, acknowledged: 0, closed: once(lines, 'close') }
    lines.on('line', () => {
      state.acknowledged++
    })
    return state
  })
  const [first, second, third] = processes as [typeof processes[0], typeof processes[0], typeof processes[0]]
  const until = async (holds: () => boolean) => {
    while (!holds()) {
      await new Promise(resolve => {
        setTimeout(resolve, 5)
      })
    }
  }

  await until(() => processes.every(each => each.acknowledged > 10))
  first.child.kill('SIGKILL')
  await until(() => second.acknowledged > 30)
  second.child.kill('SIGKILL')
  await until(() => third.acknowledged > 60)
  third.child.stdin.end()
  await Promise.all(processes.map(each => each.closed))

  const total = processes.reduce((sum, each) => sum + each.acknowledged, 0)
  const count = Number((await documents.get('count'))?.value)
  // A killed process may have had one update under way that was done and not told.
  t.ok(count >= total && count <= total + 2, `${count} counted, ${total} acknowledged`)
})

t.test('a process that holds the store too long is named', async t => {
  const folder = t.testdir()
  const documents = new LevelDocuments({ folder })
  t.teardown(() => documents.close())
  const holder = new FileLock(join(folder, 'store.lock'))
  t.teardown(() => holder.close())
  holder.tryLock()
  writeFileSync(join(folder, 'holder'), '4711')

  await t.rejects(documents.get('a', { timeoutMs: 30 }), {
    code: 'DOCUMENTS_LOCKED',
    details: { holder: '4711', waitedMs: 30 }
  })
  holder.unlock()
  t.equal(await documents.get('a'), undefined)
})

for (const who of ['nobody', 'the next process']) {
  t.test(`watchers learn of a change whose writer died before it could tell, when ${who} opens the store`, async t => {
    const folder = t.testdir()
    const documents = new LevelDocuments({ folder })
    const other = new LevelDocuments({ folder })
    t.teardown(async () => {
      await documents.close()
      await other.close()
    })
    const told = new EventEmitter()
    let calls = 0
    const standing = once(told, 'told')
    documents.watch('a', () => {
      calls++
      told.emit('told')
    })
    await standing

    // What a killed holder leaves: its mark, and no lock.
    const again = once(told, 'told')
    writeFileSync(join(folder, 'holder'), '4711')
    if (who !== 'nobody') await other.get('a')
    await again

    t.ok(calls >= 2)
  })
}

t.test('a store that is no store is refused, and left as it is', async t => {
  const folder = t.testdir({ level: 'not a folder' })
  const documents = new LevelDocuments({ folder })
  t.teardown(() => documents.close())

  await t.rejects(documents.get('a'), { code: 'DOCUMENTS_UNREADABLE', details: { folder } })
  await t.rejects(documents.transact([{ type: 'create', key: 'a', value: 1 }]), {
    code: 'DOCUMENTS_UNREADABLE'
  })
})

t.test('calls after close say so', async t => {
  const documents = new LevelDocuments({ folder: t.testdir() })
  await documents.close()

  await t.rejects(documents.get('a'), { code: 'DOCUMENTS_CLOSED' })
})
