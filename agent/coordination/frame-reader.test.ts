import t from 'tap'
import fc from 'fast-check'
import { FrameReader } from './frame-reader.js'

const frameOf = (body: Uint8Array) => {
  const frame = Buffer.alloc(4 + body.length)
  frame.writeInt32BE(body.length)
  frame.set(body, 4)
  return frame
}
const cut = (bytes: Buffer, sizes: number[]) => {
  const chunks: Buffer[] = []
  for (let start = 0, index = 0; start < bytes.length; index++) {
    const size = sizes[index % sizes.length]!
    chunks.push(bytes.subarray(start, start + size))
    start += size
  }
  return chunks
}

t.test('answers come out whole, however the stream is cut', async t => {
  const bodies = fc.array(fc.uint8Array({ minLength: 16, maxLength: 300 }), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(bodies, fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 1 }), (bodies, sizes) => {
      const reader = new FrameReader()
      const frames = bodies.map(frameOf)
      const read = cut(Buffer.concat(frames), sizes).flatMap(chunk => [...reader.read(chunk)])
      return read.length === frames.length && read.every((frame, index) => frame.equals(frames[index]!))
    })
  )
  t.pass('for all of them')
})

t.test('a stream of anything ends in answers or in one error, and never grows without end', async t => {
  fc.assert(fc.property(fc.array(fc.uint8Array({ minLength: 1, maxLength: 64 })), chunks => {
    const reader = new FrameReader()
    try {
      for (const chunk of chunks) {
        for (const frame of reader.read(Buffer.from(chunk))) reader.checkHandshake(frame)
      }
      return true
    } catch (error) {
      return error instanceof Error && error.message.startsWith('not ZooKeeper')
    }
  }))
  t.throws(() => [...new FrameReader().read(Buffer.from('HTTP/1.1 400'))], /not ZooKeeper.*HTTP/)
})

t.test('a large answer is joined once', async t => {
  const reader = new FrameReader()
  const frame = frameOf(Buffer.alloc(8_000_000, 1))
  const started = performance.now()

  const read = cut(frame, [16_384]).flatMap(chunk => [...reader.read(chunk)])

  t.equal(read.length, 1)
  t.ok(performance.now() - started < 1000, 'copying all of it for each chunk takes many seconds')
})
