import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { createPicture } from './picture.js'
import type { Picture } from './picture.js'

export type PixelFormat = AtlasOptions['pixelFormat']

const bitsOf: Record<PixelFormat, { red: number, green: number, blue: number, alpha: number }> = {
  RGBA8888: { red: 8, green: 8, blue: 8, alpha: 8 },
  RGBA4444: { red: 4, green: 4, blue: 4, alpha: 4 },
  RGB565: { red: 5, green: 6, blue: 5, alpha: 0 }
}

/** A copy with colours multiplied by alpha, rounded to the nearest. */
export function premultiplied (picture: Picture): Picture {
  const product = createPicture(picture.width, picture.height)
  const [from, to] = [picture.pixels, product.pixels]
  for (let at = 0; at < from.length; at += 4) {
    const alpha = from[at + 3]!
    if (alpha === 0) continue
    to[at] = dividedBy255(from[at]! * alpha)
    to[at + 1] = dividedBy255(from[at + 1]! * alpha)
    to[at + 2] = dividedBy255(from[at + 2]! * alpha)
    to[at + 3] = alpha
  }
  return product
}

/** Exact rounding for products of two bytes. */
function dividedBy255 (product: number): number {
  const rounded = product + 128
  return (rounded + (rounded >> 8)) >> 8
}

/**
 * A copy that holds only colours of the format, as 8-bit values, dithered by Floyd and Steinberg's error
 * diffusion. Its values are within one step of the originals; a game that cuts them to the format's bits gets
 * the levels chosen here. Fully transparent pixels stay so and end the diffusion, so that no sprite colours
 * its neighbour; opaque ones stay opaque. RGB565 has no alpha: everything becomes opaque.
 */
export function reducedColours (picture: Picture, format: PixelFormat): Picture {
  if (format === 'RGBA8888') return picture
  const bits = bitsOf[format]
  const reduced = createPicture(picture.width, picture.height)
  // What may take colour: for formats with alpha, what is still visible after alpha was reduced.
  let visible = picture.pixels
  if (bits.alpha > 0) {
    diffuse(picture, reduced, { channel: 3, bits: bits.alpha, visible })
    visible = reduced.pixels
  }
  diffuse(picture, reduced, { channel: 0, bits: bits.red, visible })
  diffuse(picture, reduced, { channel: 1, bits: bits.green, visible })
  diffuse(picture, reduced, { channel: 2, bits: bits.blue, visible })
  if (bits.alpha === 0) { for (let at = 3; at < reduced.pixels.length; at += 4) reduced.pixels[at] = 255 }
  return reduced
}

function diffuse (
  from: Picture,
  to: Picture,
  { channel, bits, visible }: { channel: number, bits: number, visible: Uint8Array }
): void {
  const nearest = nearestLevels(bits)
  const { width, height } = from
  // Errors in sixteenths, with a column on either side that catches what leaves the picture.
  let errors = new Int32Array(width + 2)
  let errorsBelow = new Int32Array(width + 2)
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      if (visible[at + 3] === 0) continue
      const original = from.pixels[at + channel]!
      if (channel === 3 && original === 255) {
        to.pixels[at + 3] = 255
        continue
      }
      const wanted = Math.min(255, Math.max(0, original + ((errors[x + 1]! + 8) >> 4)))
      const value = nearest[wanted]!
      to.pixels[at + channel] = value
      const error = wanted - value
      errors[x + 2]! += error * 7
      errorsBelow[x]! += error * 3
      errorsBelow[x + 1]! += error * 5
      errorsBelow[x + 2]! += error
    }
    ;[errors, errorsBelow] = [errorsBelow, errors]
    errorsBelow.fill(0)
  }
}

/** For each byte the nearest one that `bits` bits can say. */
function nearestLevels (bits: number): Uint8Array {
  const maximum = 2 ** bits - 1
  return Uint8Array.from(
    { length: 256 },
    (_, value) => Math.round(Math.round(value * maximum / 255) * 255 / maximum)
  )
}

/**
 * The pixels as the game's memory holds them: bytes for RGBA8888, else one little-endian 16-bit number each,
 * red in the highest bits.
 */
export function packedPixels (reduced: Picture, format: PixelFormat): Uint8Array {
  const { pixels } = reduced
  if (format === 'RGBA8888') return pixels
  const bits = bitsOf[format]
  const packed = new Uint16Array(reduced.width * reduced.height)
  for (let index = 0, at = 0; index < packed.length; index++, at += 4) {
    let word = pixels[at]! >> (8 - bits.red)
    word = word << bits.green | pixels[at + 1]! >> (8 - bits.green)
    word = word << bits.blue | pixels[at + 2]! >> (8 - bits.blue)
    packed[index] = word << bits.alpha | pixels[at + 3]! >> (8 - bits.alpha)
  }
  return new Uint8Array(packed.buffer)
}
