import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { ActionCache, actionKey, parseRecord } from './action-cache.js'
import type { ActionInputs, ActionRecord } from './action-cache.js'
import { canonicalJson } from './canonical-json.js'

const inputs: ActionInputs = { kind: 'page', version: 1, options: { b: 1, a: 2 }, inputs: [['a.png', '1']] }
const record: ActionRecord = { inputs, value: { pages: 2 }, blobs: {}, durationMs: 5 }

t.test('equal values give equal text, in whatever order their keys come', async t => {
  t.equal(canonicalJson({ b: [{ d: 1, c: null }], a: 'x' }), '{"a":"x","b":[{"c":null,"d":1}]}')
  t.equal(canonicalJson({ c: 1, a: 2, b: 3 }), canonicalJson({ b: 3, c: 1, a: 2 }))
  t.equal(canonicalJson([3, 1, 2]), '[3,1,2]', 'the order of a list says something')
  t.equal(canonicalJson('text'), '"text"')
})

t.test('a key says kind, version, options, tools and inputs, and nothing besides', async t => {
  const key = actionKey(inputs)

  t.match(key, /^[0-9a-f]{64}$/)
  t.equal(actionKey({ ...inputs, options: { a: 2, b: 1 } }), key)
  for (
    const other of [
      { kind: 'layout' },
      { version: 2 },
      { options: { a: 2 } },
      { tools: { texturepacker: '7.0' } },
      { inputs: [['a.png', '2']] satisfies ActionInputs['inputs'] },
      { inputs: [] }
    ]
  ) t.not(actionKey({ ...inputs, ...other }), key, JSON.stringify(other))
})

t.test('a record is read back as it was put, from a folder of the first two signs', async t => {
  const folder = t.testdir({})
  const cache = new ActionCache(folder)
  cache.put('abcdef', record)

  t.same(cache.get('abcdef'), record)
  t.equal(cache.pathOf('abcdef'), join(folder, 'ab', 'abcdef'))
  t.equal(cache.get('none'), undefined)
})

t.test('a torn, changed or empty record counts as absent', async t => {
  const cache = new ActionCache(t.testdir({}))
  cache.put('abcdef', record)
  const text = readFileSync(cache.pathOf('abcdef'), 'utf8')

  t.same(parseRecord(text), record)
  for (
    const damaged of [
      '',
      '\n',
      text.slice(0, -1),
      text.slice(0, 20),
      text.replace('5', '6'),
      `x${text}`
    ]
  ) {
    writeFileSync(cache.pathOf('abcdef'), damaged)
    t.equal(cache.get('abcdef'), undefined, JSON.stringify(damaged))
  }
  t.equal(parseRecord(text.slice(text.indexOf('\n') + 1)), undefined, 'without its digest')
  t.equal(parseRecord(text.slice(text.indexOf('\n'))), undefined, 'with an empty one')
})

t.test('a use is marked in the time of the file; a record that is gone is no error', async t => {
  const cache = new ActionCache(t.testdir({}))
  cache.put('abcdef', record)
  cache.touch('abcdef', new Date(1_000_000_000_000))

  t.equal(statSync(cache.pathOf('abcdef')).mtimeMs, 1_000_000_000_000)
  t.doesNotThrow(() => {
    cache.touch('none', new Date(0))
  })
})

t.test('a disk that cannot be read is told, and is no absent record', async t => {
  const cache = new ActionCache(t.testdir({}))
  mkdirSync(cache.pathOf('abcdef'), { recursive: true })
  writeFileSync(join(dirname(dirname(cache.pathOf('abcdef'))), 'cd'), '')

  t.throws(() => cache.get('abcdef'), { code: 'EISDIR' })
  t.throws(() => {
    cache.touch('cdef', new Date(0))
  }, { code: 'ENOTDIR' })
})

t.test('what is written later is there for whoever asks meanwhile', async t => {
  const folder = t.testdir({})
  const tasks: Array<() => void> = []
  const cache = new ActionCache(folder, task => tasks.push(task))
  for (const key of ['abc1', 'abc2', 'abc3']) cache.put(key, record)

  t.equal(new ActionCache(folder).get('abc1'), undefined)
  t.same(cache.get('abc1'), record)
  t.ok(cache.touch('abc2', new Date(1_000_000_000_000)))
  for (const task of tasks) task()
  t.same(['abc1', 'abc2', 'abc3'].map(key => new ActionCache(folder).get(key)), [record, record, record])
  t.equal(statSync(cache.pathOf('abc2')).mtimeMs, 1_000_000_000_000, 'each is written once')
})
