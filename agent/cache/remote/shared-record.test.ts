import { createHash } from 'node:crypto'
import t from 'tap'
import { WrongBytes, bodyOf, decodeRecord, encodeRecord, sharedAction } from './shared-record.js'
import type { SharedRecord } from './shared-record.js'

const action = sharedAction('game', 'key')
/** What a WrongBytes says. */
const wrong = /something else than the result/
const page = { sha256: 'a'.repeat(64), size: 5 }
const record: SharedRecord = { value: { pages: 1 }, blobs: { page }, durationMs: 7, costMs: 3 }

function sha256 (bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** What somebody wrote who knows how: with the digest of what it says. */
function sealed (text: string): Buffer {
  return Buffer.from(`${sha256(text)}\n${text}`)
}

t.test('a record comes back as it was sent, in its ActionResult or beside it', async t => {
  const small = encodeRecord(action, record)
  const large = encodeRecord(action, { ...record, value: 'x'.repeat(20_000) })
  const inside = bodyOf(action, small.action)
  t.same(decodeRecord(action, inside as Uint8Array), record)
  t.equal(small.body, undefined)
  t.same(bodyOf(action, large.action), large.body?.blob)
  t.match(decodeRecord(action, large.body?.bytes ?? Buffer.alloc(0)), { value: /^x{20000}$/ })
})

t.test('one byte that is another one, wherever it lies, and it is no record', async t => {
  const bytes = bodyOf(action, encodeRecord(action, record).action) as Uint8Array
  const believed = [...bytes.keys()].filter(at => {
    const other = Buffer.from(bytes)
    other[at] = (other[at] ?? 0) ^ 1
    try {
      decodeRecord(action, other)
      return true
    } catch (error) {
      return !(error instanceof WrongBytes)
    }
  })
  t.same(believed, [])
  t.throws(() => decodeRecord(sharedAction('game', 'other'), bytes), wrong, 'nor that of another action')
  t.throws(() => decodeRecord(sharedAction('other', 'key'), bytes), wrong, 'or another project')
  t.throws(() => decodeRecord(action, bytes.subarray(0, 64)), wrong)
})

t.test('what somebody made up who may write there names no place and no size that cannot be', async t => {
  const told = (change: object): () => SharedRecord => () =>
    decodeRecord(action, sealed(JSON.stringify({ action: action.sha256, ...record, ...change })))
  t.same(told({})(), record)
  for (
    const name of [
      '../../etc/x',
      '/etc/x',
      'a/../../x',
      '..',
      '',
      'a//b',
      './a',
      'a\\..\\..\\x',
      'a\0b',
      'a/'
    ]
  ) t.throws(told({ blobs: { [name]: page } }), wrong, JSON.stringify(name))
  for (const size of [-1, 0.5, 1e300, '5', null]) {
    t.throws(told({ blobs: { page: { ...page, size } } }), wrong, String(size))
  }
  for (const change of [{ sha256: '../x' }, { sha256: 'A'.repeat(64) }, { size: -1 }]) {
    t.throws(told({ blobs: { page: { ...page, ...change } } }), wrong)
  }
  for (const durationMs of ['7', undefined, null]) t.throws(told({ durationMs }), wrong)
  t.throws(told({ costMs: 'much' }), wrong)
  t.throws(told({ blobs: [page] }), wrong)
  for (const text of ['{', 'null', '[]']) t.throws(() => decodeRecord(action, sealed(text)), wrong, text)
})

t.test('the files that an ActionResult names are nothing to us: only what the record says is fetched', async t => {
  // Of build.bazel.remote.execution.v2.ActionResult: output_files = 2, OutputFile.path = 1, stdout_raw = 5.
  const field = (number: number, bytes: Uint8Array): Buffer =>
    Buffer.concat([Buffer.from([number << 3 | 2, bytes.length]), bytes])
  const others = ['../../etc/x', '/etc/x'].map(path => field(2, field(1, Buffer.from(path))))
  const body = sealed('{}')
  t.same(bodyOf(action, Buffer.concat([...others, field(5, body)])), body)
  t.equal(bodyOf(action, Buffer.concat(others)), undefined, 'a result of somebody else')
  t.throws(() => bodyOf(action, Buffer.from('<html>')), wrong)
})
