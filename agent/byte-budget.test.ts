import t from 'tap'
import { ByteBudget } from './byte-budget.js'

t.test('work that does not fit waits its turn, in order', async t => {
  const budget = new ByteBudget(100)
  const order: string[] = []
  const work = async (name: string, bytes: number): Promise<void> => {
    await budget.use(bytes, async () => {
      order.push(`${name} begins`)
      await new Promise(resolve => {
        setImmediate(resolve)
      })
      order.push(`${name} ends`)
    })
  }

  await Promise.all([work('a', 60), work('b', 60), work('c', 10)])

  t.same(order, ['a begins', 'a ends', 'b begins', 'c begins', 'b ends', 'c ends'])
})

t.test('what is kept never stops work, and never takes more than a third', async t => {
  const budget = new ByteBudget(150)
  t.ok(budget.tryKeep(30))
  t.ok(budget.tryKeep(20))
  t.notOk(budget.tryKeep(1))

  t.equal(await budget.use(140, async () => 'done'), 'done')
  t.equal(await budget.use(500, async () => 'done'), 'done')
  budget.release(50)
  t.ok(budget.tryKeep(50))
})

t.test('nothing is kept in place of work that waits', async t => {
  const budget = new ByteBudget(100)
  let finish = (): void => {}
  const first = budget.use(90, async () => {
    await new Promise<void>(resolve => {
      finish = resolve
    })
  })
  const second = budget.use(90, async () => {})

  t.notOk(budget.tryKeep(5))
  finish()
  await Promise.all([first, second])
  t.ok(budget.tryKeep(5))
})
