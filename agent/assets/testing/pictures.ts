import { Transformer } from '@napi-rs/image'

export type Colour = [red: number, green: number, blue: number, alpha: number]

/** A PNG of one colour with a transparent border. */
export function png (width: number, height: number, colour: Colour = [200, 40, 40, 255], border = 0): Buffer {
  const pixels = Buffer.alloc(width * height * 4)
  for (let y = border; y < height - border; y++) {
    for (let x = border; x < width - border; x++) pixels.set(colour, (y * width + x) * 4)
  }
  return Transformer.fromRgbaPixels(pixels, width, height).pngSync()
}

/** Seeded noise, so that no two pictures are alike. */
export function noisePng (width: number, height: number, seed: number): Buffer {
  const pixels = Buffer.alloc(width * height * 4)
  let state = seed * 2654435761 >>> 0
  for (let index = 0; index < pixels.length; index++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    pixels[index] = index % 4 === 3 ? 255 : state >>> 24
  }
  return Transformer.fromRgbaPixels(pixels, width, height).pngSync()
}
