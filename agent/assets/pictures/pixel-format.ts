import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { createPicture } from './picture.js'
import type { Picture } from './picture.js'
import { pixelFormats } from './texture-formats.js'

export type PixelFormat = AtlasOptions['pixelFormat']

export type Dither = AtlasOptions['dither']

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
 * A copy that holds only colours of the format, as 8-bit values. Dithered (Floyd and Steinberg's error
 * diffusion), its values are within one step of the originals; a game that cuts them to the format's bits
 * gets the levels chosen here. Fully transparent pixels stay so and end the diffusion, so that no sprite
 * colours its neighbour; their own colour is rounded. Opaque ones stay opaque. What has no alpha in the
 * format becomes opaque, what has no colours black.
 */
export function reducedColours (
  picture: Picture,
  format: PixelFormat,
  dither: Dither = 'floyd-steinberg'
): Picture {
  if (format === 'RGBA8888') return picture
  const { bits } = pixelFormats[format]
  const reduced = createPicture(picture.width, picture.height)
  const isDiffused = dither !== 'none'
  // What may take colour: for formats with alpha, what is still visible after alpha was reduced.
  let visible = picture.pixels
  if (bits.alpha > 0) {
    reduce(picture, reduced, { channel: 3, bits: bits.alpha, visible, isDiffused })
    visible = reduced.pixels
  }
  for (const [channel, depth] of [bits.red, bits.green, bits.blue].entries()) {
    if (depth > 0) reduce(picture, reduced, { channel, bits: depth, visible, isDiffused })
  }
  if (bits.alpha === 0) { for (let at = 3; at < reduced.pixels.length; at += 4) reduced.pixels[at] = 255 }
  return reduced
}

interface Reduction {
  channel: number
  bits: number
  /** Pixels whose alpha here is 0 are not diffused. */
  visible: Uint8Array
  isDiffused: boolean
}

function reduce (from: Picture, to: Picture, { channel, bits, visible, isDiffused }: Reduction): void {
  const nearest = nearestLevels(bits)
  const { width, height } = from
  // Errors in sixteenths, with a column on either side that catches what leaves the picture.
  let errors = new Int32Array(width + 2)
  let errorsBelow = new Int32Array(width + 2)
  for (let y = 0; y < height; y++) {
    for (let x = 0, at = y * width * 4; x < width; x++, at += 4) {
      const original = from.pixels[at + channel]!
      if (!isDiffused || visible[at + 3] === 0) {
        to.pixels[at + channel] = nearest[original]!
        continue
      }
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
 * The pixels as the game's memory holds them: a byte for each channel where all have 8 bits, else one
 * little-endian 16-bit number for each pixel, red in the highest bits.
 */
export function packedPixels (reduced: Picture, format: PixelFormat): Uint8Array {
  const { pixels } = reduced
  if (format === 'RGBA8888') return pixels
  const { red, green, blue, alpha } = pixelFormats[format].bits
  if (format === 'RGB888' || format === 'A8') {
    return packedBytes(
      pixels,
      [red, green, blue, alpha].flatMap((bits, channel) => bits > 0 ? [channel] : [])
    )
  }
  const packed = new Uint16Array(reduced.width * reduced.height)
  for (let index = 0, at = 0; index < packed.length; index++, at += 4) {
    let word = pixels[at]! >> (8 - red)
    word = word << green | pixels[at + 1]! >> (8 - green)
    word = word << blue | pixels[at + 2]! >> (8 - blue)
    packed[index] = word << alpha | pixels[at + 3]! >> (8 - alpha)
  }
  return new Uint8Array(packed.buffer)
}

function packedBytes (pixels: Uint8Array, channels: readonly number[]): Uint8Array {
  const packed = new Uint8Array(pixels.length / 4 * channels.length)
  for (let at = 0, to = 0; at < pixels.length; at += 4) {
    for (const channel of channels) packed[to++] = pixels[at + channel]!
  }
  return packed
}
