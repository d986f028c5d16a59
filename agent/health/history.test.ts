import { readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { HealthHistory, tiers, type Damage } from './history.js'

const start = Date.UTC(2026, 0, 1)
const samples = (atMs: number, value: number, severity = 0) => ({
  atMs,
  values: new Map([['load', { value, severity }]])
})

async function open (folder: string, damages: Damage[] = []): Promise<HealthHistory> {
  return await HealthHistory.open(folder, start, damage => damages.push(damage))
}

t.test('numbers come back per minute, then per quarter, over a restart', async t => {
  const folder = join(t.testdir(), 'history')
  let history = await open(folder)
  await history.add(samples(start, 1))
  await history.add(samples(start + 30_000, 3, 2))
  await history.close()
  history = await open(folder)
  t.teardown(async () => {
    await history.close()
  })
  await history.add(samples(start + 59_000, 5))
  await history.add(samples(start + 60_000, 7))
  const day = 24 * 60 * 60_000
  t.same(await history.series('load', start, start + 60_000), [
    { atMs: start, count: 3, min: 1, max: 5, sum: 9, worst: 2 },
    { atMs: start + 60_000, count: 1, min: 7, max: 7, sum: 7, worst: 0 }
  ])
  t.same(await history.series('load', start - 2 * day, start + 60_000), [{
    atMs: start,
    count: 4,
    min: 1,
    max: 7,
    sum: 16,
    worst: 2
  }])
})

t.test('what is older than its tier keeps is removed', async t => {
  const history = await open(join(t.testdir(), 'history'))
  t.teardown(async () => {
    await history.close()
  })
  await history.add(samples(start, 1))
  await history.addGrade({ atMs: start, grade: 'poor', reasons: ['disk.cache'] })
  const later = start + tiers[0].keptMs + 3_600_000
  await history.add(samples(later, 2))
  t.equal((await history.series('load', start, start)).length, 0, 'minutes go after a day')
  t.equal((await history.series('load', start - 1, later)).length, 2, 'quarters stay')
  t.equal((await history.gradeChanges(0, later)).length, 1)
  await history.add(samples(start + tiers[1].keptMs + 3_600_001, 3))
  t.equal((await history.series('load', start - tiers[1].keptMs, start)).length, 0, 'and go after 30 days')
  t.equal((await history.gradeChanges(0, later)).length, 0)
})

for (
  const [what, damage] of Object.entries({
    'its list of files is overwritten': (folder: string) => {
      for (const name of readdirSync(folder).filter(each => each.startsWith('MANIFEST'))) {
        writeFileSync(join(folder, name), 'not a database')
      }
    },
    'its pointer is overwritten': (folder: string) => {
      writeFileSync(join(folder, 'CURRENT'), '\0\0\0\0')
    },
    'its pointer leads nowhere': (folder: string) => {
      writeFileSync(join(folder, 'CURRENT'), 'MANIFEST-009999\n')
    }
  })
) {
  t.test(`a history is moved aside, told, and started anew when ${what}`, async t => {
    const folder = join(t.testdir(), 'history')
    const before = await open(folder)
    await before.add(samples(start, 1))
    await before.close()
    damage(folder)

    const damages: Damage[] = []
    const history = await open(folder, damages)
    t.teardown(async () => {
      await history.close()
    })
    t.match(damages, [{ atMs: start, movedTo: /history\.damaged-2026-01-01/, reason: /./ }])
    t.same(readdirSync(dirname(folder)).length, 2, 'what there was is kept')
    await history.add(samples(start, 4))
    t.match(await history.series('load', start, start), [{ sum: 4 }])
  })
}

t.test('a history that another agent has open is neither moved nor shared', async t => {
  const folder = join(t.testdir(), 'history')
  const first = await open(folder)
  t.teardown(async () => {
    await first.close()
  })
  await t.rejects(open(folder), { code: 'LEVEL_DATABASE_NOT_OPEN' })
  t.same(readdirSync(dirname(folder)), ['history'])
})

t.test('damaged rows are left out', async t => {
  const folder = join(t.testdir(), 'history')
  const { ClassicLevel } = await import('classic-level')
  const level = new ClassicLevel(folder)
  await level.batch([
    { type: 'put', key: `m!load!${String(start).padStart(15, '0')}`, value: '[1,"2",3]' },
    { type: 'put', key: `g!grade!${String(start).padStart(15, '0')}`, value: '{"grade":1}' },
    { type: 'put', key: `b!build!${String(start).padStart(15, '0')}`, value: '{{{' }
  ])
  await level.close()
  const history = await open(folder)
  t.teardown(async () => {
    await history.close()
  })
  t.same([
    await history.series('load', start, start),
    await history.gradeChanges(0, start),
    await history.builds(0, start)
  ], [[], [], []])
})
