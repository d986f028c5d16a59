import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildProfile } from '../../config/project-schema.js'
import { errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { bledColours } from './bleed-colours.js'
import type { Picture } from './picture.js'
import { encodeAstc } from './astc.js'
import type { AstcEncoder } from './astc.js'
import { encodePng } from './encode-png.js'
import { premultiplied, reducedColours } from './pixel-format.js'
import { encodePvrCcz } from './pvr-ccz.js'
import { isGpuFormat, textureFormats } from './texture-formats.js'
import type { GpuFormat } from './texture-formats.js'

export type EncodeSettings =
  & Pick<
    AtlasOptions,
    'textureFormat' | 'pixelFormat' | 'premultiplyAlpha' | 'quality' | 'astcBlock' | 'dither'
  >
  & {
    profile: BuildProfile
    /** See bleedsColours. */
    bleeds: boolean
    /** For pvr.ccz: 32 hex digits to encrypt it with. */
    contentKey?: string | undefined
    /** For astc: see findAstcEncoder. */
    astcEncoder?: AstcEncoder
    /** For astc: an existing folder. */
    temporaryFolder?: string
    signal?: AbortSignal
    /** Called when the page may be overwritten, where that is before the end. */
    release?: () => void
  }

export interface EncodedPage {
  bytes: Buffer
  /** A second file that holds the alpha: see encodeGpuTexture. */
  alpha?: Buffer
  extension: string
}

type TextureFormat = AtlasOptions['textureFormat']

type PixelSettings = Pick<EncodeSettings, 'premultiplyAlpha' | 'bleeds' | 'pixelFormat' | 'dither'>

/**
 * A file of the page, in the format that the rule asks for. The page's own pixels stay as they are. Colours
 * are premultiplied or bled first, then reduced to the pixel format, so that pictures without bits for it
 * (png, webp) carry its dithered values as 8-bit ones. `name` is for errors.
 */
export async function encodePage (
  page: Picture,
  settings: EncodeSettings,
  name: string
): Promise<EncodedPage> {
  return await encoding(name, async () => {
    const prepared = preparedPixels(page, settings)
    const { textureFormat: format } = settings
    const { extension } = textureFormats[format]
    if (isGpuFormat(format)) {
      const { encodeGpuTexture } = await import('./gpu/gpu-textures.js')
      return { ...await encodeGpuTexture(prepared, { ...settings, format }), extension }
    }
    return { bytes: await encoders[format](prepared, settings), extension }
  })
}

/** The pixels as the format has them. */
export function preparedPixels (
  page: Picture,
  { premultiplyAlpha, bleeds, pixelFormat, dither }: PixelSettings
): Picture {
  const coloured = premultiplyAlpha ? premultiplied(page) : bleeds ? bledColours(page) : page
  return reducedColours(coloured, pixelFormat, dither)
}

/** Whether a pixel depends on no other one. */
export function keepsPixelsApart ({ bleeds, pixelFormat, dither }: PixelSettings): boolean {
  return !bleeds && (pixelFormat === 'RGBA8888' || dither === 'none')
}

/** What fails in it is the encoder's fault, and says for which page. */
export async function encoding<Result> (name: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof PacklineError || (error instanceof Error && error.name === 'AbortError')) throw error
    throw new PacklineError('IMAGE_ENCODER_FAILED', {
      page: name,
      reason: errorText(error)
    }, { cause: error })
  }
}

/**
 * Whether fully transparent pixels get their neighbours' colours: where the game filters straight alpha.
 * cocos2d-x multiplies the colours of PNG by alpha when it loads them, and browsers do so when asked.
 */
export function bleedsColours (
  { alphaBleeding, premultiplyAlpha, textureFormat }: Pick<
    AtlasOptions,
    'alphaBleeding' | 'premultiplyAlpha' | 'textureFormat'
  >
): boolean {
  if (premultiplyAlpha || alphaBleeding === 'off') return false
  return alphaBleeding === 'on' || !textureFormat.startsWith('png')
}

type Encode = (page: Picture, settings: EncodeSettings) => Promise<Buffer>

const encoders: Record<Exclude<TextureFormat, GpuFormat>, Encode> = {
  png: async (page, { profile, release }) => await encodePng(page, profile, release),
  'pvr.ccz': encodePvrCcz,

  async png8 (page, { quality, profile }) {
    const picture = await sharpOf(page)
    const isRelease = profile === 'release'
    return await picture
      .png({ palette: true, quality, effort: isRelease ? 7 : 2, compressionLevel: isRelease ? 9 : 6 })
      .toBuffer()
  },

  async webp (page, { quality, profile, bleeds }) {
    const picture = await sharpOf(page)
    const effort = profile === 'release' ? 4 : 0
    const isLossless = quality === 100
    return await picture
      .webp(
        isLossless
          ? { lossless: true, exact: true, effort }
          : { quality, alphaQuality: 100, exact: bleeds, effort }
      )
      .toBuffer()
  },

  async astc (page, { astcBlock, profile, astcEncoder, temporaryFolder, signal }) {
    if (astcEncoder === undefined || temporaryFolder === undefined) {
      throw new PacklineError('TOOL_NOT_FOUND', { tool: 'astcenc' })
    }
    return await encodeAstc(page, {
      block: astcBlock,
      profile,
      encoder: astcEncoder,
      temporaryFolder,
      ...(signal && { signal })
    })
  }
}

async function sharpOf (page: Picture) {
  const { sharp } = await import('./sharp.js')
  return sharp(page.pixels, { raw: { width: page.width, height: page.height, channels: 4 } })
}
