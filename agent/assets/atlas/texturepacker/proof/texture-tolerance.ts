import type { ChannelBits } from '../../../pictures/read-pvr.js'
import { pixelFormats } from '../../../pictures/texture-formats.js'

/**
 * How far a sheet's pixels may be from their sources'. Differences are those of colours multiplied by alpha,
 * which is what a player sees.
 */
export interface Tolerance {
  /** Of one channel of one pixel. */
  pixel: number
  /** Of a channel's mean over a sprite: dithering and compression keep it, a tint does not. */
  bias: number
  /** Of the mean of all differences of a sprite. */
  spread: number
  /** Channels that the format has. */
  channels: ChannelBits
}

export type Encoding = 'lossless' | 'palette' | 'lossy'

/** By the names that TexturePacker gives formats in its descriptions. */
const bitsOfFormat: Readonly<Record<string, ChannelBits>> = {
  ...Object.fromEntries(Object.values(pixelFormats).map(({ bits, texturePacker }) => [texturePacker, bits])),
  BGRA8888: pixelFormats.RGBA8888.bits,
  RGBA5555: { red: 5, green: 5, blue: 5, alpha: 5 }
}

/**
 * Undefined for a format that is not known. A dithered value lies within a step of its own and one that its
 * neighbours pushed it by; so may its alpha, which its colour is multiplied by. Means over a palette and over
 * lossy pictures were seen to stay below half of what is given here.
 */
export function toleranceOf (encoding: Encoding, format: string | ChannelBits): Tolerance | undefined {
  const channels = typeof format === 'string' ? bitsOfFormat[format] : format
  if (channels === undefined) return undefined
  if (encoding !== 'lossless') {
    return encoding === 'palette'
      ? { pixel: 255, bias: 20, spread: 28, channels }
      : { pixel: 255, bias: 12, spread: 20, channels }
  }
  const steps = Object.values(channels).filter(bits => bits > 1).map(bits => 255 / (2 ** bits - 1))
  const step = Math.max(...steps)
  return step === 1
    ? { pixel: 2, bias: 2, spread: 2, channels }
    : { pixel: 4 * step, bias: step, spread: 1.5 * step, channels }
}

/** TexturePacker scales with a filter of its own. */
export function scaledTolerance (tolerance: Tolerance): Tolerance {
  const { bias, spread, channels } = tolerance
  return { pixel: 255, bias: Math.max(bias, 12), spread: Math.max(spread, 28), channels }
}
