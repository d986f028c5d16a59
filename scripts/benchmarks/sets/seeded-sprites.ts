import { Transformer } from '@napi-rs/image'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { places } from '../places.js'
import { makeOnce, type DataSet } from './data-set.js'
import { paintSprite, withExtraBorder, type Sprite } from './painted-sprite.js'
import { seededRandom } from './seeded-random.js'

export interface SeededSpritesOptions {
  count: number
  /** Sides are spread evenly from `least` to `most` pixels. */
  least: number
  most: number
}

const folderSize = 100
const duplicateShare = 0.1

/**
 * `count` sprites in folders of a hundred; the last tenth of them repeats earlier ones, half of these with
 * other borders.
 */
export async function seededSprites ({ count, least, most }: SeededSpritesOptions): Promise<DataSet> {
  const id = `seeded-${count}-${least}-${most}`
  const folder = join(places.sets, id)
  await makeOnce(folder, async unfinished => {
    const random = seededRandom(count * 1000 + most)
    const unique = count - Math.round(count * duplicateShare)
    const kept: Sprite[] = []
    for (let index = 0; index < count; index++) {
      let sprite: Sprite
      if (index < unique) {
        sprite = paintSprite(random, random.integer(least, most), random.integer(least, most))
        if (kept.length < count - unique) kept.push(sprite)
      } else {
        const original = kept[index - unique] as Sprite
        sprite = index % 2 === 0 ? original : withExtraBorder(random, original)
      }
      const group = join(unfinished, `group-${String(Math.floor(index / folderSize)).padStart(3, '0')}`)
      if (index % folderSize === 0) await mkdir(group)
      await writeFile(join(group, `sprite-${String(index).padStart(5, '0')}.png`), encode(sprite))
    }
  })
  return {
    id,
    folder,
    about: `${count} seeded sprites, ${least} to ${most} px a side, a tenth of them duplicates`
  }
}

export function encode (sprite: Sprite): Buffer {
  return Transformer.fromRgbaPixels(sprite.pixels, sprite.width, sprite.height).pngSync()
}
