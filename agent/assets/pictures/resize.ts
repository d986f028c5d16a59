import type { Picture } from './picture.js'
import { pixelWords } from './picture.js'

/** How pictures are resized, for keys: another way makes other bytes. */
export const resizeFilter = 'lanczos3, alpha within its surroundings'

/**
 * A picture at another size, in pixels: Lanczos filter, colours weighted by alpha. The filter's overshoot is
 * kept until a colour is divided by its alpha, or hard edges would get bright rims; alpha stays within that
 * of the pixels below it, or they would get ghosts outside, which make sprites larger, and ripples inside.
 */
export async function resizePicture (picture: Picture, width: number, height: number): Promise<Picture> {
  const count = picture.width * picture.height
  const { pixels } = picture
  if (isOpaque(picture)) return await resizeOpaque(picture, width, height)
  const alpha = new Uint8Array(count)
  const wide = new Uint16Array(count)
  const colours = new Uint16Array(count * 3)
  for (let at = 0; at < count; at++) {
    const value = alpha[at] = pixels[at * 4 + 3]!
    wide[at] = bias + value * steps
    for (let channel = 0; channel < 3; channel++) {
      colours[at * 3 + channel] = bias + Math.round(pixels[at * 4 + channel]! * value * steps / 255)
    }
  }
  const [resizedColours, resizedAlpha] = await Promise.all([
    resizePlanes(colours, 3, picture, width, height),
    resizePlanes(wide, 1, picture, width, height)
  ])
  const lowest = extremes(alpha, picture, width, height, Math.min)
  const highest = extremes(alpha, picture, width, height, Math.max)
  const result = { width, height, pixels: new Uint8Array(width * height * 4) }
  const words = pixelWords(result)
  for (let at = 0; at < words.length; at++) {
    const exact = (resizedAlpha[at]! - bias) / steps
    const shown = Math.min(highest[at]!, Math.max(lowest[at]!, Math.round(exact)))
    if (shown === 0) continue
    const weight = 255 / (Math.max(exact, leastAlpha) * steps)
    words[at] = shown << 24
    for (let channel = 0; channel < 3; channel++) {
      result.pixels[at * 4 + channel] = Math.min(
        255,
        Math.max(0, Math.round((resizedColours[at * 3 + channel]! - bias) * weight))
      )
    }
  }
  return result
}

/** What a picture takes while it is resized, for each pixel before and after. */
export const resizeBytesPerPixel = 13

function isOpaque ({ pixels }: Picture): boolean {
  for (let at = 3; at < pixels.length; at += 4) if (pixels[at] !== 255) return false
  return true
}

/** Large pictures are mostly opaque ones, which need none of this and a third of the memory. */
async function resizeOpaque (picture: Picture, width: number, height: number): Promise<Picture> {
  const { sharp } = await import('./sharp.js')
  const { data } = await sharp(picture.pixels, {
    raw: { width: picture.width, height: picture.height, channels: 4 }
  })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width, height, pixels: data }
}

/** 16 bits hold 128 steps for each of 8 bits, with room on both sides for what the filter overshoots. */
const steps = 128
const bias = 8192
/** Below this, a colour is a quotient of two roundings. */
const leastAlpha = 0.5

async function resizePlanes (
  samples: Uint16Array,
  channels: 1 | 3,
  from: Picture,
  width: number,
  height: number
): Promise<Uint16Array> {
  const { sharp } = await import('./sharp.js')
  const { data } = await sharp(samples, { raw: { width: from.width, height: from.height, channels } })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .toColourspace(channels === 3 ? 'rgb16' : 'grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true })
  return new Uint16Array(data.buffer, data.byteOffset, width * height * channels)
}

/**
 * The lowest or highest of the values that lie below each new pixel, and at least below its four neighbours
 * where it is enlarged.
 */
function extremes (
  values: Uint8Array,
  from: Picture,
  width: number,
  height: number,
  pick: (a: number, b: number) => number
): Uint8Array {
  const columns = windows(from.width, width)
  const rows = windows(from.height, height)
  const across = new Uint8Array(width * from.height)
  for (let y = 0; y < from.height; y++) {
    for (let x = 0; x < width; x++) {
      const [first, last] = columns[x]!
      let found = values[y * from.width + first]!
      for (let at = first + 1; at <= last; at++) found = pick(found, values[y * from.width + at]!)
      across[y * width + x] = found
    }
  }
  const result = new Uint8Array(width * height)
  for (const [y, [first, last]] of rows.entries()) {
    for (let x = 0; x < width; x++) {
      let found = across[first * width + x]!
      for (let at = first + 1; at <= last; at++) found = pick(found, across[at * width + x]!)
      result[y * width + x] = found
    }
  }
  return result
}

/** First and last old sample of each new one, along one axis. */
function windows (oldLength: number, newLength: number): Array<[first: number, last: number]> {
  const scale = oldLength / newLength
  const reach = Math.max(scale / 2, 1)
  return Array.from({ length: newLength }, (_, index) => {
    const centre = (index + 0.5) * scale
    const within = (at: number): number => Math.min(oldLength - 1, Math.max(0, at))
    const last = within(Math.floor(centre + reach - 0.5))
    return [Math.min(within(Math.ceil(centre - reach - 0.5)), last), last]
  })
}
