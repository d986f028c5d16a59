import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { noteDrain, refuseWhileDrained } from './drain-note.js'

const order = {
  by: 'li',
  why: 'new disk',
  at: '2026-01-01T00:00:00.000Z',
  deadlineAt: '2026-01-01T01:00:00.000Z'
}

t.test('what begins while the machine is drained is refused, what was accepted before goes on', async t => {
  const home = t.testdir()
  refuseWhileDrained(home, {})
  await noteDrain(home, 'mac-01', order)
  t.throws(() => {
    refuseWhileDrained(home, {})
  }, { code: 'FARM_DRAINED', retryable: true, details: { device: 'mac-01', by: 'li', why: 'new disk' } })
  refuseWhileDrained(home, { PACKLINE_JOB: 'accepted' })
  await noteDrain(home, 'mac-01', undefined)
  await noteDrain(home, 'mac-01', undefined)
  refuseWhileDrained(home, {})
})

t.test('a note that is no note refuses nobody', async t => {
  for (const text of ['', 'null', '{}', '[]', '{"by":5}']) {
    const home = t.testdir()
    writeFileSync(join(home, 'farm-draining.json'), text)
    refuseWhileDrained(home, {})
  }
  const home = t.testdir()
  mkdirSync(join(home, 'farm-draining.json'))
  refuseWhileDrained(home, {})
})
