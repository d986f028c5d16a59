import { open } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { editZip } from '../../formats/zip/edit-zip.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { deflated, stored } from '../../formats/zip/zip-entry.js'
import { readApk } from '../application/read-application.js'
import { encodeBytes } from '../entry-encoder.js'
import { manifestOf, u16, u32 } from '../testing/made-manifest.js'
import { temporaryFolder } from '../testing/zips.js'
import { apkFindings } from './apk-findings.js'

const folder = temporaryFolder(t)

/** A shared library of which only the headers are there: one segment to load, aligned to `alignment` bytes. */
function elf (alignment: number, is64Bit = true): Buffer {
  const ident = Buffer.from([0x7f, 0x45, 0x4c, 0x46, is64Bit ? 2 : 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0])
  if (is64Bit) {
    const header = Buffer.concat([ident, u16(3, 183), u32(1, 0, 0, 64, 0, 0, 0, 0), u16(64, 56, 1, 0, 0, 0)])
    return Buffer.concat([
      header,
      u32(1, 5, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, alignment, 0),
      Buffer.alloc(5000, 1)
    ])
  }
  const header = Buffer.concat([ident, u16(3, 40), u32(1, 0, 52, 0, 0), u16(52, 32, 1, 0, 0, 0)])
  return Buffer.concat([header, u32(1, 0, 0, 0, 0, 0, 5, alignment), Buffer.alloc(5000, 1)])
}

interface Held {
  bytes: Buffer
  isPacked?: boolean
  /** Where its data start, as a remainder of a page of 16 KB. */
  at?: number
}

/** What is found in an APK of these entries. */
async function findingsOf (
  entries: Record<string, Held>,
  manifest: Parameters<typeof manifestOf>[0] = {},
  isSigned = false
): Promise<Array<[rule: string, level: string, where: string]>> {
  const path = join(folder, 'found.apk')
  const output = await open(path, 'w+')
  try {
    const all: Record<string, Held> = { ...entries, 'AndroidManifest.xml': { bytes: manifestOf(manifest) } }
    // In the order of their names: what comes before an entry places it.
    const padding = Object.entries(all).flatMap(([name, { at }]) =>
      at === undefined ? [] : [[`${name}!`, at] as const]
    )
    await editZip({
      changes: new Map(
        Object.entries(all).map((
          [name, { bytes, isPacked }]
        ) => [name, encodeBytes(bytes, isPacked === true ? deflated : stored)])
      ),
      alignment: ({ name }) => padding.find(([each]) => each === `${name}!`)?.[1] ?? 1,
      target: output,
      signal: new AbortController().signal
    })
    const zip = { handle: output, archive: await readZip(output, 'found.apk') }
    const application = await readApk(zip)
    const found = await apkFindings(zip, { ...application, ...isSigned && { certificates: ['a'] } })
    return found.map(({ rule, level, where }) => [rule, level, where.join(' ')])
  } finally {
    await output.close()
  }
}

const table = (held: Partial<Held> = {}): Record<string, Held> => ({
  'resources.arsc': { bytes: Buffer.alloc(400, 1), ...held }
})
const mapped = { application: { android: { extractNativeLibs: false } } }
const so = 'lib/arm64-v8a/libgame.so'

t.test('resources that Android 11 cannot map are found, where the package is made for it', async t => {
  t.strictSame(await findingsOf(table({ isPacked: true }), { targetSdk: 30 }), [
    ['arsc-compressed', 'device', 'resources.arsc']
  ])
  t.strictSame(await findingsOf(table({ isPacked: true }), { targetSdk: 29 }), [])
  t.strictSame(await findingsOf(table({ at: 4 }), { targetSdk: 30 }), [])
  const odd = { 'assets/a': { bytes: Buffer.from('xy') } }
  const found = await findingsOf({ ...odd, ...table() }, { targetSdk: 30 })
  t.strictSame(found, [['arsc-unaligned', 'device', 'resources.arsc']])
})

t.test('libraries that stay in the package are stored, at pages; those that are unpacked may lie anywhere', async t => {
  const library = elf(0x4000)
  t.strictSame(await findingsOf({ [so]: { bytes: library, isPacked: true } }, mapped), [
    ['library-compressed', 'device', so]
  ])
  t.strictSame(await findingsOf({ [so]: { bytes: library } }, mapped), [['library-unaligned', 'device', so]])
  t.strictSame(await findingsOf({ [so]: { bytes: library, at: 16_384 } }, mapped), [])
  const first = { 'assets/a': { bytes: Buffer.alloc(4097) } }
  t.strictSame(await findingsOf({ ...first, [so]: { bytes: library, at: 4096 } }, mapped), [
    ['library-16k-unaligned', 'advice', so]
  ])
  t.strictSame(await findingsOf({ [so]: { bytes: library, isPacked: true } }), [])
})

t.test('segments for pages of 4 KB are what Google Play refuses from a targetSdk of 35', async t => {
  const narrow = 'lib/armeabi-v7a/libgame.so'
  const both = { [narrow]: { bytes: elf(0x1000, false) }, [so]: { bytes: elf(0x1000), isPacked: true } }
  t.strictSame(
    await findingsOf(both, { targetSdk: 35 }),
    [['elf-16k-unaligned', 'play', so]],
    '32 bits are exempt'
  )
  t.strictSame(await findingsOf(both, { targetSdk: 34 }), [['elf-16k-unaligned', 'advice', so]])
  t.strictSame(await findingsOf({ [so]: { bytes: Buffer.from('data') } }), [['library-no-elf', 'advice', so]])
  const cut = elf(0x4000).subarray(0, 80)
  t.strictSame(await findingsOf({ [so]: { bytes: cut } }), [['library-no-elf', 'advice', so]])
})

t.test('processors that a package leaves out are found', async t => {
  const bytes = elf(0x4000)
  t.strictSame(await findingsOf({ 'lib/armeabi-v7a/libgame.so': { bytes } }), [
    ['abi-64-missing', 'play', 'lib/arm64-v8a/']
  ])
  const uneven = {
    [so]: { bytes },
    'lib/arm64-v8a/libmore.so': { bytes },
    'lib/armeabi-v7a/libgame.so': { bytes }
  }
  t.strictSame(await findingsOf(uneven), [['abi-incomplete', 'advice', 'lib/armeabi-v7a/libmore.so']])
})

t.test('signatures and flags that end an installation are found', async t => {
  t.strictSame(await findingsOf({}, { minSdk: 23 }, true), [['v1-missing', 'device', '']])
  t.strictSame(await findingsOf({}, { minSdk: 23 }, false), [], 'it is not signed yet')
  t.strictSame(await findingsOf({}, { minSdk: 24 }, true), [])
  const signed = { 'META-INF/MANIFEST.MF': { bytes: Buffer.from('m') } }
  t.strictSame(await findingsOf(signed, { minSdk: 23 }, true), [])
  const android = { debuggable: true, testOnly: true }
  t.strictSame(await findingsOf({}, { application: { android } }), [
    ['debuggable', 'play', ''],
    ['test-only', 'device', '']
  ])
})
