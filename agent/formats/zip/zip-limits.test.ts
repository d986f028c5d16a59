import fc from 'fast-check'
import t from 'tap'
import { alignedExtra, apkAlignment } from './entry-extra.js'
import { deflated, fixedTime, flag, stored } from './zip-entry.js'
import type { ZipEntry } from './zip-entry.js'
import { checkEntries, unsafeName, zipLimits } from './zip-limits.js'

const entry = (given: Partial<ZipEntry>): ZipEntry => ({
  name: 'a',
  versionMadeBy: 20,
  versionNeeded: 20,
  flags: 0,
  method: stored,
  modified: fixedTime,
  crc32: 0,
  compressedSize: 10,
  size: 10,
  internalAttributes: 0,
  externalAttributes: 0,
  extra: Buffer.alloc(0),
  comment: Buffer.alloc(0),
  offset: 0,
  ...given
})
/** Bytes that an entry takes besides its data: a header of 30, and a name of one. */
const head = 31

t.test('why a name is unsafe', async t => {
  const reasons: Array<[reason: string | undefined, names: string[]]> = [
    ['it is empty', ['']],
    ['it is longer than 1024 bytes', ['x'.repeat(1025), '图'.repeat(342)]],
    ['it holds a control character', ['a\0b', 'a\nb', '\u001f', 'a\u007f']],
    ['it holds a backslash', ['a\\b', '\\']],
    ['it is absolute', ['/', '/a', 'C:/a', 'c:a', 'Z:']],
    ['it leads out of its folder', [
      '.',
      '..',
      'a/../b',
      '../a',
      'a/..',
      './a',
      'a/.',
      'a/./b',
      'a//b',
      'a//',
      '..//'
    ]],
    [
      undefined,
      [
        'x'.repeat(1024),
        '图'.repeat(341),
        'a',
        'a/b',
        'a/',
        '..a',
        'a..',
        '...',
        'a b',
        'ab:c',
        '1:a',
        '资源/图.png'
      ]
    ]
  ]
  for (const [reason, names] of reasons) {
    for (const name of names) t.equal(unsafeName(name)?.text, reason, JSON.stringify(name).slice(0, 20))
  }
})

t.test('limits are the last that is taken', async t => {
  const check = (end: number, ...entries: ZipEntry[]): void => checkEntries(entries, end, 'x.zip')
  const { ratioFromBytes, ratio, totalBytes } = zipLimits
  const packed = (size: number, compressedSize: number): void =>
    check(head + compressedSize, entry({ size, compressedSize }))
  t.doesNotThrow(() => packed(ratioFromBytes, 1))
  t.throws(() => packed(ratioFromBytes + 1, 1), {
    code: 'PACKAGE_BOMB',
    details: { file: 'x.zip', reason: `a unpacks to ${ratioFromBytes + 1} bytes from 1` }
  })
  t.doesNotThrow(() => packed(ratio * 200_000, 200_000))
  t.throws(() => packed(ratio * 200_000 + 1, 200_000), { code: 'PACKAGE_BOMB' })
  const halves = (extra: number): void =>
    check(
      4e8,
      entry({ size: totalBytes / 2, compressedSize: 1e8 }),
      entry({ name: 'b', size: totalBytes / 2 + extra, compressedSize: 1e8, offset: 2e8 })
    )
  t.doesNotThrow(() => halves(0))
  t.throws(() => halves(1), {
    code: 'PACKAGE_BOMB',
    details: { reason: `its entries unpack to ${totalBytes + 1} bytes; at most ${totalBytes} are taken` }
  })
})

t.test('entries may touch, in any order, and not overlap', async t => {
  const one = entry({ offset: 0 })
  const two = entry({ name: 'b', offset: head + 10 })
  const end = 2 * (head + 10)
  t.doesNotThrow(() => checkEntries([two, one], end, 'x'))
  t.doesNotThrow(() => checkEntries([], 0, 'x'))
  t.throws(() => checkEntries([two, one], end - 1, 'x'), {
    code: 'PACKAGE_DAMAGED',
    details: { file: 'x', reason: 'the data of b reach into the directory' }
  })
  t.throws(() => checkEntries([{ ...two, offset: head + 9 }, one], end, 'x'), {
    code: 'PACKAGE_BOMB',
    details: { reason: 'a and b overlap' }
  })
  t.throws(() => checkEntries([entry({ name: '图' })], head + 10, 'x'), { code: 'PACKAGE_DAMAGED' })
})

