import t from 'tap'
import { distinctColours } from '../distinct-colours.js'
import { decodePicture } from '../picture.js'
import { joinStrips } from '../png-strips.js'
import { stripEncoder } from '../strip-encoder.js'
import { endThreads, threadsFor } from './picture-threads.js'
import { makeStripShare, numbersOfSprite } from './strip-share.js'
import { sharedStrips, StripsTogether } from './strips-together.js'

const page = { width: 300, height: 700 }

/** A sprite in each strip of a page but the last one, which has none, and the last but one, which has two. */
function strips () {
  const sprites = Array.from({ length: 10 }, (_, row) => {
    const pixels = new Uint8Array(new SharedArrayBuffer(200 * 40 * 4))
    for (let at = 0; at < pixels.length; at++) pixels[at] = at * (at + row) >> 7
    return { part: { width: 200, height: 40, pixels }, x: row * 9, y: row * 64, rotated: false }
  })
  const members = Array.from({ length: 11 }, (_, row) => row === 9 ? [8, 9] : row === 10 ? [] : [row])
  return sharedStrips(page, 64, sprites, members)
}

t.teardown(endThreads)

t.test('whoever makes a strip, it is the same', async t => {
  const alone = await new StripsTogether(strips(), []).made()
  t.equal(alone.length, 11)
  t.same(await new StripsTogether(strips(), threadsFor(1000)).made(), alone)
  const file = Buffer.concat(joinStrips(page.width, alone.map(({ encoded }) => encoded)))
  const { pixels } = await decodePicture(file, 'page.png', { maxPixels: 1e6 })
  const first = new Uint8Array(strips().slabs[0]!)
  t.ok(Buffer.from(pixels.subarray(0, 800)).equals(first.subarray(0, 800)))
})

t.test('what a thread has not made when it ends is made without it', async t => {
  const alone = await new StripsTogether(strips(), []).made()
  const threads = threadsFor(1000)
  const together = new StripsTogether(strips(), threads)
  for (const thread of threads) thread.end()
  t.same(await together.made(), alone)
})

t.test('a strip with which something is wrong is left to who tells why', async t => {
  const work = strips()
  work.sprites[numbersOfSprite + 1] = 1e9
  const { indexes } = await makeStripShare(work, stripEncoder())
  t.same(indexes, [0, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  work.next[0] = 0
  await t.rejects(new StripsTogether(work, []).made(), RangeError)
})

t.test('who is told to stop makes no more of them', async t => {
  const work = strips()
  new StripsTogether(work, []).close()
  t.same((await makeStripShare(work, stripEncoder())).indexes, [])
})

t.test('colours are counted up to 256, transparent ones first', t => {
  const words = (count: number) => Uint32Array.from({ length: 3000 }, (_, at) => at % count * 0x01010101)
  t.same(distinctColours(Uint32Array.of(5, 5, 0xff000001, 0, 7, 5)), [0, 5, 7, 0xff000001])
  t.equal(distinctColours(words(256))?.length, 256)
  t.equal(distinctColours(Uint32Array.from({ length: 257 }, (_, at) => at)), undefined)
  t.equal(distinctColours(Uint32Array.from({ length: 257 }, (_, at) => at + 1)), undefined)
  t.same(distinctColours(new Uint32Array(0)), [])
  t.end()
})
