import t from 'tap'
import { LookQueue } from './look-queue.js'

t.test('a called look goes before polls, also one that was called while it waited; every fourth turn is the oldest', async t => {
  const queue = new LookQueue(1)
  const order: string[] = []
  const called = new Set(['c1', 'c2'])
  let begin = (): void => {}
  const first = queue.run(() => false, async () => {
    await new Promise<void>(resolve => {
      begin = resolve
    })
  })
  const names = ['p1', 'p2', 'c1', 'p3', 'c2', 'c3', 'c4']
  const looks = names.map(async name => {
    await queue.run(() => called.has(name), async () => {
      order.push(name)
      if (name === 'c1') throw new Error('one that fails')
    })
  })
  called.add('c3').add('c4')
  begin()
  const results = await Promise.allSettled([first, ...looks])
  t.same(order, ['c1', 'c2', 'c3', 'p1', 'c4', 'p2', 'p3'])
  t.equal(results.filter(({ status }) => status === 'rejected').length, 1)
})
