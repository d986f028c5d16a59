// Takes 26 s.
import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { LevelDocuments } from '../coordination/level-documents.js'
import type { Documents } from '../coordination/documents.js'
import { MemorySource } from './testing/memory-source.js'
import { WatchedRepository } from './testing/watched-repository.js'

const atOnce = 8

/** Counts the moments at which a process may die, and lets nothing of what follows the chosen one happen. */
class Crash {
  readonly #at: number
  count = 0
  isArmed = false
  #die: () => void = () => {}
  readonly died = new Promise<void>(resolve => {
    this.#die = resolve
  })

  constructor (at: number) {
    this.#at = at
  }

  get isDead (): boolean {
    return this.count >= this.#at
  }

  /** Whether the process is alive after this moment. */
  step (): boolean {
    if (!this.isArmed) return true
    if (!this.isDead) this.count++
    if (this.isDead) this.#die()
    return !this.isDead
  }

  documents (documents: Documents): Documents {
    return {
      get: async (key, options) => await documents.get(key, options),
      list: async (folder, options) => await documents.list(folder, options),
      transact: async (operations, options) => {
        if (!this.step()) throw new Error('crashed')
        return await documents.transact(operations, options)
      },
      watch: () => () => {},
      watchFolder: () => () => {},
      close: async () => {}
    }
  }
}

/**
 * A process that is killed at its moment `at`, and the one after it. Tells whether there was such a moment.
 */
async function killedAt (t: Test, folder: string, at: number): Promise<boolean> {
  const source = new MemorySource()
  const repository = new WatchedRepository(join(folder, String(at)))
  await repository.start()
  const documents = new LevelDocuments({ folder: `${repository.folder}/documents`, isDurable: false })
  const crash = new Crash(at)
  repository.jenkins.intercept = async (request, reply) => {
    if (request.method !== 'POST' || crash.isDead) return false
    if (crash.step()) {
      if (crash.count + 1 !== at) return !crash.step()
      // The last moment: Jenkins has done it, and nobody hears its answer.
      crash.step()
      await fetch(`${repository.jenkins.url}${request.url}`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(request.body as Record<string, string>)
      })
    }
    reply.hijack()
    request.raw.socket.destroy()
    return true
  }
  const messages = ['start', 'good', 'fine', 'broken', 'after', 'mend']
  const indexOf = (id: string | undefined): number => Number.parseInt(id ?? '', 16)
  repository.resultOf = ({ parameters }) =>
    [3, 4].includes(indexOf(parameters.PACKLINE_COMMIT)) ? 'FAILURE' : 'SUCCESS'
  let isReopened = false
  const push = async (count: number): Promise<void> => {
    for (const message of messages.splice(0, count)) source.push(message)
    const done = repository.trigger.look().then(async () => {
      await repository.rest()
    })
    if (isReopened) return await done
    await Promise.race([done, crash.died])
    if (!crash.isDead) return
    isReopened = true
    done.catch(() => {})
    await repository.trigger.close()
    await repository.open({ documents, settleMs: 5, onSource: () => source })
    await repository.trigger.look()
    await repository.rest()
  }

  source.push(messages.shift()!)
  await repository.open({
    documents: crash.documents(documents),
    settleMs: 5,
    isWatching: false,
    onSource: () => source
  })
  await repository.trigger.look()
  crash.isArmed = true
  await push(1)
  await push(3)
  const culprit = repository.lane()?.culprit
  await push(1)

  const commits = source.line.slice(1).map(({ id }) => id)
  const names = repository.jenkins.builds.map(({ parameters }) => parameters.PACKLINE_BATCH)
  const covered = repository.jenkins.builds.filter(({ result }) => result === 'SUCCESS').flatMap((
    { parameters }
  ) => parameters.PACKLINE_COMMITS!.split('\n'))
  const reported = repository.reports.filter(({ state }) => state === 'succeeded').flatMap(({ on }) => on)
  t.equal(indexOf(culprit ?? ''), 3, `the culprit, killed at ${at}`)
  t.match(
    repository.lane(),
    { lastGood: commits.at(-1), culprit: null, run: null, waiting: null },
    `at rest, killed at ${at}`
  )
  t.equal(new Set(names).size, names.length, `no build twice, killed at ${at}`)
  t.same(covered, commits, `every commit once, killed at ${at}`)
  t.same([...new Set(reported)].sort(), commits, `every status, killed at ${at}`)
  await repository.close()
  await documents.close()
  return crash.isDead
}

t.test('killed at any step, it goes on: no build is doubled, no commit is lost, the commit at fault is found', async t => {
  const folder = t.testdir()
  let moments = 0
  for (let isLast = false; !isLast; moments += atOnce) {
    const hadThem = await Promise.all(
      Array.from({ length: atOnce }, async (_, index) => await killedAt(t, folder, moments + index + 1))
    )
    isLast = hadThem.includes(false)
  }
  t.ok(moments > 20, `${moments} moments`)
})
