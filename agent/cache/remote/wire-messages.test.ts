import protobuf from 'protobufjs/minimal.js'
import t from 'tap'
import { decodeMessage, encodeMessage } from './wire-messages.js'
import type { WireMessage } from './wire-messages.js'

const hash = 'a'.repeat(64)

/** As the library of Protocol Buffers writes it. */
function byLibrary ({ outputFiles = [], stdoutRaw, stdoutDigest }: WireMessage<'ActionResult'>): Buffer {
  const writer = protobuf.Writer.create()
  const digest = (id: number, { hash = '', sizeBytes = 0 }: WireMessage<'Digest'>): void => {
    writer.uint32(id << 3 | 2).fork().uint32(10).string(hash).uint32(16).int64(sizeBytes).ldelim()
  }
  for (const { path = '', digest: own = {} } of outputFiles) {
    writer.uint32(18).fork().uint32(10).string(path)
    digest(2, own)
    writer.ldelim()
  }
  if (stdoutRaw !== undefined) writer.uint32(42).bytes(stdoutRaw)
  if (stdoutDigest !== undefined) digest(6, stdoutDigest)
  return Buffer.from(writer.finish())
}

t.test('a message is written and read as the library of Protocol Buffers does', async t => {
  for (const sizeBytes of [0, 1, 127, 128, 300, 2 ** 31 - 1, 2 ** 31, 2 ** 32 + 5, 2 ** 53 - 1]) {
    const message: WireMessage<'ActionResult'> = {
      outputFiles: [{ path: '0 页面', digest: { hash, sizeBytes } }, {
        path: 'b',
        digest: { hash, sizeBytes }
      }],
      stdoutRaw: Buffer.alloc(200, 7),
      stdoutDigest: { hash, sizeBytes }
    }
    const bytes = encodeMessage('ActionResult', message)
    t.same(bytes, byLibrary(message))
    t.same(decodeMessage('ActionResult', bytes), message)
  }
})

t.test('fields that others have added, or have otherwise, are skipped; numbers may be packed', async t => {
  const added = protobuf
    .Writer
    .create()
    .uint32(8)
    .int32(1)
    .uint32(99 << 3 | 2)
    .string('new')
    .uint32(98 << 3 | 1)
    .double(1)
    .uint32(97 << 3 | 5)
    .float(1)
    .uint32(10)
    .fork()
    .int32(1)
    .int32(300)
    .ldelim()
    .uint32(32)
    .int64(4096)
    .finish()
  t.same(decodeMessage('CacheCapabilities', added), {
    digestFunctions: [1, 1, 300],
    maxBatchTotalSizeBytes: 4096
  })
  t.same(decodeMessage('Digest', protobuf.Writer.create().uint32(8).int32(5).finish()), {})
  t.same(decodeMessage('CacheUpdates', encodeMessage('CacheUpdates', { updateEnabled: true })), {
    updateEnabled: true
  })
})

t.test('bytes that end early, or are of no kind, are no message', async t => {
  const whole = encodeMessage('ActionResult', { stdoutDigest: { hash, sizeBytes: 300 } })
  for (const at of [1, 2, 3, 40, whole.length - 1]) {
    t.throws(() => decodeMessage('ActionResult', whole.subarray(0, at)), String(at))
  }
  for (const bytes of [[0x2f], [0x2a, 0xff], Array<number>(12).fill(0xff), [0x32, 0x02, 0x0a, 0x05]]) {
    t.throws(() => decodeMessage('ActionResult', Uint8Array.from(bytes)), String(bytes))
  }
  let random = 1
  for (let round = 0; round < 3000; round++) {
    const bytes = Buffer.from(whole)
    for (let left = 3; left > 0; left--) {
      random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0
      bytes[(random >>> 8) % bytes.length] = random >>> 24
    }
    try {
      decodeMessage('ActionResult', bytes)
    } catch (error) {
      if (!(error instanceof Error)) throw error
    }
  }
})
