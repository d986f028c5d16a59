import { createHash } from 'node:crypto'
import { pixelWords } from '../picture.js'
import type { Picture } from '../picture.js'
import type { TrimBox } from './trim.js'

/**
 * sha256 of the box's size and of what is seen in it: the colour under fully transparent pixels does not count, since pages do not keep
 * it. Two sprites with the same digest can share one place. Comparing the sizes of boxes first spares most digests.
 */
export function pixelDigest (picture: Picture, box: TrimBox): string {
  const source = pixelWords(picture)
  const seen = new Uint32Array(2 + box.width * box.height)
  seen[0] = box.width
  seen[1] = box.height
  let to = 2
  for (let y = box.top; y < box.top + box.height; y++) {
    const rowEnd = y * picture.width + box.left + box.width
    for (let from = rowEnd - box.width; from < rowEnd; from++) {
      const word = source[from]!
      seen[to++] = word >>> 24 === 0 ? 0 : word
    }
  }
  return createHash('sha256').update(seen).digest('hex')
}
