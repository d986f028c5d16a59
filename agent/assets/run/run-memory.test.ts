import { join } from 'node:path'
import t from 'tap'
import { ActionCache } from '../../cache/action-cache.js'
import { RunMemory } from './run-memory.js'

t.test('a record that a run will write is there for others of the process, and for all afterwards', async t => {
  const folder = t.testdir({})
  const memory = new RunMemory()
  const record = {
    inputs: { kind: 'page', version: 1, options: null, inputs: [] },
    value: 1,
    blobs: {},
    durationMs: 2
  }
  for (const key of ['abc1', 'abc2']) memory.actionCache(folder).put(key, record)

  t.same(memory.actionCache(folder).get('abc1'), record)
  t.equal(memory.actionCache(join(folder, 'other')).get('abc1'), undefined)
  t.equal(new ActionCache(folder).get('abc2'), undefined)
  memory.afterwards.finish()
  t.same(new ActionCache(folder).get('abc2'), record)
})
