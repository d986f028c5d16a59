import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { codeOf, temporaryFolder, unzipped, zipOf } from '../testing/zips.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { endRecord } from '../../formats/zip/zip-entry.js'
import {
  blockIds,
  formatSigningBlock,
  mustStayPadded,
  parseSigningBlock,
  readSigningBlock
} from './signing-block.js'
import type { SigningBlock, SigningPair } from './signing-block.js'
import { StampSource, maxStampBytes, stampOf } from './stamp-apk.js'

/**
 * A zip with a signing block before its directory, as apksigner leaves it; the signature itself is made up.
 */
function withBlock (block: Buffer, comment = ''): Buffer {
  const zip = zipOf({
    'AndroidManifest.xml': Buffer.from('manifest'),
    'assets/a.txt': Buffer.from('a'.repeat(5000))
  })
  const [directorySize, directoryOffset] = [
    zip.readUInt32LE(zip.length - 10),
    zip.readUInt32LE(zip.length - 6)
  ]
  return Buffer.concat([
    zip.subarray(0, directoryOffset),
    block,
    zip.subarray(directoryOffset, directoryOffset + directorySize),
    endRecord(2, directorySize, directoryOffset + block.length, Buffer.from(comment))
  ])
}

const signature = (size: number): SigningPair => ({ id: blockIds.v2, value: Buffer.alloc(size, 7) })
/** A block that takes exactly one page without a padding pair: 32 bytes around pairs of 12 and a value. */
const pageOfItself = formatSigningBlock([signature(4096 - 32 - 12)], false)

async function stamped (
  folder: string,
  apk: Buffer,
  channel: string
): Promise<{ bytes: Buffer, block: SigningBlock }> {
  writeFileSync(join(folder, 'base.apk'), apk)
  const source = await StampSource.open(join(folder, 'base.apk'), 'base.apk')
  const target = join(folder, `${createHash('md5').update(channel + Math.random()).digest('hex')}.apk`)
  const { sha256, size } = await source.stamp({ channel, extra: 'x' }, target)
  const bytes = readFileSync(target)
  t.equal(sha256, createHash('sha256').update(bytes).digest('hex'), 'the digest is that of the file')
  t.equal(size, bytes.length)
  return { bytes, block: await blockOf(target) }
}

async function blockOf (file: string): Promise<SigningBlock> {
  const handle = await open(file, 'r')
  try {
    return (await readSigningBlock(handle, await readZip(handle, file)))!
  } finally {
    await handle.close()
  }
}

t.test('a block that was padded stays a multiple of 4,096', async t => {
  const folder = temporaryFolder(t)
  const padded = formatSigningBlock([signature(900)], true)
  t.equal(padded.length, 4096)
  t.ok(parseSigningBlock(padded, 'x').some(({ id }) => id === blockIds.padding))
  const { block, bytes } = await stamped(folder, withBlock(padded), 'huawei')
  t.equal(block.size % 4096, 0)
  t.same(stampOf(block, 'x'), { channel: 'huawei', extra: 'x' })
  t.ok(
    block.pairs.find(({ id }) => id === blockIds.v2)!.value.equals(signature(900).value),
    'the signature is untouched'
  )
  t.same(Object.keys(unzipped(bytes)), ['AndroidManifest.xml', 'assets/a.txt'])
})

t.test('so does one that is a multiple of 4,096 without any padding pair', async t => {
  const folder = temporaryFolder(t)
  t.equal(pageOfItself.length, 4096)
  t.notOk(parseSigningBlock(pageOfItself, 'x').some(({ id }) => id === blockIds.padding))
  t.ok(mustStayPadded({ size: 4096, pairs: [] }))
  const { block } = await stamped(folder, withBlock(pageOfItself), 'huawei')
  t.equal(block.size, 8192)
})

t.test('a block that never was padded is not padded', async t => {
  const folder = temporaryFolder(t)
  const { block } = await stamped(folder, withBlock(formatSigningBlock([signature(900)], false)), 'huawei')
  t.not(block.size % 4096, 0)
  t.notOk(block.pairs.some(({ id }) => id === blockIds.padding))
})

