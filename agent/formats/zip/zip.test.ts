import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import fc from 'fast-check'
import t from 'tap'
import { badZips, good, patched } from './testing/bad-zips.js'
import { codeOf, readBytes, temporaryFolder, unzipped, zipOf } from '../../packaging/testing/zips.js'
import type { Files } from '../../packaging/testing/zips.js'
import { encodeBytes } from '../../packaging/entry-encoder.js'
import { editZip } from './edit-zip.js'
import { readEntry, streamEntry } from './entry-data.js'
import { apkAlignment } from './entry-extra.js'
import { parseDirectory, readLocalEntry, readZip } from './read-zip.js'
import { signatures } from './zip-entry.js'
import { unsafeName } from './zip-limits.js'

const text = (value: string): Uint8Array => new TextEncoder().encode(value)
const { signal } = new AbortController()

/** Edits zip bytes on disk and returns the result. */
async function edited (
  folder: string,
  base: Buffer,
  changes: Record<string, Buffer | undefined>
): Promise<Buffer> {
  writeFileSync(join(folder, 'base.zip'), base)
  const [source, target] = [
    await open(join(folder, 'base.zip'), 'r'),
    await open(join(folder, 'edited.zip'), 'w')
  ]
  try {
    const archive = await readZip(source, 'base.zip')
    const contents = new Map(
      Object.entries(changes).map(([name, bytes]) => [
        name,
        bytes === undefined
          ? undefined
          : encodeBytes(
            bytes,
            name.endsWith('.png') || name.endsWith('.so')
              ? 0
              : 8
          )
      ])
    )
    await editZip({
      base: { handle: source, archive },
      changes: contents,
      alignment: apkAlignment,
      target,
      signal
    })
  } finally {
    await Promise.all([source.close(), target.close()])
  }
  return readFileSync(join(folder, 'edited.zip'))
}

const fileName = fc.constantFrom(
  'assets/a.txt',
  'assets/b.png',
  'lib/arm64-v8a/libgame.so',
  'resources.arsc',
  '资源/图.png',
  'classes.dex',
  'assets/深/c.json',
  'd',
  'res/e.png'
)
const content = fc.uint8Array({ maxLength: 6000 })
const files = fc.dictionary(fileName, content, { noNullPrototype: true })

t.test('edits give what another reader expects, whatever the zip and the changes', async t => {
  const folder = temporaryFolder(t)
  await fc.assert(
    fc.asyncProperty(
      files,
      fc.dictionary(
        fileName,
        fc.option(content, { nil: undefined }),
        { noNullPrototype: true }
      ),
      fc.boolean(),
      async (before, changes, isStreamed) => {
        const result = await edited(
          folder,
          zipOf(before, { isStreamed }),
          Object.fromEntries(
            Object.entries(changes).map(([name, bytes]) => [
              name,
              bytes === undefined ? undefined : Buffer.from(bytes)
            ])
          )
        )
        const expected = Object.fromEntries(
          Object.entries({ ...before, ...changes }).filter(([, bytes]) => bytes !== undefined)
        ) as Files
        const found = unzipped(result)
        t.same(Object.keys(found).sort(), Object.keys(expected).sort())
        for (const [name, bytes] of Object.entries(expected)) {
          t.ok(
            Buffer.from(bytes).equals(Buffer.from(found[name]!)),
            name
          )
        }
        const handle = await open(join(folder, 'edited.zip'), 'r')
        try {
          const archive = await readZip(handle, 'edited.zip')
          for (const entry of archive.entries) {
            const local = await readLocalEntry(handle, archive, entry)
            t.equal(local.dataOffset % apkAlignment(entry), 0, `${entry.name} is aligned`)
            t.ok((await readEntry(handle, archive, entry, 10_000)).equals(Buffer.from(expected[entry.name]!)))
          }
        } finally {
          await handle.close()
        }
      }
    ),
    { numRuns: 25 }
  )
})

t.test('what is untouched keeps its very bytes, and an edit without changes of an aligned zip is a copy of its entries', async t => {
  const folder = temporaryFolder(t)
  const base = await edited(
    folder,
    zipOf({ 'a.txt': text('a'.repeat(5000)), 'b.png': randomBytes(3000), 'lib/x/y.so': randomBytes(20_000) }),
    {}
  )
  const again = await edited(folder, base, {})
  t.ok(again.equals(base))
  const changed = await edited(folder, base, { 'new.txt': Buffer.from('new') })
  const archive = await readBytes(folder, base)
  t.ok(changed.subarray(0, archive.directoryOffset).equals(base.subarray(0, archive.directoryOffset)))
})

