import t from 'tap'
import { LeftBehind } from './left-behind.js'

const runner = 10
const list = (...rows: Array<[id: number, parent: number, started?: string]>) =>
  rows.map(([id, parent, started = '0']) => ({ id, parent, started }))

function watch (environments: Record<number, string[]> = {}) {
  return new LeftBehind({
    runner,
    graceMs: 100,
    commandOf: id => ['node', `${id}.test.ts`],
    environmentOf: id => environments[id] ?? []
  })
}

t.test('what a test file started, and what that started, is left behind once the file has gone', async t => {
  const watched = watch()
  t.same(
    watched.look(list([1, 0], [runner, 1], [20, runner], [21, 20], [22, 21], [30, runner], [31, 30]), 0),
    []
  )
  const after = list([1, 0], [runner, 1], [21, 1], [22, 21], [30, runner], [31, 30])
  t.same(watched.look(after, 1000), [], 'it may need a moment to end')
  t.same(watched.look(after, 1099), [])
  t.same(watched.look(after, 1100), [{ id: 21, file: '20.test.ts' }, { id: 22, file: '20.test.ts' }])
  t.same(watched.look(after, 1100, 0).length, 2)
})

t.test('what was there before, or belongs to nobody here, is let be', async t => {
  const watched = watch()
  watched.look(list([1, 0], [5, 1], [runner, 5], [20, runner]), 0)
  t.same(watched.look(list([1, 0], [5, 1], [6, 5], [runner, 5]), 5000, 0), [])
})

t.test('a number that was given away again is another process', async t => {
  const watched = watch()
  watched.look(list([1, 0], [runner, 1], [20, runner], [21, 20, 'early']), 0)
  t.same(watched.look(list([1, 0], [runner, 1], [21, 1, 'late']), 5000, 0), [])
  t.same(watched.look(list([1, 0], [runner, 1], [20, runner, 'late'], [21, 1, 'late']), 5000, 0), [])
})

t.test('one that lost its parent between two looks is known by its environment', async t => {
  const watched = watch({
    20: ['A=1', 'PACKLINE_TEST_FILE=0.7'],
    25: ['PACKLINE_TEST_FILE=0.7'],
    26: ['PACKLINE_TEST_FILE=0.8']
  })
  watched.look(list([1, 0], [runner, 1], [20, runner]), 0)
  watched.look(list([1, 0], [runner, 1], [20, runner], [25, 1], [26, 1]), 0)
  t.same(watched.look(list([1, 0], [runner, 1], [25, 1], [26, 1]), 0, 0), [{ id: 25, file: '20.test.ts' }])
})
