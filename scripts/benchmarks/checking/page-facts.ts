import { stat } from 'node:fs/promises'
import sharp from 'sharp'
import { pngFiles } from './png-files.js'
import type { SpriteFacts } from './sprite-facts.js'

/** What a packer wrote, from its pages alone. */
export interface PageFacts {
  pages: number
  bytes: number
  largestSide: number
  /** Unique trimmed area ÷ page area. */
  efficiency: number
  /** The same with the padding counted. */
  paddedEfficiency: number
  /**
   * Visible pixels of the pages ÷ those of the unique sprites: under 1 when something was left out, over 1
   * without aliases.
   */
  shownShare: number
}

// Pages of peers that make one large page may be over sharp's own bound.
const pixelLimit = 1_000_000_000

export async function pageFacts (folder: string, sprites: SpriteFacts): Promise<PageFacts> {
  const files = await pngFiles(folder)
  if (files.length === 0) throw new Error(`no pages in ${folder}`)
  let [area, bytes, largestSide, visiblePixels] = [0, 0, 0, 0]
  for (const file of files) {
    const { data, info } = await sharp(file, { limitInputPixels: pixelLimit })
      .ensureAlpha()
      .extractChannel('alpha')
      .raw()
      .toBuffer({ resolveWithObject: true })
    area += info.width * info.height
    largestSide = Math.max(largestSide, info.width, info.height)
    bytes += (await stat(file)).size
    for (const alpha of data) if (alpha !== 0) visiblePixels++
  }
  return {
    pages: files.length,
    bytes,
    largestSide,
    efficiency: sprites.area / area,
    paddedEfficiency: sprites.paddedArea / area,
    shownShare: visiblePixels / sprites.visiblePixels
  }
}
