import { join } from 'node:path'
import t from 'tap'
import { ActionCache } from '../../cache/action-cache.js'
import { ContentStore } from '../../cache/content-store.js'
import { ActionRunner } from './action-runner.js'
import type { Action } from './runner.js'

t.test('what an action says of this machine no other one is asked for, nor told', async t => {
  const home = t.testdir({})
  const met: string[] = []
  const runner = new ActionRunner({
    store: new ContentStore(join(home, 'cas')),
    cache: new ActionCache(join(home, 'ac')),
    shared: async () => ({
      mayWrite: true,
      find: async () => {
        met.push('asked')
        return undefined
      },
      offer: () => {
        met.push('told')
      }
    }),
    previousKeys: new Map(),
    changedParameters: () => [],
    isDryRun: false,
    isShard: true,
    isPublished: () => false,
    lastDurationMs: () => undefined,
    emit: () => {},
    signal: new AbortController().signal,
    now: Date.now
  })
  const action = (id: string, isLocal: boolean): Action<string> => ({
    id,
    rule: 'units',
    isLocal,
    inputs: { kind: id, version: 1, options: {}, inputs: [] },
    run: async () => ({ value: id })
  })

  t.match(await runner.run(action('version of a tool', true)), { value: 'version of a tool' })
  // In a shard, what lies in the cache of the machine is told as well.
  await runner.run(action('version of a tool', true))
  t.same(met, [])
  await runner.run(action('page', false))
  await runner.run(action('page', false))
  t.same(met, ['asked', 'told', 'told'])
})
