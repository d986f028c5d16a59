import t from 'tap'
import { Afterwards } from './afterwards.js'

t.test('each thing is done once, in order, whatever becomes of another', async t => {
  const afterwards = new Afterwards()
  const done: number[] = []
  const add = (number: number): void => {
    afterwards.add(() => {
      done.push(number)
      if (number === 1) throw new Error('no space left')
    })
  }
  afterwards.finish()
  add(1)
  add(2)
  t.same(done, [])
  afterwards.finish()
  add(3)
  afterwards.finish()

  t.same(done, [1, 2, 3])
})
