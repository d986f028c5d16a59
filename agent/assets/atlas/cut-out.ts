import { pixelWords } from '../picture.js'
import type { Picture } from '../picture.js'
import type { TrimBox } from './trim.js'

/**
 * A copy of the box. Fully transparent pixels become transparent black whatever colour the artist's tool left there, as TexturePacker
 * does by default: nobody sees it, it costs bytes, and sprites that look the same become the same.
 */
export function cutOut (picture: Picture, box: TrimBox): Picture {
  // Every pixel is written below: no need to clear the memory first.
  const part = { width: box.width, height: box.height, pixels: Buffer.allocUnsafeSlow(box.width * box.height * 4) }
  const [source, target] = [pixelWords(picture), pixelWords(part)]
  let to = 0
  for (let y = box.top; y < box.top + box.height; y++) {
    let from = y * picture.width + box.left
    for (const end = from + box.width; from < end; from++, to++) {
      const word = source[from]!
      target[to] = word >>> 24 === 0 ? 0 : word
    }
  }
  return part
}
