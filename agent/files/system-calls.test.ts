import { openSync, readFileSync, writeFileSync, closeSync } from 'node:fs'
import { join } from 'node:path'
import t from 'tap'
import { systemCalls } from './system-calls.js'

t.test('Linux copies a range of a file into another by itself', {
  skip: process.platform === 'linux' ? false : 'not Linux'
}, async t => {
  const folder = t.testdir({ from: 'over and over' })
  writeFileSync(join(folder, 'to'), 'here: ')
  const [from, to] = [openSync(join(folder, 'from'), 'r'), openSync(join(folder, 'to'), 'r+')]
  t.teardown(() => {
    for (const descriptor of [from, to]) closeSync(descriptor)
  })
  t.equal(await systemCalls().copyRange(from, 5, to, 6, 100), 8)
  t.equal(readFileSync(join(folder, 'to'), 'utf8'), 'here: and over')
  t.equal(await systemCalls().copyRange(from, 5, -1, 6, 100), -1)
})
