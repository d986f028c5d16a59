import { hash } from 'node:crypto'
import type { Picture } from './pixels.js'

/**
 * sha256 of a picture's pixels, with its width. Sprites whose parts (see cutOut) have the same digest can
 * share one place.
 */
export function pixelDigest (part: Picture): string {
  return `${hash('sha256', part.pixels, 'hex')} ${part.width}`
}
