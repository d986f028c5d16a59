import { EventEmitter, once } from 'node:events'
import t from 'tap'
import { UploadQueue } from './upload-queue.js'

/** Uploads that end when the test says so. */
function heldUploads () {
  const events = new EventEmitter()
  const under = new Map<number, (hasArrived: boolean) => void>()
  let most = 0
  const queue = new UploadQueue<number>(async item =>
    await new Promise(resolve => {
      under.set(item, hasArrived => {
        under.delete(item)
        resolve(hasArrived)
      })
      most = Math.max(most, under.size)
      events.emit('begun')
    })
  )
  return { queue, under, events, most: () => most }
}

t.test('few are under way at once, and the end waits for the others', async t => {
  const { queue, under, events, most } = heldUploads()
  for (let item = 0; item < 10; item++) queue.add(item)
  const finished = queue.finish(60_000)
  for (let left = 10; left > 0; left--) {
    if (under.size === 0) await once(events, 'begun')
    for (const end of [...under.values()].slice(0, 1)) end(true)
    await new Promise(setImmediate)
  }
  t.same(await finished, [])
  t.equal(most(), 4)
})

t.test('what has no time is left to others, all of it', async t => {
  const { queue } = heldUploads()
  for (let item = 0; item < 6; item++) queue.add(item)
  t.same((await queue.finish(20)).sort(), [0, 1, 2, 3, 4, 5])
})

t.test('what failed is sent again as long as something arrives, and no longer', async t => {
  const sent: number[] = []
  const queue = new UploadQueue<number>(async item => {
    sent.push(item)
    // The second one arrives when it is sent again.
    return item === 0 || item === 1 && sent.filter(each => each === 1).length > 1
  })
  for (const item of [1, 2, 0]) queue.add(item)
  t.same(await queue.finish(60_000), [2])
  t.same(sent, [1, 2, 0, 1, 2, 2])

  const thrown = new UploadQueue<number>(async () => {
    throw new Error('no disk')
  })
  thrown.add(7)
  t.same(await thrown.finish(60_000), [7], 'whatever goes wrong')
})
