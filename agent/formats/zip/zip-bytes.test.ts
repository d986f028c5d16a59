import { writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import t from 'tap'
import { english } from '../../messages/testing/english.js'
import { readBytes, temporaryFolder, zipOf } from '../../packaging/testing/zips.js'
import { copyRange, writeFully } from './copy-range.js'
import { editZip } from './edit-zip.js'
import type { EntryContent } from './edit-zip.js'
import { readEntry, streamEntry } from './entry-data.js'
import { parseDirectory, readExactly, readLocalEntry, readZip } from './read-zip.js'
import { good, patched } from './testing/bad-zips.js'
import {
  centralHeader,
  centralHeaderSize,
  endRecord,
  fixedTime,
  flag,
  localHeader,
  maxOffset,
  signatures,
  stored,
  unixMode
} from './zip-entry.js'
import type { ZipArchive, ZipEntry } from './zip-entry.js'
import { endRecords } from './zip64.js'

const { signal } = new AbortController()
const short = fc.nat(0xffff)
const long = fc.nat(0x7fffffff).map(value => value * 2 + value % 2)
const bytes = fc.uint8Array({ maxLength: 12 }).map(value => Buffer.from(value))
/** All ones say that the number stands in the field of zip64. */
const narrow = long.filter(value => value !== 0xffffffff)
const anyEntry: fc.Arbitrary<ZipEntry> = fc.record({
  name: fc.string({ unit: 'grapheme', maxLength: 12 }),
  versionMadeBy: short,
  versionNeeded: short,
  flags: short,
  method: short,
  modified: long,
  crc32: long,
  compressedSize: narrow,
  size: narrow,
  internalAttributes: short,
  externalAttributes: long,
  extra: bytes,
  comment: bytes,
  offset: narrow
})

const entryOfName = (name: string): ZipEntry => ({
  name,
  versionMadeBy: 0,
  versionNeeded: 20,
  flags: 0,
  method: stored,
  modified: 0,
  crc32: 0,
  compressedSize: 0,
  size: 0,
  internalAttributes: 0,
  externalAttributes: 0,
  extra: Buffer.alloc(0),
  comment: Buffer.alloc(0),
  offset: 0
})

t.test('headers are laid out as the format says', async t => {
  const entry: ZipEntry = {
    name: 'ab',
    versionMadeBy: 0x0102,
    versionNeeded: 0x0304,
    flags: flag.utf8,
    method: 8,
    modified: 0x11121314,
    crc32: 0x21222324,
    compressedSize: 0x31323334,
    size: 0x41424344,
    internalAttributes: 0x5152,
    externalAttributes: 0x61626364,
    extra: Buffer.from('x'),
    comment: Buffer.from('note'),
    offset: 0x71727374
  }
  const hex = (...parts: string[]): string => parts.join('')
  t.equal(
    localHeader(entry, Buffer.from('yz')).toString('hex'),
    hex(
      '504b0304',
      '0403',
      '0008',
      '0800',
      '14131211',
      '24232221',
      '34333231',
      '44434241',
      '0200',
      '0200',
      '6162797a'
    )
  )
  t.equal(
    localHeader({ ...entry, flags: flag.descriptor }, Buffer.alloc(0)).toString('hex'),
    hex('504b0304', '0403', '0800', '0800', '14131211', '00'.repeat(12), '0200', '0000', '6162')
  )
  t.equal(
    centralHeader(entry).toString('hex'),
    hex(
      '504b0102',
      '0201',
      '0403',
      '0008',
      '0800',
      '14131211',
      '24232221',
      '34333231',
      '44434241',
      '0200',
      '0100',
      '0400',
      '0000',
      '5251',
      '64636261',
      '74737271',
      '616278',
      '6e6f7465'
    )
  )
  t.equal(
    endRecord(3, 0x01020304, 0x05060708, Buffer.from('!')).toString('hex'),
    hex('504b0506', '00000000', '0300', '0300', '04030201', '08070605', '0100', '21')
  )
  t.equal(endRecord(0, 0, 0).length, 22)
  t.equal(unixMode({ ...entry, versionMadeBy: 0x0314, externalAttributes: 0o100755 * 0x10000 + 5 }), 0o100755)
  t.equal(unixMode({ ...entry, versionMadeBy: 0x0014, externalAttributes: 0o100755 * 0x10000 }), 0)
})

t.test('whatever the entries, a directory is read as it was written', async t => {
  fc.assert(fc.property(fc.array(anyEntry, { maxLength: 4 }), entries => {
    t.same(parseDirectory(Buffer.concat(entries.map(centralHeader)), entries.length, 'x'), entries)
  }))
})

t.test('numbers of more than 32 bits stand in the field of zip64, whatever else is there', async t => {
  const number = fc.oneof(long, fc.constantFrom(0xfffffffe, 0xffffffff, 2 ** 32), fc.maxSafeNat())
  const wide = fc.tuple(anyEntry, number, number, number).map(([entry, size, compressedSize, offset]) => ({
    ...entry,
    versionNeeded: 45,
    extra: Buffer.from('020002004142', 'hex'),
    size,
    compressedSize,
    offset
  }))
  fc.assert(fc.property(fc.array(wide, { maxLength: 4 }), entries => {
    const read = parseDirectory(Buffer.concat(entries.map(centralHeader)), entries.length, 'x')
    t.same(read, entries)
  }))
  const entry = { ...entryOfName('a'), size: 2 ** 32, compressedSize: 5, versionNeeded: 20 }
  t.equal(
    localHeader(entry, Buffer.alloc(0)).subarray(18, 26).toString('hex'),
    'ffffffffffffffff',
    'a local header has both numbers in the field'
  )
  const header = centralHeader(entry)
  t.equal(header.readUInt16LE(6), 45)
  t.equal(header.subarray(20, 28).toString('hex'), '05000000ffffffff')
  t.equal(header.subarray(-12).toString('hex'), '010008000000000001000000')
  t.throws(() => parseDirectory(header.subarray(0, -12).fill(0, 30, 31), 1, 'x'), {
    code: 'PACKAGE_DAMAGED',
    details: { reason: 'entry 1 of 1 lacks its numbers of 64 bits' }
  })
})

t.test('more entries than a zip can count make a zip64, where one may be', async t => {
  const folder = temporaryFolder(t)
  const file = await open(join(folder, 'many.zip'), 'w+')
  t.teardown(async () => {
    await file.close()
  })
  let offset = 0
  const entries = Array.from({ length: 0xffff }, (_, index) => {
    const entry = { ...entryOfName(`${index}`), offset }
    offset += localHeader(entry, Buffer.alloc(0)).length
    return entry
  })
  const directory = Buffer.concat(entries.map(centralHeader))
  const bytes = Buffer.concat([
    ...entries.map(entry => localHeader(entry, Buffer.alloc(0))),
    directory,
    endRecords(entries.length, directory.length, offset)
  ])
  const size = bytes.length
  await writeFully(file, bytes, 0)
  t.match(await readZip(file, 'x', { zip64: true }), { isZip64: true, entries: { length: 0xffff }, size })
  await t.rejects(readZip(file, 'x'), { code: 'PACKAGE_ZIP64' })
  const broken = async (offset: number, value: number, reason: RegExp): Promise<void> => {
    const before = await readExactly(file, 'x', size + offset, 4)
    const after = Buffer.alloc(4)
    after.writeUInt32LE(value)
    await writeFully(file, after, size + offset)
    t.match(await readZip(file, 'x', { zip64: true }).catch((error: unknown) => error), {
      details: { reason }
    })
    await writeFully(file, before, size + offset)
  }
  await broken(-22 - 20 + 8, size, /end record of 64 bits is not where/)
  await broken(-22 - 20 + 8, 0, /end record of 64 bits is not where/)
  await broken(-22 - 20 + 16, 2, /one part of several/)
  await broken(-22 - 20 - 56 + 16, 1, /one part of several/)
  await broken(-22 - 20 - 56 + 40, 1, /unknown bytes follow/)
  await broken(-22 - 20 - 56 + 48, size, /lie past its end/)
  await broken(-22 - 20 - 56 + 32, 0xfffe, /unknown bytes in its directory/)
})

t.test('a directory that is not its entries is told with the place', async t => {
  const { directoryOffset, directorySize } = await readBytes(temporaryFolder(t), good)
  const directory = good.subarray(directoryOffset, directoryOffset + directorySize)
  const reason = (bytes: Buffer, count: number): unknown => {
    try {
      parseDirectory(bytes, count, 'x')
      return 'none'
    } catch (error) {
      return english((error as { details: unknown }).details)
    }
  }
  t.equal(reason(directory, 2), 'none')
  t.same(reason(directory, 3), { file: 'x', reason: 'entry 3 of 3 is not in its directory' })
  t.same(reason(directory, 1), { file: 'x', reason: `${directorySize / 2} unknown bytes in its directory` })
  t.same(reason(directory.subarray(0, -1), 2), {
    file: 'x',
    reason: 'entry 2 of 2 reaches past its directory'
  })
  t.same(reason(directory.subarray(0, centralHeaderSize - 1), 1), {
    file: 'x',
    reason: 'entry 1 of 1 is not in its directory'
  })
  const unmarked = Buffer.from(directory)
  unmarked[0] = 0
  t.same(reason(unmarked, 2), { file: 'x', reason: 'entry 1 of 2 is not in its directory' })
  const nameless = Buffer.from(directory.subarray(0, centralHeaderSize))
  nameless.fill(0, 28, 34)
  t.equal(reason(nameless, 1), 'none')
  const bad = patched(good, signatures.centralHeader, (at, bytes) => {
    bytes[at + 46] = 0xff
  })
  t.match(reason(bad.subarray(directoryOffset, directoryOffset + directorySize), 2), {
    file: 'x',
    entry: '\u00ffne.txt',
    reason: 'it is not UTF-8'
  })
})

t.test('what is wrong with an archive is told with the place', async t => {
  const folder = temporaryFolder(t)
  const details = async (bytes: Buffer): Promise<unknown> =>
    await readBytes(folder, bytes).then(() => 'none', (error: { details: unknown }) => english(error.details))
  const atEnd = (change: (end: Buffer) => void): Buffer => {
    const bytes = Buffer.from(good)
    change(bytes.subarray(bytes.length - 22))
    return bytes
  }
  const file = 'read.zip'
  const part = { file, reason: 'it is one part of several' }
  t.same(await details(atEnd(end => end.writeUInt16LE(1, 4))), part)
  t.same(await details(atEnd(end => end.writeUInt16LE(1, 6))), part)
  t.same(await details(atEnd(end => end.writeUInt16LE(1, 8))), part)
  t.same(await details(atEnd(end => end.writeUInt32LE(0xffffffff, 12))), { file })
  t.same(await details(atEnd(end => end.writeUInt32LE(0xffffffff, 16))), { file })
  t.same(await details(atEnd(end => end.writeUInt32LE(0xfffffffe, 16))), {
    file,
    reason: 'its directory is said to lie past its end'
  })
  t.same(await details(atEnd(end => end.writeUInt32LE(end.readUInt32LE(16) + 1, 16))), {
    file,
    reason: 'its directory is said to lie past its end'
  })
  t.same(await details(atEnd(end => end.writeUInt32LE(end.readUInt32LE(12) - 3, 12))), {
    file,
    reason: '3 unknown bytes follow its directory'
  })
  t.same(await details(Buffer.alloc(0)), { file, found: 'an empty file' })
  t.same(await details(Buffer.from('MZ')), { file, found: 'the bytes 4d5a …' })
  t.same(await details(Buffer.from('MZ123')), { file, found: 'the bytes 4d5a3132 …' })
  t.same(await details(good.subarray(0, 4)), { file, reason: 'its end record is missing' })
  t.same((await readBytes(folder, endRecord(0, 0, 0))).entries, [], 'an empty zip')
})

t.test('an end record is the one whose comment reaches the end', async t => {
  const folder = temporaryFolder(t)
  const withComment = (comment: Buffer): Buffer => {
    const { length } = good
    const record = endRecord(2, good.readUInt32LE(length - 10), good.readUInt32LE(length - 6), comment)
    return Buffer.concat([good.subarray(0, length - 22), record])
  }
  for (
    const comment of [
      Buffer.from('x'),
      endRecord(
        9,
        9,
        9,
        Buffer.from('xx')
      )
        .subarray(0, -1),
      Buffer.alloc(0xffff, 1)
    ]
  ) {
    const archive = await readBytes(folder, withComment(comment))
    t.same(archive.comment, comment)
    t.equal(archive.entries.length, 2)
    t.equal(archive.endOffset, good.length - 22)
    t.equal(archive.size, good.length + comment.length)
    t.equal(archive.directoryOffset + archive.directorySize, archive.endOffset)
  }
})

t.test('a directory that no game has is not read', async t => {
  const file = join(temporaryFolder(t), 'large.zip')
  const handle = await open(file, 'w+')
  t.teardown(async () => {
    await handle.close()
  })
  const limit = 64 * 1024 * 1024
  for (const [size, code] of [[limit + 1, 'PACKAGE_BOMB'], [limit, 'PACKAGE_DAMAGED']] as const) {
    await handle.truncate(0)
    await writeFully(handle, endRecord(1, size, 0), size)
    await t.rejects(readZip(handle, 'x'), {
      code,
      details: {
        file: 'x',
        reason: code === 'PACKAGE_BOMB'
          ? `its directory takes ${size} bytes; at most ${limit} are read`
          : 'entry 1 of 1 is not in its directory'
      }
    })
  }
})

/** Works on a zip of these bytes. */
async function inZip<T> (
  folder: string,
  bytes: Buffer,
  work: (handle: Awaited<ReturnType<typeof open>>, archive: ZipArchive) => Promise<T>
): Promise<T> {
  writeFileSync(join(folder, 'in.zip'), bytes)
  const handle = await open(join(folder, 'in.zip'), 'r')
  try {
    return await work(handle, await readZip(handle, 'in.zip'))
  } finally {
    await handle.close()
  }
}

t.test('a local header has to be what the directory says', async t => {
  const folder = temporaryFolder(t)
  const zip = zipOf({ 'a.png': Buffer.from('data') })
  const local = async (change: (bytes: Buffer) => void): Promise<unknown> => {
    const bytes = Buffer.from(zip)
    change(bytes)
    return await inZip(
      folder,
      bytes,
      async (handle, archive) => await readLocalEntry(handle, archive, archive.entries[0]!)
    )
      .catch((error: { details: { reason: string } }) => error.details.reason)
  }
  const differs = 'the local header of a.png does not agree with the directory'
  t.match(await local(() => {}), { dataOffset: 35, end: 39 })
  t.equal(await local(bytes => bytes.writeUInt8(1, 0)), differs)
  t.equal(await local(bytes => bytes.writeUInt16LE(8, 8)), differs)
  t.equal(await local(bytes => bytes.writeUInt16LE(4, 26)), differs)
  t.equal(await local(bytes => bytes.write('b', 30)), differs)
  t.match(await local(bytes => bytes.writeUInt16LE(1, 28)), /a\.png reach into the directory/)
  const streamed = zipOf({ 'a.png': Buffer.from('data') }, { isStreamed: true })
  const [end] = await inZip(folder, streamed, async (handle, archive) => [
    (await readLocalEntry(handle, archive, archive.entries[0]!)).end - archive.directoryOffset
  ])
  t.equal(end, 0, 'a descriptor with its mark')
  const bare = Buffer.concat([streamed.subarray(0, 39), streamed.subarray(43)])
  bare.writeUInt32LE(bare.readUInt32LE(bare.length - 6) - 4, bare.length - 6)
  const [other] = await inZip(folder, bare, async (handle, archive) => [
    (await readLocalEntry(handle, archive, archive.entries[0]!)).end - archive.directoryOffset
  ])
  t.equal(other, 0, 'and without')
})

t.test('an entry is read within its limit, by a method that is known, until it is aborted', async t => {
  const folder = temporaryFolder(t)
  const zip = zipOf({
    'a.png': Buffer.from('data'),
    'b.txt': Buffer.from('text '.repeat(99)),
    empty: Buffer.alloc(0)
  })
  await inZip(folder, zip, async (handle, archive) => {
    const [a, b, empty] = archive.entries as [ZipEntry, ZipEntry, ZipEntry]
    t.equal((await readEntry(handle, archive, a, 4)).toString(), 'data')
    t.equal((await readEntry(handle, archive, b, 495)).toString(), 'text '.repeat(99))
    t.equal((await readEntry(handle, archive, empty, 0)).length, 0)
    await t.rejects(readEntry(handle, archive, a, 3), {
      code: 'PACKAGE_BOMB',
      details: { file: 'in.zip', reason: 'a.png takes 4 bytes; at most 3 are read' }
    })
    const told = async (entry: ZipEntry): Promise<unknown> =>
      await readEntry(handle, archive, entry, 1000).catch(error => english(error.details))
    const reason = (text: string): object => ({ file: 'in.zip', reason: text })
    t.same(await told({ ...a, method: 12 }), reason('a.png: it is packed with the unknown method 12'))
    t.same(await told({ ...a, crc32: 1 }), reason('a.png: its checksum is wrong'))
    t.same(await told({ ...a, size: 5 }), reason('a.png: it unpacks to 4 bytes in place of 5'))
    t.same(
      await told({ ...a, size: 3 }),
      reason('a.png: it unpacks to more than the 3 bytes that it is said to hold')
    )
    const aborted = AbortSignal.abort()
    await t.rejects(streamEntry(handle, archive, b, new PassThrough().resume(), aborted), {
      name: 'AbortError'
    })
  })
})

const entryOf = (text: string, more: Partial<EntryContent> = {}): EntryContent => ({
  method: stored,
  crc32: crc32(text),
  size: text.length,
  data: Buffer.from(text),
  ...more
})

t.test('new entries come by name after what is kept, with time, mode and flags of their own', async t => {
  const folder = temporaryFolder(t)
  const target = await open(join(folder, 'out.zip'), 'w+')
  t.teardown(async () => {
    await target.close()
  })
  const base = zipOf({
    'keep.png': Buffer.from('kept'),
    'gone.png': Buffer.from('gone'),
    'z.png': Buffer.from('zz')
  })
  writeFileSync(join(folder, 'data'), 'from a file')
  const result = await inZip(folder, base, async (handle, archive) =>
    await editZip({
      base: { handle, archive },
      changes: new Map<string, EntryContent | undefined>([
        ['gone.png', undefined],
        ['图', entryOf('picture', { mode: 0o100755 })],
        ['b.txt', entryOf('from a file', { data: { file: join(folder, 'data'), size: 11 } })]
      ]),
      alignment: () => 1,
      target,
      signal
    }))
  const archive = await readZip(target, 'out.zip')
  t.same(archive.entries.map(({ name }) => name), ['keep.png', 'z.png', 'b.txt', '图'])
  t.equal(result.entries, 4)
  t.equal(result.size, archive.size)
  t.equal(result.bytesKept, 30 + 8 + 4 + 30 + 5 + 2)
  t.equal(result.bytesWritten, result.size - result.bytesKept)
  const [, , b, picture] = archive.entries
  t.match(b, {
    versionMadeBy: 0x0314,
    versionNeeded: 20,
    flags: 0,
    modified: fixedTime,
    size: 11,
    compressedSize: 11,
    internalAttributes: 0,
    externalAttributes: 0o100644 * 0x10000
  })
  t.match(picture, { flags: flag.utf8, externalAttributes: 0o100755 * 0x10000 })
  for (
    const [entry, text] of archive.entries.map((each, index) =>
      [each, ['kept', 'zz', 'from a file', 'picture'][index]] as const
    )
  ) {
    t.equal((await readEntry(target, archive, entry, 100)).toString(), text)
  }
})

t.test('a file that changed since, and more than a zip can hold, are refused', async t => {
  const folder = temporaryFolder(t)
  const target = await open(join(folder, 'out.zip'), 'w')
  t.teardown(async () => {
    await target.close()
  })
  writeFileSync(join(folder, 'data'), 'changed')
  const add = async (size: number): Promise<unknown> =>
    await editZip({
      changes: new Map([['a', entryOf('', { data: { file: join(folder, 'data'), size } })]]),
      alignment: () => 1,
      target,
      signal
    })
  await t.rejects(add(8), { code: 'SCAN_FILE_CHANGED', details: { file: join(folder, 'data') } })
  await t.rejects(add(maxOffset + 1), {
    code: 'PACKAGE_TOO_LARGE',
    details: { entries: 1, bytes: maxOffset + 1 }
  })
  await t.rejects(add(maxOffset), { code: 'SCAN_FILE_CHANGED' }, 'the last that fits')
})

t.test('ranges are copied exactly, and not past the end', async t => {
  const folder = temporaryFolder(t)
  const text = Buffer.from(Array.from({ length: 3000 }, (_, index) => index % 251))
  writeFileSync(join(folder, 'from'), text)
  const from = await open(join(folder, 'from'), 'r')
  const to = await open(join(folder, 'to'), 'w+')
  t.teardown(async () => {
    await Promise.all([from.close(), to.close()])
  })
  await fc.assert(
    fc.asyncProperty(fc.nat(2000), fc.nat(500), fc.nat(1000), async (start, at, length) => {
      await to.truncate(0)
      await copyRange(from, start, to, at, length, signal)
      const copy = await readExactly(to, 'to', 0, length === 0 ? 0 : at + length)
      t.ok(copy.subarray(at).equals(text.subarray(start, start + (length === 0 ? 0 : length))))
    }),
    { numRuns: 20 }
  )
  await t.rejects(copyRange(from, 2000, to, 0, 1001, signal), { message: 'the source ends before byte 3001' })
  await t.rejects(copyRange(from, 0, to, 0, 1, AbortSignal.abort()), { name: 'AbortError' })
  await t.rejects(readExactly(from, 'from', 2999, 2), {
    code: 'PACKAGE_TRUNCATED',
    details: { file: 'from', reason: 'it ends before byte 3001' }
  })
})

t.test('data of many pieces come whole', async t => {
  const folder = temporaryFolder(t)
  const data = Buffer.from(Array.from({ length: 700_000 }, (_, index) => index % 253))
  await inZip(folder, zipOf({ 'a.png': data, 'b.png': Buffer.from('b') }), async (handle, archive) => {
    const [large] = archive.entries
    t.ok(large !== undefined && (await readEntry(handle, archive, large, 700_000)).equals(data))
  })
})

t.test('what is kept is copied in the order of its places, whatever that of the directory', async t => {
  const folder = temporaryFolder(t)
  const base = Buffer.from(good)
  const { directoryOffset, directorySize } = await readBytes(folder, base)
  const half = directoryOffset + directorySize / 2
  const swapped = Buffer.concat([
    base.subarray(0, directoryOffset),
    base.subarray(half, directoryOffset + directorySize),
    base.subarray(directoryOffset, half),
    base.subarray(directoryOffset + directorySize)
  ])
  const target = await open(join(folder, 'out.zip'), 'w+')
  t.teardown(async () => {
    await target.close()
  })
  await inZip(folder, swapped, async (handle, archive) => {
    t.same(archive.entries.map(({ name }) => name), ['two.txt', 'one.txt'])
    await editZip({ base: { handle, archive }, changes: new Map(), alignment: () => 1, target, signal })
  })
  t.ok((await readExactly(target, 'out', 0, good.length)).equals(good))
})

t.test('where the system does not copy, a large range is copied piece by piece', async t => {
  const folder = temporaryFolder(t)
  const data = Buffer.from(Array.from({ length: 2_300_000 }, (_, index) => index % 251))
  writeFileSync(join(folder, 'from'), data)
  const from = await open(join(folder, 'from'), 'r')
  const to = await open(join(folder, 'to'), 'w+')
  t.teardown(async () => {
    await Promise.all([from.close(), to.close()])
  })
  // No file of the system, but readable as one.
  const elsewhere = { fd: -1, read: from.read.bind(from) } as typeof from
  await copyRange(elsewhere, 10, to, 7, 2_200_000, signal)
  t.ok((await readExactly(to, 'to', 7, 2_200_000)).equals(data.subarray(10, 2_200_010)))
  t.equal((await to.stat()).size, 2_200_007)
})
