import { createHash } from 'node:crypto'
import type { Picture } from '../picture.js'

/** sha256 of a picture's size and pixels. Sprites whose parts (see cutOut) have the same digest can share one place. */
export function pixelDigest (part: Picture): string {
  return createHash('sha256').update(Uint32Array.of(part.width, part.height)).update(part.pixels).digest('hex')
}
