import t from 'tap'
import { CanvasMemory } from './canvas-memory.js'

t.test('memory that was given back is taken again, cleared, for a page that it is large enough for', async t => {
  const memory = new CanvasMemory()
  const first = memory.take(4, 4)
  first.pixels.fill(7)
  memory.give(first)

  const larger = memory.take(5, 4)
  const smaller = memory.take(3, 4)
  const other = memory.take(3, 4)

  t.not(larger.pixels.buffer, first.pixels.buffer)
  t.equal(smaller.pixels.buffer, first.pixels.buffer)
  t.not(other.pixels.buffer, first.pixels.buffer, 'once')
  t.same(smaller, { width: 3, height: 4, pixels: new Uint8Array(48) })
})
