import { join } from 'node:path'
import t from 'tap'
import type { Test } from 'tap'
import { ActionCache } from '../../cache/action-cache.js'
import { ContentStore } from '../../cache/content-store.js'
import { ActionRunner } from './action-runner.js'
import type { ActionRunnerSettings } from './action-runner-settings.js'
import type { Action } from './runner.js'

function runnerOf (t: Test, settings: Partial<ActionRunnerSettings>): ActionRunner {
  const home = t.testdir({})
  return new ActionRunner({
    store: new ContentStore(join(home, 'cas')),
    cache: new ActionCache(join(home, 'ac')),
    shared: async () => undefined,
    previousKeys: new Map(),
    changedParameters: () => [],
    isDryRun: false,
    isShard: false,
    isPublished: () => false,
    lastDurationMs: () => undefined,
    emit: () => {},
    signal: new AbortController().signal,
    now: Date.now,
    ...settings
  })
}

t.test('a result costs what this process worked for it, and one of another program the time', async t => {
  let [nowMs, processorMs] = [5000, 70]
  const runner = runnerOf(t, { now: () => nowMs, processorMs: () => processorMs })
  // On a machine that does something else three quarters of the time.
  const run = async (): Promise<object> => {
    nowMs += 400
    processorMs += 100
    return {}
  }
  const inputs = { kind: 'page', version: 1, options: {}, inputs: [] }
  await runner.run({ id: 'own', rule: 'units', inputs, run })
  await runner.run({ id: 'tool', rule: 'units', inputs: { ...inputs, version: 2 }, isProgram: true, run })

  t.match(runner.outcomes, [{ id: 'own', durationMs: 400, costMs: 100 }, { id: 'tool', costMs: 400 }])
})

t.test('what an action says of this machine no other one is asked for, nor told', async t => {
  const met: string[] = []
  const runner = runnerOf(t, {
    shared: async () => ({
      mayWrite: true,
      find: async () => {
        met.push('asked')
        return undefined
      },
      offer: () => {
        met.push('told')
      },
      beginMaking: () => () => {}
    }),
    isShard: true
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
