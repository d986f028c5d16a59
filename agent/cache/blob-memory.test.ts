import t from 'tap'
import { BlobMemory } from './blob-memory.js'

t.test('the last ones that fit are remembered, each a copy, and none that is a quarter of all', t => {
  const memory = new BlobMemory(40)
  const bytes = Buffer.alloc(10, 'a')
  for (const name of 'abcd') memory.keep(name, bytes)
  bytes.fill('z')
  t.equal(memory.get('a')?.toString(), 'a'.repeat(10), 'what was drawn over meanwhile')
  memory.keep('e', [Buffer.alloc(4), Buffer.alloc(6)])
  memory.keep('large', Buffer.alloc(11))
  t.same([...'abcde', 'large'].filter(name => memory.get(name) !== undefined), ['a', 'c', 'd', 'e'])
  t.equal(memory.get('e')?.length, 10)
  t.end()
})

t.test('what nobody writes to is kept in the pieces that it came in', t => {
  const memory = new BlobMemory(40)
  memory.take('a', [Buffer.from('one '), Buffer.from('page')])
  const whole = Buffer.from('page')
  memory.take('b', whole)
  memory.take('large', [Buffer.alloc(6), Buffer.alloc(5)])
  t.equal(memory.get('a')?.toString(), 'one page')
  t.equal(memory.get('b')?.buffer, whole.buffer, 'no copy')
  t.equal(memory.get('large'), undefined)
  for (const name of 'cdefgh') memory.take(name, [Buffer.alloc(4), Buffer.alloc(4)])
  t.same([...'abcdefgh'].filter(name => memory.get(name) !== undefined), [...'defgh'])
  t.end()
})

t.test('pieces that were written become one when nobody waits', t => {
  const tasks: Array<() => void> = []
  const memory = new BlobMemory(40, task => tasks.push(task))
  const pieces = [Buffer.from('one '), Buffer.from('page')]
  memory.keep('a', pieces)
  t.equal(memory.get('a')?.toString(), 'one page', 'whoever asks sooner')
  memory.keep('b', pieces)
  for (const task of tasks) task()
  pieces[1]?.fill('z')
  t.equal(memory.get('b')?.toString(), 'one page', 'of the pieces nothing is left')
  t.end()
})
