import { pixelWords } from './pixels.js'
import type { Picture } from './pixels.js'
import type { TrimBox } from './trim.js'

/**
 * The box, in `memory` or moved to the start of the picture's own: then the picture itself is lost. Fully
 * transparent pixels become transparent black whatever colour the artist's tool left there, as TexturePacker
 * does by default: nobody sees it, it costs bytes, and sprites that look the same become the same.
 */
export function cutOut (picture: Picture, box: TrimBox, memory?: Uint8Array): Picture {
  const words = pixelWords(picture)
  const { width, height } = box
  const part = { width, height, pixels: memory ?? picture.pixels.subarray(0, width * height * 4) }
  const cut = pixelWords(part)
  let to = 0
  for (let y = box.top; y < box.top + height; y++) {
    let from = y * picture.width + box.left
    for (const end = from + width; from < end; from++, to++) {
      const word = words[from]!
      cut[to] = word >>> 24 === 0 ? 0 : word
    }
  }
  return part
}
