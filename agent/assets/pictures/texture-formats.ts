import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { ChannelBits } from './read-pvr.js'

type TextureFormat = AtlasOptions['textureFormat']

interface TextureFacts {
  /** What files of the format end in. */
  extension: string
  /** Blocks of 4×4 pixels, which graphics processors read as they are. */
  isBlocks: boolean
  /** What TexturePacker calls it, on the command line by the first name. */
  texturePacker: readonly string[]
}

/** What encoders, the TexturePacker adapter, its proof and the import of its projects know of formats. */
export const textureFormats = {
  png: { extension: '.png', isBlocks: false, texturePacker: ['png'] },
  png8: { extension: '.png', isBlocks: false, texturePacker: ['png8'] },
  webp: { extension: '.webp', isBlocks: false, texturePacker: ['webp'] },
  'pvr.ccz': { extension: '.pvr.ccz', isBlocks: false, texturePacker: ['pvr3ccz', 'pvr2ccz'] },
  // Made by astcenc, which takes pages of any size.
  astc: { extension: '.astc', isBlocks: false, texturePacker: [] },
  etc1: { extension: '.pkm', isBlocks: true, texturePacker: ['pkm'] },
  etc2: { extension: '.pkm', isBlocks: true, texturePacker: [] },
  pvrtc4: { extension: '.pvr.ccz', isBlocks: true, texturePacker: [] },
  ktx2: { extension: '.ktx2', isBlocks: true, texturePacker: ['ktx2'] }
} as const satisfies Record<TextureFormat, TextureFacts>

/** Formats whose `isBlocks` is true. */
export type GpuFormat = {
  [Format in TextureFormat]: (typeof textureFormats)[Format]['isBlocks'] extends true ? Format : never
}[TextureFormat]

export function isGpuFormat (format: TextureFormat): format is GpuFormat {
  return textureFormats[format].isBlocks
}

/** Channels of pixels that are stored plainly, and what TexturePacker calls them. */
export const pixelFormats: Readonly<
  Record<AtlasOptions['pixelFormat'], { bits: ChannelBits, texturePacker: string }>
> = {
  RGBA8888: { bits: { red: 8, green: 8, blue: 8, alpha: 8 }, texturePacker: 'RGBA8888' },
  RGBA4444: { bits: { red: 4, green: 4, blue: 4, alpha: 4 }, texturePacker: 'RGBA4444' },
  RGBA5551: { bits: { red: 5, green: 5, blue: 5, alpha: 1 }, texturePacker: 'RGBA5551' },
  RGB888: { bits: { red: 8, green: 8, blue: 8, alpha: 0 }, texturePacker: 'RGB888' },
  RGB565: { bits: { red: 5, green: 6, blue: 5, alpha: 0 }, texturePacker: 'RGB565' },
  A8: { bits: { red: 0, green: 0, blue: 0, alpha: 8 }, texturePacker: 'ALPHA' }
}
