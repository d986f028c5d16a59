import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { paintSprite, withExtraBorder } from '../sets/painted-sprite.js'
import { seededRandom } from '../sets/seeded-random.js'
import { encode } from '../sets/seeded-sprites.js'
import { pageFacts } from './page-facts.js'
import { countSprites } from './sprite-facts.js'

const solid = async (width: number, height: number, border: number, red: number): Promise<Buffer> =>
  await sharp({ create: { width, height, channels: 4, background: { r: red, g: 0, b: 0, alpha: 1 } } })
    .extend({
      top: border,
      bottom: 0,
      left: border,
      right: border,
      background: { r: 9, g: 9, b: 9, alpha: 0 }
    })
    .png()
    .toBuffer()

t.test('sprites count by what is seen: borders and the colour of transparent pixels do not matter', async t => {
  const folder = t.testdir({})
  mkdirSync(join(folder, 'sub'))
  writeFileSync(join(folder, 'a.png'), await solid(10, 20, 0, 200))
  writeFileSync(join(folder, 'sub', 'same-with-border.png'), await solid(10, 20, 3, 200))
  writeFileSync(join(folder, 'other.png'), await solid(20, 10, 1, 200))

  const facts = await countSprites(folder)

  t.match(facts, { sprites: 3, unique: 2, area: 400, paddedArea: 2 * 12 * 22, visiblePixels: 400 })
  t.same(facts.soleFiles, ['other.png'])
})

t.test('pages are judged by their own size and pixels', async t => {
  const folder = t.testdir({})
  writeFileSync(join(folder, 'page-0.png'), await solid(10, 30, 5, 200))
  const sprites = { sprites: 2, unique: 2, area: 350, paddedArea: 420, visiblePixels: 400, soleFiles: [] }

  const facts = await pageFacts(folder, sprites)

  t.match(facts, {
    pages: 1,
    largestSide: 35,
    efficiency: 350 / 700,
    paddedEfficiency: 420 / 700,
    shownShare: 300 / 400
  })
})

t.test('seeded sprites are the same for the same seed, and a border more keeps the visible pixels', async t => {
  const folder = t.testdir({})
  const [first, again] = [paintSprite(seededRandom(5), 60, 40), paintSprite(seededRandom(5), 60, 40)]
  t.same(first, again)
  writeFileSync(join(folder, 'first.png'), encode(first))
  writeFileSync(join(folder, 'bordered.png'), encode(withExtraBorder(seededRandom(1), first)))

  t.match(await countSprites(folder), { sprites: 2, unique: 1 })
})
