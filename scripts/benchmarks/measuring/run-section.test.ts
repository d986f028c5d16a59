import t from 'tap'
import { runSection } from './run-section.js'
import type { Entry } from './section.js'

const node = (script: string): Entry['program'] => ({ file: process.execPath, args: ['-e', script] })

t.test('rows take turns, and each is measured once a round', async t => {
  const order: string[] = []
  const entry = (name: string): Entry => ({
    name,
    before: async round => {
      order.push(`${name}${round}`)
    },
    program: node('')
  })

  const { entries } = await runSection(
    { id: 's', title: 's', entries: [entry('a'), entry('b')] },
    2,
    () => {}
  )

  t.same(order, ['a0', 'b0', 'a1', 'b1'])
  for (const { samples } of entries) {
    t.equal(samples.length, 2)
    for (const { durationMs, peakMemoryBytes } of samples) {
      t.ok(durationMs > 5)
      if (process.platform === 'linux') {
        t.ok((peakMemoryBytes ?? 0) > 10e6, 'a bare node takes more than 10 MB')
      }
    }
  }
})

t.test('a row that fails or is not here says why, and the others go on', async t => {
  const { entries } = await runSection(
    {
      id: 's',
      title: 's',
      entries: [
        { name: 'absent', unavailable: 'no java', program: node('') },
        { name: 'failing', program: node('console.error("broken art"); process.exit(7)') },
        { name: 'fine', program: node('') }
      ]
    },
    1,
    () => {}
  )

  t.match(entries[0]?.failure, /no java/)
  t.match(entries[1]?.failure, /exit 7.*broken art/)
  t.equal(entries[2]?.failure, undefined)
  t.equal(entries[2]?.samples.length, 1)
})