for (const [what, [bytes, code]] of Object.entries(badZips)) {
  t.test(`${what} is refused: ${code}`, async t => {
    t.equal(await codeOf(readBytes(temporaryFolder(t), bytes)), code)
  })
}

t.test('data that unpack to more or other bytes than told are stopped', async t => {
  const folder = temporaryFolder(t)
  const zip = zipOf({ 'zeros.txt': new Uint8Array(3_000_000) })
  const stream = async (bytes: Buffer, limit = Infinity): Promise<number> => {
    writeFileSync(join(folder, 'data.zip'), bytes)
    const handle = await open(join(folder, 'data.zip'), 'r')
    let seen = 0
    try {
      const archive = await readZip(handle, 'data.zip')
      await streamEntry(
        handle,
        archive,
        archive.entries[0]!,
        new Writable({
          write (chunk: Buffer, _, done) {
            seen += chunk.length
            done(seen > limit ? new Error('too much came through') : null)
          }
        })
      )
    } finally {
      await handle.close()
    }
    return seen
  }
  t.equal(await stream(zip), 3_000_000)
  t.equal(
    await codeOf(stream(
      patched(zip, signatures.centralHeader, (at, bytes) => {
        bytes.writeUInt32LE(1000, at + 24)
      }),
      1000
    )),
    'PACKAGE_DAMAGED',
    'it unpacks to more'
  )
  t.equal(
    await codeOf(stream(patched(zip, signatures.centralHeader, (at, bytes) => {
      bytes.writeUInt32LE(3_000_001, at + 24)
    }))),
    'PACKAGE_DAMAGED',
    'it unpacks to less'
  )
  t.equal(
    await codeOf(stream(patched(zip, signatures.centralHeader, (at, bytes) => {
      bytes.writeUInt32LE(7, at + 16)
    }))),
    'PACKAGE_DAMAGED',
    'its checksum differs'
  )
  t.equal(
    await codeOf(stream(patched(zip, signatures.localHeader, (at, bytes) => {
      bytes.fill(0xff, at + 60, at + 80)
    }))),
    'PACKAGE_DAMAGED',
    'its data are no deflate stream'
  )
})

t.test('a local header that tells another name than the directory is refused', async t => {
  const folder = temporaryFolder(t)
  const lying = patched(good, signatures.localHeader, (at, bytes) => {
    bytes.write('evil', at + 30)
  })
  t.equal(await codeOf(edited(folder, lying, { 'two.txt': undefined })), 'PACKAGE_DAMAGED')
})

t.test('names that leave their folder are unsafe, others are not', async t => {
  for (
    const name of [
      '',
      '.',
      '..',
      'a/../b',
      '/a',
      'C:/a',
      'a\\b',
      'a//b',
      './a',
      'a/.',
      'a\0b',
      'a\nb',
      'x'.repeat(2000)
    ]
  ) t.ok(unsafeName(name), JSON.stringify(name).slice(0, 20))
  for (const name of ['a', 'a/b', 'a/', '..a', 'a..', '...', '资源/图.png', 'a b/c']) {
    t.equal(unsafeName(name), undefined, name)
  }
})

t.test('whatever the bytes, reading ends in a zip or in one error of the catalogue', async t => {
  const folder = temporaryFolder(t)
  const zip = zipOf({ 'a.txt': text('hello'), 'b.png': randomBytes(200), '图/c': text('x'.repeat(300)) }, {
    isStreamed: true
  })
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(zip.length - 1), fc.nat(255)), { maxLength: 8 }),
      fc.nat(zip.length),
      async (changes, length) => {
        const bytes = Buffer.from(zip)
        for (const [at, value] of changes) bytes[at] = value
        const code = await codeOf(readBytes(folder, bytes.subarray(0, length === 0 ? zip.length : length)))
        t.match(code, /^(none|PACKAGE_[A-Z0-9_]+)$/)
      }
    ),
    { numRuns: 120 }
  )
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(5), (bytes, count) => {
      try {
        parseDirectory(Buffer.from(bytes), count, 'x')
      } catch (error) {
        t.match((error as { code: string }).code, /^PACKAGE_/)
      }
    }),
    { numRuns: 300 }
  )
})
