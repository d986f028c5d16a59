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
