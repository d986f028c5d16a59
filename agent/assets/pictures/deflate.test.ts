import { createHash } from 'node:crypto'
import { inflateSync } from 'node:zlib'
import t from 'tap'
import { deflate } from './deflate.js'

function data (length: number): Buffer {
  return Buffer.from(Array.from({ length }, (_, at) => (at * at >>> 7 & 63) + (at % 13)))
}

t.test('zlib inflates what was deflated, here and in a worker', async t => {
  for (const length of [0, 1, 1000, 250_000]) {
    for (const level of [4, 6] as const) {
      t.ok(
        inflateSync(await deflate(data(length), level)).equals(data(length)),
        `${length} bytes at level ${level}`
      )
    }
  }
})

t.test('the bytes are those that other machines make', async t => {
  const digest = createHash('sha256').update(await deflate(data(250_000), 6)).digest('hex')
  t.equal(digest, 'd259588219ed1c513352cf22465aee414421c5b7e61ada42276f81c459700000')
})
