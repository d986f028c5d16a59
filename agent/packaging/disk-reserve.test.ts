import fc from 'fast-check'
import t from 'tap'
import { DiskReserve } from './disk-reserve.js'

const megabyte = 1_000_000

t.test('what is begun leaves the reserve, whatever is under way, and what has room comes to its end', async t => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }),
      async (scheduler, sizes) => {
        let free = 200
        const disk = new DiskReserve('/d', 50, () => free * megabyte)
        const works = sizes.map(async size =>
          await disk.use(size * megabyte, async () => {
            // It takes its place in two steps, and gives it back: what is made is a reflink in the end.
            await scheduler.schedule(Promise.resolve())
            free -= size
            t.ok(free >= 50, `${free} of 200`)
            await scheduler.schedule(Promise.resolve())
            free += size
          })
        )
        await scheduler.waitFor(Promise.all(works))
      }
    ),
    { numRuns: 50 }
  )
})

t.test('a disk that stays too full is one error, also for those that waited', async t => {
  let free = 100
  const disk = new DiskReserve('/d', 50, () => free * megabyte)
  let end = (): void => {}
  const first = disk.use(40 * megabyte, async () => {
    await new Promise<void>(resolve => {
      end = resolve
    })
  })
  const second = disk.use(40 * megabyte, async () => 'made')
  free = 60
  end()
  await first
  await t.rejects(second, {
    code: 'PACKAGE_DISK_RESERVE',
    details: { folder: '/d', freeMb: 60, neededMb: 40, reserveMb: 50 }
  })
  t.equal(await disk.use(10 * megabyte, async () => 'made'), 'made')
  await t.rejects(
    disk.use(1, async () => {
      throw new Error('its own')
    }),
    { message: 'its own' }
  )
})
