import { join } from 'node:path'
import type { HostileImages } from './hostile-project.js'
import { isJpeg } from './odd-pictures.js'
import { averageFaults, pixelFaults } from './pixel-proof.js'
import type { PixelOptions } from './pixel-proof.js'
import { readPublishedPage } from './read-published.js'
import type { Pixels } from './write-png.js'

export interface Proof {
  faults: string[]
  /** Frames that gave their source back. */
  frames: number
}

const lossless: PixelOptions = {
  textureFormat: 'png',
  pixelFormat: 'RGBA8888',
  quality: 100,
  dither: 'none',
  premultiplyAlpha: false,
  trimThreshold: 0
}

/** Whether each picture is there, in its size and with its pixels. */
export async function proveImages (images: HostileImages, root: string): Promise<Proof> {
  const faults = await Promise.all(
    [...images.pictures].map(async ([name, source]) =>
      (await imageFaults(images, root, name, source)).map(fault => `${images.output}: ${fault}`)
    )
  )
  return { faults: faults.flat(), frames: images.pictures.size }
}

async function imageFaults (
  { output, options: { textureFormat, scales: [scale], maxWidth = Infinity } }: HostileImages,
  root: string,
  name: string,
  source: Pixels
): Promise<string[]> {
  const stem = name.slice(0, name.lastIndexOf('.'))
  const file = textureFormat === 'same' ? name : `${stem}.${textureFormat}`
  const page = await readPublishedPage(join(root, output, String(scale), file))
  const factor = Math.min(1, maxWidth / source.width) * scale
  const [width, height] = [source.width, source.height].map(side => Math.max(1, Math.round(side * factor)))
  if (page.width !== width || page.height !== height) {
    return [`${name}: ${page.width}×${page.height} where ${width}×${height} were wanted`]
  }
  const sides = { width, height, sourceWidth: width, sourceHeight: height }
  const frame = { name, x: 0, y: 0, left: 0, top: 0, rotated: false, ...sides }
  const isSame = page.width === source.width && page.height === source.height
  return isSame && !isJpeg(file)
    ? pixelFaults(page, frame, source, lossless)
    : averageFaults(page, frame, source, factor)
}
