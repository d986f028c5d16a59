import { createHash } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Test } from 'tap'
import t from 'tap'
import { ByteBudget } from '../../byte-budget.js'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import { SharedSlab } from '../pictures/measuring/boxes-together.js'
import { endThreads, threadsFor } from '../pictures/measuring/picture-threads.js'
import { readSource } from '../sources/read-source.js'
import type { SourceFile } from '../sources/source-file.js'
import { noisePng } from '../testing/pictures.js'
import { SpritePixels } from './sprite-pixels.js'
import type { Sprite } from './sprite.js'
import { contentOf } from './sprite-settings.js'

const count = 300
const side = 40

interface World {
  root: string
  files: SourceFile[]
  /** With room for so many bytes of pixels. */
  open: (bytes: number, scale?: number) => SpritePixels
  spritesOf: (pixels: SpritePixels) => Promise<Sprite[]>
}

function world (t: Test): World {
  const root = t.testdir({})
  const files = Array.from({ length: count }, (_, index): SourceFile => {
    const bytes = noisePng(side, side, index)
    const path = `${index}.png`
    writeFileSync(join(root, path), bytes)
    return { path, name: path, size: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') }
  })
  return {
    root,
    files,
    open: (bytes, scale = 1) => {
      const pixels = new SpritePixels(
        {
          project: root,
          profile: 'fast',
          pixels: new ByteBudget(bytes * 3),
          decoding: new ByteBudget(1e6),
          takeSource: async file => readSource(root, file),
          signal: new AbortController().signal
        },
        atlasOptions({}),
        scale
      )
      t.teardown(() => {
        pixels.close()
      })
      return pixels
    },
    spritesOf: async pixels => {
      const together = await pixels.measureTogether(files.map(file => ({ file, trims: true })))
      return files.map((file): Sprite => {
        const [, , left, top, width, height, digest] = together.get(contentOf(file, true))!
        const box = { left, top, width, height }
        return {
          name: file.path,
          file,
          sourceWidth: side,
          sourceHeight: side,
          box,
          frame: box,
          digest,
          settings: { trims: true, turns: true }
        }
      })
    }
  }
}

t.beforeEach(() => {
  threadsFor(1000)
})
t.teardown(endThreads)

t.test('threads see the pixels that a page loads, whether there was room to keep them or not', async t => {
  const { open, spritesOf } = world(t)
  const plenty = open(64e6)
  const sprites = await spritesOf(plenty)
  t.equal(sprites.length, count)
  for (const bytes of [1.1e6, 0]) {
    const pixels = open(bytes)
    t.same(await spritesOf(pixels), sprites)
    t.equal(sprites.some(sprite => pixels.shared(sprite) !== undefined), false, 'not all are kept')
    const sharing = pixels.sharing(new SharedSlab())
    for (const part of [sprites.slice(0, 170), sprites.slice(130)]) {
      t.equal(sharing.isWorthIt(part), true)
      const shared = await sharing.share(part)
      for (const sprite of part) {
        const { pixels: own } = await plenty.load(sprite)
        t.ok(Buffer.from(shared(sprite)!.pixels).equals(own))
      }
    }
  }
})

t.test('another scale, large pictures and no threads leave it to the codec', async t => {
  const { open, spritesOf } = world(t)
  const pixels = open(0)
  const [sprite] = await spritesOf(pixels)
  const large = { ...sprite!, box: { ...sprite!.box, width: 600, height: 600 } }
  t.equal(pixels.sharing(new SharedSlab()).isWorthIt([sprite!, large]), false)
  t.equal(open(0, 0.5).sharing(new SharedSlab()).isWorthIt([sprite!]), false)
  endThreads()
  t.equal(pixels.sharing(new SharedSlab()).isWorthIt([sprite!]), false)
})

t.test('a picture that changed meanwhile is told of', async t => {
  const { root, open, spritesOf } = world(t)
  const pixels = open(0)
  const sprites = await spritesOf(pixels)
  writeFileSync(join(root, '7.png'), noisePng(side, side, 1000))
  await t.rejects(pixels.sharing(new SharedSlab()).share(sprites), { code: 'SCAN_FILE_CHANGED' })
})
