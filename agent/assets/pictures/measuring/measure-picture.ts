import { plainCutter } from '../picture-cutter.js'
import type { Cutter } from '../picture-cutter.js'
import { pixelDigest } from '../pixel-digest.js'
import type { Picture } from '../pixels.js'
import { visiblePart } from '../trim.js'
import type { TrimSettings } from '../trim.js'
import type { PictureFacts } from './picture-facts.js'

/** How pictures are cut; undefined for those that stay whole. */
export type Cut = TrimSettings | undefined

/**
 * Facts of a picture, which is lost. `take` gives memory for the part that is drawn where that is to be kept.
 */
export function measurePicture (
  picture: Picture,
  cut: Cut,
  take: (bytes: number) => Uint8Array | undefined,
  cutter: Cutter = plainCutter
): { facts: PictureFacts, part: Picture | undefined } {
  const { width, height } = picture
  const box = cut === undefined
    ? { left: 0, top: 0, width, height }
    : visiblePart(picture, cut, cutter.visibleBox)
  const memory = take(box.width * box.height * 4)
  const part = cutter.cutOut(picture, box, memory)
  const digest = pixelDigest(part)
  return {
    facts: [width, height, box.left, box.top, box.width, box.height, digest, cut === undefined ? 0 : 1],
    part: memory && part
  }
}
