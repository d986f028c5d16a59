import { readFileSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import fc from 'fast-check'
import t from 'tap'
import { signature, withBlock } from '../testing/signed-apk.js'
import { codeOf, temporaryFolder, unzipped, zipOf } from '../testing/zips.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { endRecord } from '../../formats/zip/zip-entry.js'
import { english } from '../../messages/testing/english.js'
import {
  blockIds,
  formatSigningBlock,
  mustStayPadded,
  parseSigningBlock,
  readSigningBlock
} from './signing-block.js'
import type { SigningBlock } from './signing-block.js'
import { channelPairs, maxStampBytes, stampsOf } from './channel-forms.js'
import type { ChannelStamp } from './channel-forms.js'
import { StampSource } from './stamp-apk.js'
import { SigningTools } from '../signing-tools.js'
import { verifyPackage } from '../verify-package.js'

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
  t.same(stampsOf(block, 'x').walle, { channel: 'huawei', extra: 'x' })
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
  t.equal(second.block.pairs.filter(({ id }) => id === blockIds.walle).length, 1)
  t.same(stampsOf(second.block, 'x').walle, { channel: '华为 💠', extra: 'x' })
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
    await refused(withBlock(formatSigningBlock([{ id: blockIds.walle, value: Buffer.from('{}') }], true))),
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
    id: fc.constantFrom(blockIds.v2, blockIds.v3, blockIds.walle, 1),
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

t.test('a block tells what is wrong with it', async t => {
  const block = formatSigningBlock([signature(40)], false)
  const reason = (change: (bytes: Buffer) => void, bytes: Buffer = Buffer.from(block)): unknown => {
    change(bytes)
    try {
      parseSigningBlock(bytes, 'x')
      return 'none'
    } catch (error) {
      return english((error as { details: unknown }).details)
    }
  }
  const told = (text: string): object => ({ file: 'x', reason: text })
  const { length } = block
  t.equal(length, 8 + 12 + 40 + 24)
  t.equal(reason(() => {}), 'none')
  t.same(reason(bytes => bytes.write('?', length - 1)), told('its end mark is missing'))
  t.same(reason(() => {}, block.subarray(length - 31)), told('its end mark is missing'))
  t.same(reason(bytes => bytes.writeUInt8(1, 0)), told('its two sizes differ'))
  t.same(reason(bytes => bytes.writeUInt8(1, length - 24)), told('its two sizes differ'))
  t.same(reason(bytes => bytes.writeUInt8(3, 8)), told('a pair of 3 bytes does not fit in'))
  t.same(reason(bytes => bytes.writeUInt8(45, 8)), told('a pair of 45 bytes does not fit in'))
  t.same(reason(bytes => bytes.writeUInt8(33, 8)), told('11 bytes are left over'))
  t.same(parseSigningBlock(formatSigningBlock([], false), 'x'), [])
  t.same(parseSigningBlock(formatSigningBlock([{ id: 5, value: Buffer.alloc(0) }], false), 'x'), [
    { id: 5, value: Buffer.alloc(0) }
  ])
})

t.test('padding fills the page, and takes another where it does not fit', async t => {
  for (const size of [4096 - 44, 4096 - 45, 4096 - 44 - 11, 4096 - 44 - 12, 4096 - 44 - 13, 4096 - 43]) {
    const { length } = formatSigningBlock([signature(size)], true)
    const bare = 44 + size
    t.equal(length, bare % 4096 === 0 || bare + 12 <= 4096 ? 4096 : 8192, String(size))
  }
  t.notOk(mustStayPadded({ size: 4095, pairs: [signature(1)] }))
  t.ok(
    mustStayPadded({ size: 4095, pairs: [signature(1), { id: blockIds.padding, value: Buffer.alloc(0) }] })
  )
})

t.test('a block of an impossible size is damaged, and a zip too small for one has none', async t => {
  const folder = temporaryFolder(t)
  const read = async (bytes: Buffer): Promise<unknown> => {
    writeFileSync(join(folder, 'read.apk'), bytes)
    return await blockOf(join(folder, 'read.apk')).catch((error: { details: { reason: string } }) =>
      error.details.reason
    )
  }
  const sized = (size: bigint): Buffer => {
    const block = formatSigningBlock([signature(900)], false)
    block.writeBigUInt64LE(size, block.length - 24)
    return withBlock(block)
  }
  t.equal(await read(endRecord(0, 0, 0)), undefined)
  t.equal(await read(zipOf({ a: Buffer.from('a'.repeat(100)) })), undefined)
  t.equal(await read(sized(23n)), 'it is said to take 31 bytes')
  t.equal(await read(sized(16n * 1024n * 1024n)), `it is said to take ${16 * 1024 * 1024 + 8} bytes`)
  t.equal(await read(sized(1_000_000n)), 'it is said to take 1000008 bytes')
  t.match(await read(withBlock(formatSigningBlock([signature(900)], false))), { size: 944, pairs: [{}] })
})

t.test('a stamp is text that readers take', async t => {
  const reason = (channel: string, more = ''): unknown => {
    try {
      return channelPairs({ channel, more }, ['walle'])[0]!.value.toString()
    } catch (error) {
      return english((error as { details: unknown }).details)
    }
  }
  t.equal(reason('华为', 'x'), '{"channel":"华为","more":"x"}')
  t.same(reason(''), { channel: '', reason: 'it is empty' })
  t.same(reason('a\u0007'), { channel: 'a\u0007', reason: 'it holds control characters or half a character' })
  const room = maxStampBytes - '{"channel":"c","more":""}'.length
  t.type(reason('c', 'x'.repeat(room)), 'string')
  t.same(reason('c', 'x'.repeat(room + 1)), {
    channel: 'c',
    reason: `the stamp takes ${maxStampBytes + 1} bytes; at most ${maxStampBytes} are written`
  })
  t.match(reason('x'.repeat(40_000)), { channel: 'x'.repeat(64) })
  const stamp = (value: string): unknown => {
    try {
      return stampsOf({ pairs: [{ id: blockIds.walle, value: Buffer.from(value) }] }, 'x').walle
    } catch (error) {
      return english((error as { details: unknown }).details)
    }
  }
  t.same(stamp('{"channel":"c","n":"1"}'), { channel: 'c', n: '1' })
  for (const value of ['{}', 'null', '7', '"channel"', '{"channel":7}']) {
    t.same(stamp(value), { file: 'x', reason: 'its channel is not readable: it names no channel' }, value)
  }
  t.match(stamp('{'), { reason: /its channel is not readable: .*JSON/ })
  t.same(stampsOf({ pairs: [signature(3)] }, 'x'), {})
})

t.test('a channel is written in the forms of three readers, in place of whatever was there', async t => {
  const folder = temporaryFolder(t)
  const path = join(folder, 'base.apk')
  const old = { id: blockIds.vasdolly, value: Buffer.from('old') }
  writeFileSync(path, withBlock(formatSigningBlock([signature(900), old], true)))
  const source = await StampSource.open(path, 'base.apk')
  const target = join(folder, 'all.apk')
  await source.stamp({ channel: '应用宝', extra: 'x' }, target, ['walle', 'vasdolly', 'packer-ng'])
  const block = await blockOf(target)
  t.equal(block.size % 4096, 0)
  t.same(stampsOf(block, 'x'), {
    walle: { channel: '应用宝', extra: 'x' },
    vasdolly: { channel: '应用宝' },
    'packer-ng': { channel: '应用宝' }
  })
  const valueOf = (wanted: number): string | undefined =>
    block.pairs.find(({ id }) => id === wanted)?.value.toString('hex')
  // As V2SchemeUtil.java of VasDolly and PackerCommon.java of packer-ng 2 lay them out.
  const channel = 'e5ba94e794a8e5ae9d'
  t.equal(valueOf(0x881155ff), channel)
  t.equal(
    valueOf(0x7a786b21),
    '5061636b6572204e672053696720563216000000' + '4348414e4e454ce28898' + channel + 'e28899' + '16000000'
  )

  await source.stamp({ channel: 'c' }, join(folder, 'one.apk'), ['vasdolly'])
  t.same(stampsOf(await blockOf(join(folder, 'one.apk')), 'x'), { vasdolly: { channel: 'c' } })

  const verified = async (file: string): Promise<unknown> =>
    await verifyPackage(file, new SigningTools({}), new AbortController().signal)
  t.match(await verified(target), {
    stamp: { channel: '应用宝', extra: 'x' },
    channelForms: ['walle', 'vasdolly', 'packer-ng']
  })
  writeFileSync(
    path,
    withBlock(formatSigningBlock([signature(900), old, ...channelPairs({ channel: 'c' }, ['walle'])], true))
  )
  await t.rejects(verified(path), {
    code: 'PACKAGE_VERIFY_FAILED',
    details: { reason: 'its channel is c for walle and old for vasdolly' }
  })

  const refused = (stamp: ChannelStamp, form: 'vasdolly' | 'packer-ng'): unknown => {
    try {
      return channelPairs(stamp, [form])
    } catch (error) {
      return english((error as { details: unknown }).details)
    }
  }
  t.match(refused({ channel: 'a∙b' }, 'packer-ng'), { reason: /parts names and values/ })
  t.match(refused({ channel: 'a', config: '{}' }, 'vasdolly'), { reason: /only Walle's form/ })
  for (
    const value of [
      '',
      'Packer Ng Sig V2',
      'Packer Ng Sig V2\u0001\0\0\0x',
      `${'x'.repeat(16)}\u0001\0\0\0x\u0001\0\0\0`
    ]
  ) {
    const pairs = [{ id: blockIds.packerNg, value: Buffer.from(value) }]
    t.throws(() => stampsOf({ pairs }, 'x'), { code: 'PACKAGE_SIGNING_BLOCK_DAMAGED' }, value)
  }
})
