import { pixelWords } from './picture.js'
import type { Picture } from './picture.js'
import type { TrimBox } from './trim.js'

/**
 * The box, moved to the start of the picture's own memory: the picture itself is lost. Fully transparent
 * pixels become transparent black whatever colour the artist's tool left there, as TexturePacker does by
 * default: nobody sees it, it costs bytes, and sprites that look the same become the same.
 */
export function cutOut (picture: Picture, box: TrimBox): Picture {
  const words = pixelWords(picture)
  const { width, height } = box
  let to = 0
  for (let y = box.top; y < box.top + height; y++) {
    let from = y * picture.width + box.left
    for (const end = from + width; from < end; from++, to++) {
      const word = words[from]!
      words[to] = word >>> 24 === 0 ? 0 : word
    }
  }
  return { width, height, pixels: picture.pixels.subarray(0, to * 4) }
}
