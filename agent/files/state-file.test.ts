import { existsSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { StateFile } from './state-file.js'

interface Count {
  count: number
  filler: string
}

function isCount (value: unknown): value is Count {
  return typeof value === 'object' && value !== null && 'count' in value && Number.isSafeInteger(value.count)
}

t.test('one reads what another wrote, also after the file was compacted', async t => {
  const file = join(t.testdir(), 'state')
  const [writer, reader] = [new StateFile(file, isCount), new StateFile(file, isCount)]
  t.equal(reader.read(), undefined)
  for (let count = 1; count <= 1000; count++) {
    writer.read()
    writer.write({ count, filler: 'x'.repeat(1000) })
    if (count % 100 === 0) t.equal(reader.read()?.count, count)
  }
  t.ok(readFileSync(file).length <= 256 * 1024)
})

t.test('a write that was cut off at any byte leaves the state before it, and the next one counts', async t => {
  const folder = t.testdir()
  let files = 0
  await fc.assert(fc.asyncProperty(fc.nat(60), async cut => {
    const file = join(folder, String(files++))
    const writer = new StateFile(file, isCount)
    for (const count of [1, 2]) {
      writer.read()
      writer.write({ count, filler: '精灵' })
    }
    const whole = readFileSync(file)
    const line = whole.length / 2
    truncateSync(file, whole.length - Math.min(cut, line - 1))
    const next = new StateFile(file, isCount)
    const expected = cut < 2 ? 2 : 1
    if (next.read()?.count !== expected) {
      throw new Error(`${next.read()?.count} after ${cut} bytes were cut off`)
    }
    next.write({ count: 3, filler: '' })
    if (new StateFile(file, isCount).read()?.count !== 3 || writer.read()?.count !== 3) {
      throw new Error('the next write was lost')
    }
  }))
})

t.test('whatever is in the file, reading gives a state or none, and sets aside what holds none', async t => {
  const folder = t.testdir()
  let files = 0
  const state = fc.record({ count: fc.nat(), filler: fc.string() }).map(value => JSON.stringify(value))
  const content = fc.oneof(
    fc.uint8Array(),
    fc.array(fc.oneof(state, fc.json(), fc.string())).map(lines => Buffer.from(lines.join('\n')))
  )
  await fc.assert(fc.asyncProperty(content, async bytes => {
    const file = join(folder, String(files++))
    writeFileSync(file, bytes)
    const store = new StateFile(file, isCount)
    const read = store.read()
    if (read === undefined && bytes.length > 0 && !existsSync(`${file}.damaged`)) {
      throw new Error('it was not set aside')
    }
    store.write({ count: 7, filler: '' })
    if (new StateFile(file, isCount).read()?.count !== 7) throw new Error('the next write was lost')
  }))
})
