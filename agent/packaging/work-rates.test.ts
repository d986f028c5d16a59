import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { temporaryFolder } from './testing/zips.js'
import { WorkRates } from './work-rates.js'

const megabyte = 1_000_000

t.test('estimates follow what was measured, and are there again for the next build', async t => {
  const home = temporaryFolder(t)
  const rates = new WorkRates(home)
  const before = rates.estimate('sign', 20 * megabyte)
  for (const megabytes of [1, 50, 10, 30, 5]) rates.learn('sign', megabytes * megabyte, 700 + 12 * megabytes)
  for (let index = 0; index < 4; index++) rates.learn('stamp', 20_000, 30)
  rates.learnWall(8000, 2000, 4)
  rates.save()
  const again = new WorkRates(home)
  t.not(before, 940)
  t.equal(Math.round(again.estimate('sign', 20 * megabyte)), 940)
  t.equal(Math.round(again.estimate('stamp', 20_000)), 30, 'small packages take what small packages took')
  t.equal(again.wall(1200, 4), 300)
  again.learn('stamp', 20_000, 60)
  t.ok(again.estimate('stamp', 20_000) > 30, 'a machine may become slower')
})

t.test('whatever was measured, an estimate is a time', async t => {
  const home = temporaryFolder(t)
  const measured = fc.array(fc.tuple(fc.nat(5000 * megabyte), fc.nat(3_600_000)), { maxLength: 20 })
  fc.assert(fc.property(measured, fc.nat(5000 * megabyte), (all, bytes) => {
    const rates = new WorkRates(home)
    for (const [size, milliseconds] of all) rates.learn('repack', size, milliseconds)
    const estimate = rates.estimate('repack', bytes)
    return Number.isFinite(estimate) && estimate >= 0
  }))
})

t.test('a record that is no record is as good as none', async t => {
  const home = temporaryFolder(t)
  const usual = new WorkRates(home).estimate('copy', megabyte)
  for (const text of ['', '[]', '{"copy":{"count":1}}', '{"copy":null,"atOnce":[1],"sign":3}']) {
    writeFileSync(join(home, 'package-rates.json'), text)
    const rates = new WorkRates(home)
    t.equal(rates.estimate('copy', megabyte), usual, text)
    t.ok(rates.wall(1000, 2) > 0)
  }
})
