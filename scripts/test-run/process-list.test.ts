import t from 'tap'
import { commandOf, fromPs, fromStat, listProcesses } from './process-list.js'

t.test('a name may hold what separates the fields', async t => {
  const fields = Array.from({ length: 40 }, (_, index) => String(index + 5)).join(' ')
  t.same(fromStat(`41 (a) R 7 (b) S 40 ${fields}`), [{ id: 41, parent: 40, started: '22' }])
  t.same(fromStat(`41 (gone) Z 40 ${fields}`), [])
})

t.test('reads what ps prints', async t => {
  t.same(fromPs('    1     0 Sun Nov 29 21:30:00 2026\n  41     1 Sun Nov 29 21:31:10 2026    \n'), [
    { id: 1, parent: 0, started: 'Sun Nov 29 21:30:00 2026' },
    { id: 41, parent: 1, started: 'Sun Nov 29 21:31:10 2026' }
  ])
})

t.test('lists this process under its parent', async t => {
  const self = listProcesses().find(({ id }) => id === process.pid)
  t.equal(self?.parent, process.ppid)
  t.not(self?.started, '')
  t.ok(commandOf(process.pid).includes(process.execArgv[0] ?? ''), 'as it was started')
})