t.test('a stamp replaces the one before', async t => {
  const folder = temporaryFolder(t)
  const first = await stamped(
    folder,
    withBlock(formatSigningBlock([signature(900)], true)),
    'a-rather-long-channel'
  )
  const second = await stamped(folder, first.bytes, '华为 💠')
  t.equal(second.block.pairs.filter(({ id }) => id === blockIds.channel).length, 1)
  t.same(stampOf(second.block, 'x'), { channel: '华为 💠', extra: 'x' })
  t.equal(second.block.size % 4096, 0)
})

t.test('what cannot be stamped is refused with its reason', async t => {
  const folder = temporaryFolder(t)
  const refused = async (apk: Buffer, channel = 'c'): Promise<string> =>
    await codeOf(stamped(folder, apk, channel))
  const apk = withBlock(formatSigningBlock([signature(900)], true))
  t.equal(await refused(zipOf({ 'AndroidManifest.xml': Buffer.from('m') })), 'PACKAGE_UNSIGNED')
  t.equal(
    await refused(zipOf({ 'META-INF/MANIFEST.MF': Buffer.from('m'), 'META-INF/CERT.RSA': Buffer.from('m') })),
    'PACKAGE_V1_ONLY'
  )
  t.equal(
    await refused(withBlock(formatSigningBlock([{ id: blockIds.channel, value: Buffer.from('{}') }], true))),
    'PACKAGE_UNSIGNED'
  )
  t.equal(
    await refused(withBlock(formatSigningBlock([signature(900)], true), 'channel=old')),
    'PACKAGE_HAS_COMMENT'
  )
  t.equal(await refused(apk, 'x'.repeat(60 * 1024)), 'PACKAGE_CHANNEL_INVALID')
  t.equal(await refused(apk, ''), 'PACKAGE_CHANNEL_INVALID')
  t.equal(await refused(apk, 'a\nb'), 'PACKAGE_CHANNEL_INVALID')
  t.equal(await refused(apk, '\ud800'), 'PACKAGE_CHANNEL_INVALID')
  const odd = Buffer.from(formatSigningBlock([signature(900)], false))
  odd.writeBigUInt64LE(5000n, 8)
  t.equal(await refused(withBlock(odd)), 'PACKAGE_SIGNING_BLOCK_DAMAGED')
})

t.test('what is formatted is parsed again, padded or not', async t => {
  const pair = fc.record({
    id: fc.constantFrom(blockIds.v2, blockIds.v3, blockIds.channel, 1),
    value: fc.uint8Array({ maxLength: 9000 }).map(bytes => Buffer.from(bytes))
  })
  fc.assert(
    fc.property(fc.array(pair, { maxLength: 5 }), fc.boolean(), (pairs, isPadded) => {
      const block = formatSigningBlock(pairs, isPadded)
      if (isPadded) t.equal(block.length % 4096, 0)
      t.same(parseSigningBlock(block, 'x').filter(({ id }) => id !== blockIds.padding), pairs)
    }),
    { numRuns: 100 }
  )
})

t.test('whatever the bytes, parsing a block ends in pairs or in one error', async t => {
  const block = formatSigningBlock([signature(40), { id: 1, value: Buffer.alloc(0) }], false)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(block.length - 1), fc.nat(255)), { maxLength: 6 }),
      fc.nat(block.length),
      (changes, cut) => {
        const bytes = Buffer.from(block)
        for (const [at, value] of changes) bytes[at] = value
        try {
          parseSigningBlock(bytes.subarray(cut % 3 === 0 ? cut : 0), 'x')
        } catch (error) {
          t.equal((error as { code: string }).code, 'PACKAGE_SIGNING_BLOCK_DAMAGED')
        }
      }
    ),
    { numRuns: 500 }
  )
  t.ok(maxStampBytes < 65_536)
})