t.test('what is encrypted, unsafe or there twice is named', async t => {
  t.throws(() => checkEntries([entry({ flags: flag.encrypted | flag.utf8 })], 100, 'x'), {
    code: 'PACKAGE_ENCRYPTED',
    details: { file: 'x', entry: 'a' }
  })
  t.doesNotThrow(() => checkEntries([entry({ flags: flag.utf8 | flag.descriptor })], 100, 'x'))
  t.throws(() => checkEntries([entry({ name: `/${'y'.repeat(300)}` })], 1000, 'x'), {
    code: 'PACKAGE_UNSAFE_ENTRY',
    details: { entry: `/${'y'.repeat(199)}`, reason: 'it is absolute' }
  })
  t.throws(() => checkEntries([entry({}), entry({ offset: 100 })], 1000, 'x'), {
    code: 'PACKAGE_DUPLICATE_ENTRY',
    details: { file: 'x', entry: 'a' }
  })
})

t.test('what Android maps is aligned: native libraries to pages, the rest that is stored to words', async t => {
  const of = (name: string, method = stored): number => apkAlignment(entry({ name, method }))
  t.same(['lib/arm64-v8a/libgame.so', 'lib/x.so'].map(name => of(name)), [16_384, 16_384])
  t.same(['assets/lib/x.so', 'lib/x.so.txt', 'lib/xso', 'a.png'].map(name => of(name)), [4, 4, 4, 4])
  t.same([of('lib/x.so', deflated), of('a.png', deflated)], [1, 1])
})

const field = (id: number, data: Buffer): Buffer => {
  const header = Buffer.alloc(4)
  header.writeUInt16LE(id, 0)
  header.writeUInt16LE(data.length, 2)
  return Buffer.concat([header, data])
}

t.test('an extra field is padded by the rules of Android', async t => {
  const name = entry({ name: 'ab' })
  const none = Buffer.alloc(0)
  t.equal(alignedExtra(name, none, 0, 4), none, 'aligned as it is')
  t.equal(
    alignedExtra(name, none, 1, 4).toString('hex'),
    '35d9030004000' + '0' + '00'.repeat(0),
    'one byte of padding'
  )
  t.equal(alignedExtra(name, none, 3, 4).toString('hex'), '35d9050004' + '000000' + '00')
  t.equal(alignedExtra(name, none, 2, 4).toString('hex'), '35d902000400', 'the field alone')
  t.same(alignedExtra(name, Buffer.alloc(3), 0, 4), none, "zipalign's zeros are no fields")
  t.same(alignedExtra(name, Buffer.alloc(7), 0, 4), none)
  const other = field(0x5455, Buffer.from('time!'))
  t.same(alignedExtra(name, Buffer.concat([field(0xd935, Buffer.alloc(5)), other]), 3, 4), other)
  t.same(
    alignedExtra(name, Buffer.concat([other, Buffer.from([1, 0, 9, 0, 1])]), 3, 4),
    other,
    'a broken one goes'
  )
})

t.test('whatever the extra field, data end up aligned, other fields stay, and padding is short', async t => {
  const extra = fc
    .array(fc.record({ id: fc.constantFrom(1, 0x5455, 0xd935), data: fc.uint8Array({ maxLength: 9 }) }), {
      maxLength: 4
    })
    .map(fields => fields.map(({ id, data }) => ({ id, bytes: field(id, Buffer.from(data)) })))
  fc.assert(
    fc.property(
      extra,
      fc.nat(70_000),
      fc.constantFrom(1, 4, 16_384),
      fc.string(),
      (fields, offset, alignment, name) => {
        const before = Buffer.concat(fields.map(each => each.bytes))
        const others = Buffer.concat(fields.filter(({ id }) => id !== 0xd935).map(each => each.bytes))
        const after = alignedExtra(entry({ name }), before, offset, alignment)
        t.equal((offset + 30 + Buffer.byteLength(name) + after.length) % alignment, 0)
        if (after === before) return
        t.ok(after.subarray(0, others.length).equals(others))
        t.ok(after.length - others.length < alignment + 6)
        if (after.length > others.length) {
          t.equal(
            after.readUInt16LE(others.length + 2),
            after.length - others.length - 4
          )
        }
      }
    )
  )
})
