import { Transformer } from '@napi-rs/image'
import { readFileSync } from 'node:fs'

export const side = 2048

export function decode (file) {
  const image = new Transformer(readFileSync(file))
  const { width, height } = image.metadataSync()
  return { width, height, pixels: image.rawPixelsSync() }
}

/**
 * Pages with rows of sprites, shelf under shelf: no packing worth the name, so that its time does not count.
 */
export function* shelfPages (files) {
  let page = Buffer.alloc(side * side * 4)
  let [x, y, shelf] = [0, 0, 0]
  for (const file of files) {
    const { width, height, pixels } = decode(file)
    if (pixels.length !== width * height * 4) continue
    if (x + width > side) [x, y, shelf] = [0, y + shelf + 2, 0]
    if (y + height > side) {
      yield page
      page = Buffer.alloc(side * side * 4)
      ;[x, y, shelf] = [0, 0, 0]
    }
    for (let row = 0; row < height; row++) {
      pixels.copy(page, ((y + row) * side + x) * 4, row * width * 4, (row + 1) * width * 4)
    }
    x += width + 2
    shelf = Math.max(shelf, height)
  }
  yield page
}
