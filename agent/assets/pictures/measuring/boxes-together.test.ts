import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { noisePng } from '../../testing/pictures.js'
import { cutOut } from '../cut-out.js'
import { decodePicture } from '../picture.js'
import { cutTogether, SharedSlab } from './boxes-together.js'
import type { BoxToCut } from './boxes-together.js'
import { endThreads, threadsFor } from './picture-threads.js'

const size = 14

function sha256Of (bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** So many files of noise, and boxes in them. */
function world (t: Test, count: number): { root: string, boxes: BoxToCut[] } {
  const root = t.testdir({})
  const boxes = Array.from({ length: count }, (_, index) => {
    const path = `${index}.png`
    const bytes = noisePng(size, size, index)
    writeFileSync(join(root, path), bytes)
    const [left, top] = [index % 5, index % 3]
    return { path, sha256: sha256Of(bytes), box: { left, top, width: 3 + index % 7, height: size - top } }
  })
  return { root, boxes }
}

async function alone (index: number, { box }: BoxToCut): Promise<Uint8Array> {
  const options = { maxPixels: size * size }
  return cutOut(await decodePicture(noisePng(size, size, index), 'a.png', options), box).pixels
}

async function notLoaded (): Promise<never> {
  throw new Error('it is cut out by threads')
}

t.teardown(endThreads)

t.test('what threads cut out is what each picture alone gives', async t => {
  const { root, boxes } = world(t, 700)
  const slab = new SharedSlab()
  const first = await cutTogether(root, boxes, threadsFor(1000), slab, notLoaded)
  for (const [index, box] of boxes.entries()) {
    t.same(Buffer.from(first[index]!.pixels), Buffer.from(await alone(index, box)))
  }
  const [last, ...others] = boxes.toReversed()
  const second = await cutTogether(root, [last!, ...others], [], slab, notLoaded)
  t.same(Buffer.from(second[0]!.pixels), Buffer.from(await alone(boxes.length - 1, last!)))
  t.equal(second[0]!.pixels.buffer, first[0]!.pixels.buffer, 'in the memory that was there')
})

t.test('what a thread has not cut when it ends is cut without it', async t => {
  const { root, boxes } = world(t, 300)
  const threads = threadsFor(1000)
  const cut = cutTogether(root, boxes, threads, new SharedSlab(), async box => ({
    pixels: await alone(boxes.indexOf(box), box)
  }))
  for (const thread of threads) thread.end()
  for (const [index, { pixels }] of (await cut).entries()) {
    t.same(Buffer.from(pixels), Buffer.from(await alone(index, boxes[index]!)))
  }
})

t.test('what is no small PNG, damaged, another file by now or gone is left to who tells why', async t => {
  const { root, boxes } = world(t, 6)
  writeFileSync(join(root, '1.png'), noisePng(size, size, 99))
  const damaged = noisePng(size, size, 2).subarray(0, 60)
  writeFileSync(join(root, '2.png'), damaged)
  const large = noisePng(600, 600, 3)
  writeFileSync(join(root, '3.png'), large)
  const all = boxes.map((each, index) => ({
    ...each,
    ...index === 2 && { sha256: sha256Of(damaged) },
    ...index === 3 && { sha256: sha256Of(large) },
    ...index === 4 && { path: 'gone.png' }
  }))
  const left: string[] = []
  const cut = await cutTogether(root, all, [], new SharedSlab(), async ({ path, box: { width, height } }) => {
    left.push(path)
    return { pixels: new Uint8Array(width * height * 4).fill(9) }
  })
  t.same(left, ['1.png', '2.png', '3.png', 'gone.png'])
  t.ok(cut[3]!.pixels.every(value => value === 9))
  t.same(Buffer.from(cut[5]!.pixels), Buffer.from(await alone(5, boxes[5]!)))
  const failed = async (): Promise<never> => {
    throw new Error('told')
  }
  await t.rejects(cutTogether(root, all, [], new SharedSlab(), failed), /told/)
})
