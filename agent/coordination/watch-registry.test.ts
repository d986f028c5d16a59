import t from 'tap'
import fc from 'fast-check'
import { PacklineError } from '../errors.js'
import { WatchRegistry } from './watch-registry.js'

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

t.test('an event that comes in one packet with the answer to the arming is not lost', async t => {
  let armed = 0
  const registry = new WatchRegistry(async (_kind, _path, fire) => {
    if (armed++ === 0) fire()
  })
  let told = 0

  registry.watch('node', '/a', () => {
    told++
  })
  await settle()

  t.equal(armed, 2, 'set again')
  t.equal(told, 1)
})

t.test('what cannot be set is told, and set again after a reconnection', async t => {
  let isAllowed = false
  let armed = 0
  const registry = new WatchRegistry(async () => {
    armed++
    if (!isAllowed) throw new PacklineError('ZOOKEEPER_NOT_ALLOWED', { operation: 'exists', path: '/a' })
  })
  let told = 0
  registry.watch('node', '/a', () => {
    told++
  })
  await settle()
  t.same([armed, told], [1, 1])

  isAllowed = true
  registry.suspend()
  registry.resume()
  await settle()

  t.same([armed, told], [2, 2])
})

t.test('the server is given one and the same function per path', async t => {
  const functions = new Set<() => void>()
  const registry = new WatchRegistry(async (_kind, _path, fire) => {
    functions.add(fire)
  })
  for (let i = 0; i < 100; i++) registry.watch('children', '/a', () => {})
  await settle()
  for (let i = 0; i < 100; i++) {
    registry.suspend()
    registry.resume()
    await settle()
  }

  t.equal(functions.size, 1)
  t.equal(registry.size, 1)
})

t.test('a listener is told after every change, whatever comes between', async t => {
  const action = fc.constantFrom('change', 'reconnect', 'wait', 'watch', 'end')
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 40 }), async actions => {
      // A server with one node: its one-shot watches go with a change and with the connection.
      let value = 0
      const watches = new Set<() => void>()
      const registry = new WatchRegistry(async (_kind, _path, fire) => {
        watches.add(fire)
        await Promise.resolve()
      })
      const listeners: Array<{ seen: number, end: () => void }> = []
      for (const each of actions) {
        if (each === 'change') {
          value++
          const fired = [...watches]
          watches.clear()
          for (const fire of fired) fire()
        } else if (each === 'reconnect') {
          watches.clear()
          registry.suspend()
          registry.resume()
        } else if (each === 'wait') await settle()
        else if (each === 'watch') {
          const listener = { seen: -1, end: () => {} }
          listener.end = registry.watch('node', '/a', () => {
            listener.seen = value
          })
          listeners.push(listener)
        } else listeners.pop()?.end()
      }
      await settle()
      return listeners.every(({ seen }) => seen === value)
    }),
    { numRuns: 300 }
  )
  t.pass('for all of them')
})
