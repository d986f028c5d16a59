import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { encodePng } from '../encode-png.js'
import { decodePicture, defaultMaxPixels } from '../picture.js'
import { createPicture } from '../pixels.js'
import { measurePicture } from './measure-picture.js'
import { measuredBy, PicturesTogether } from './pictures-together.js'
import { RecycledSlabs } from './recycled-slabs.js'
import type { PictureToMeasure } from './pictures-together.js'
import type { TrimSettings } from '../trim.js'

const trimming = { threshold: 0, margin: 0 }

/** So many pictures that differ, each with something that can be trimmed. */
async function pictures (count: number): Promise<Buffer[]> {
  return await Promise.all(Array.from({ length: count }, async (_, index) => {
    const picture = createPicture(4 + index % 9, 5 + index % 7)
    picture.pixels.set([index & 0xff, index >> 8, 7, 255], (picture.width + 1 + index % 2) * 4)
    return await encodePng(picture, 'fast')
  }))
}

function picture (path: string, bytes: Buffer, cut: TrimSettings | undefined = trimming): PictureToMeasure {
  const shared = Buffer.from(new SharedArrayBuffer(bytes.length))
  bytes.copy(shared)
  return { path, sha256: createHash('sha256').update(bytes).digest('hex'), cut, bytes: shared }
}

async function measured (
  t: Test,
  added: readonly PictureToMeasure[],
  bytesToKeep: number,
  root = t.testdir()
) {
  const together = new PicturesTogether(root, bytesToKeep)
  for (const each of added) together.add(each)
  return await together.measured(new AbortController().signal)
}

t.test('what threads measure together is what each picture alone gives, with its pixels', async t => {
  const files = await pictures(900)
  const found = await measured(t, files.map((bytes, index) => picture(`${index}.png`, bytes)), 1e6)
  t.equal(found.size, 900)
  for (const bytes of files) {
    const alone = await decodePicture(bytes, 'a.png', { maxPixels: defaultMaxPixels })
    const { facts, part } = measurePicture(alone, trimming, length => new Uint8Array(length))
    const own = found.get(measuredBy(picture('a.png', bytes)))
    t.same(own?.facts, facts)
    t.same(Buffer.from(own?.part ?? []), Buffer.from(part!.pixels))
  }
})

t.test('pixels are kept as far as was asked for, facts of all pictures', async t => {
  const files = await pictures(40)
  const found = await measured(t, files.map((bytes, index) => picture(`${index}.png`, bytes)), 4 * 25)
  t.equal(found.size, 40)
  t.equal([...found.values()].filter(({ part }) => part !== undefined).length, 25)
})

t.test('a file is read where its bytes are not known, and left out where it is another one by now', async t => {
  const [bytes = Buffer.alloc(0)] = await pictures(1)
  const root = t.testdir({})
  mkdirSync(join(root, 'a'))
  writeFileSync(join(root, 'a/same.png'), bytes)
  const same = { ...picture('a/same.png', bytes), bytes: undefined }
  const other = { ...same, sha256: '0'.repeat(64) }
  const found = await measured(t, [same, other], 1e6, root)
  t.same([...found.keys()], [measuredBy(same)])
})

t.test('what is large, no PNG, damaged or gone is left to who tells why', async t => {
  const [bytes = Buffer.alloc(0)] = await pictures(1)
  const large = await encodePng(createPicture(600, 600), 'fast')
  const found = await measured(t, [
    picture('a.jpg', bytes),
    picture('b.png', Buffer.from('no picture')),
    picture('c.png', bytes.subarray(0, bytes.length - 20)),
    picture('d.png', large),
    { ...picture('e.png', Buffer.from('gone')), bytes: undefined }
  ], 1e6)
  t.equal(found.size, 0)
})

t.test('a picture that is once trimmed, once otherwise and once not is measured in all ways', async t => {
  const [bytes = Buffer.alloc(0)] = await pictures(1)
  const trimmed = picture('a.png', bytes)
  const wider = picture('a.png', bytes, { threshold: 0, margin: 1 })
  const whole = { ...picture('b.9.png', bytes), cut: undefined }
  const found = await measured(t, [trimmed, wider, whole, picture('c.png', bytes)], 1e6)
  t.equal(found.size, 3)
  t.same(found.get(measuredBy(trimmed))?.facts.slice(2, 6), [1, 1, 1, 1])
  t.same(found.get(measuredBy(wider))?.facts.slice(2, 6), [0, 0, 3, 3])
  t.same(found.get(measuredBy(whole))?.facts.slice(2, 6), [0, 0, 4, 5])
})

t.test('who is told to stop measures nothing more', async t => {
  const together = new PicturesTogether('/', 0)
  for (const [index, bytes] of (await pictures(20)).entries()) together.add(picture(`${index}.png`, bytes))
  await t.rejects(together.measured(AbortSignal.abort(new Error('enough'))), { message: 'enough' })
})

t.test('who reads ahead helps, and memory of what is measured is used again', async t => {
  const slabs = new RecycledSlabs()
  const together = new PicturesTogether('/', 0, { slabs })
  const slabsUsed = new Set<ArrayBufferLike>()
  const [small = Buffer.alloc(0)] = await pictures(1)
  for (let index = 0; index < 600; index++) {
    // What follows the end of a PNG is not looked at.
    const bytes = slabs.take(100_000)
    bytes.fill(0)
    small.copy(bytes)
    slabsUsed.add(bytes.buffer)
    t.ok(together.add({ path: `${index}.png`, sha256: String(index), cut: trimming, bytes }))
    await together.keepUp()
  }
  const found = await together.measured(new AbortController().signal)
  t.equal(found.size, 600)
  t.ok(slabsUsed.size < 55, `${slabsUsed.size} slabs of 10 files`)
})

t.test('a slab is used again when nobody holds a file in it', async t => {
  const slabs = new RecycledSlabs()
  const [first, second] = [slabs.take(200_000), slabs.take(200_000)]
  slabs.hold(first)
  slabs.hold(second)
  const next = (): ArrayBufferLike => Array.from({ length: 6 }, () => slabs.take(200_000)).at(-1)!.buffer
  t.not(next(), first.buffer)
  slabs.release(first)
  t.not(next(), first.buffer)
  slabs.release(second)
  t.ok([next(), next(), next()].includes(first.buffer))
})
