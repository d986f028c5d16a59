import t from 'tap'
import { simulateDay } from './farm-day.js'
import type { FarmSupposed } from './farm-day.js'
import { recordedCosts } from './recorded-costs.js'

const supposed: FarmSupposed = {
  packers: 8,
  pushesADay: 400,
  artBytes: 1e9,
  projects: 4,
  fileBytes: 50_000,
  busyShare: 0.8,
  busyHours: 10,
  setsInPush: 3,
  wideShare: 0.01,
  widePart: 0.3,
  quietMs: 5000,
  shardMs: 30_000,
  seed: 1
}

t.test('a simulated day is the same for the same seed, and no shorter than what has to be', async t => {
  const costs = recordedCosts()
  const day = simulateDay(supposed, costs)

  t.same(simulateDay(supposed, costs), day)
  t.not(simulateDay({ ...supposed, seed: 2 }, costs).medianS, day.medianS)
  t.ok(day.medianS * 1000 > supposed.quietMs + costs.startMs)
  t.ok(day.medianS <= day.p95S && day.p95S <= day.p99S)
  t.ok(day.runs > 300 && day.runs <= supposed.pushesADay)
  t.ok(day.busy > 0 && day.busy < 1)
})

t.test('more packers share the work, and nobody waits longer', async t => {
  const busy = { ...supposed, pushesADay: 20_000 }
  const few = simulateDay({ ...busy, packers: 1 }, recordedCosts())
  const many = simulateDay({ ...busy, packers: 20 }, recordedCosts())

  t.ok(few.busy > 10 * many.busy, `${few.busy}`)
  t.ok(many.p95S <= few.p95S)
})
