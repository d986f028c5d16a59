import { writeFile } from 'node:fs/promises'
import sharp from 'sharp'
import { encode } from './seeded-sprites.js'
import type { Sprite } from './painted-sprite.js'

/** Rewrites one PNG as an artist would; another `round` gives other pixels. */
export type SpriteEdit = (file: string, round: number) => Promise<void>

/** Other colours, the same outline: the sprite still fits its place. */
export const recolourSprite: SpriteEdit = async (file, round) => {
  const sprite = await readSprite(file)
  for (let at = 0; at < sprite.pixels.length; at += 4) {
    if (sprite.pixels[at + 3] === 0) continue
    for (let channel = at; channel < at + 3; channel++) {
      sprite.pixels[channel] = ((sprite.pixels[channel] ?? 0) + 23 + round * 31) & 255
    }
  }
  await writeFile(file, encode(sprite))
}

/** Twice as wide: it needs another place. */
export const growSprite: SpriteEdit = async (file, round) => {
  const { width, height, pixels } = await readSprite(file)
  const grown = new Uint8Array(pixels.length * 2)
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * width * 4, (row + 1) * width * 4)
    grown.set(line, row * width * 8)
    grown.set(line, row * width * 8 + width * 4)
  }
  await writeFile(file, encode({ width: width * 2, height, pixels: grown }))
  await recolourSprite(file, round)
}

async function readSprite (file: string): Promise<Sprite> {
  const { data, info } = await sharp(file).toColourspace('srgb').ensureAlpha().raw().toBuffer({
    resolveWithObject: true
  })
  return { width: info.width, height: info.height, pixels: data }
}
