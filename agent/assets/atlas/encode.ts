import type { AtlasOptions, BuildProfile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import type { Picture } from '../picture.js'
import { encodePng } from './encode-png.js'

export type EncodeSettings = Pick<AtlasOptions, 'textureFormat' | 'pixelFormat' | 'premultiplyAlpha' | 'quality' | 'astcBlock'> & { profile: BuildProfile }

/** A file of the page, in the format that the rule asks for. The page's own pixels stay as they are. `name` is for errors. */
export async function encodePage (page: Picture, settings: EncodeSettings, name: string): Promise<{ bytes: Buffer, extension: string }> {
  if (settings.textureFormat !== 'png' || settings.pixelFormat !== 'RGBA8888' || settings.premultiplyAlpha) {
    throw new PacklineError('IMAGE_ENCODER_FAILED', { page: name, reason: `${settings.textureFormat} ${settings.pixelFormat} is not built yet` })
  }
  try {
    return { bytes: await encodePng(page, settings.profile), extension: '.png' }
  } catch (error) {
    if (error instanceof PacklineError) throw error
    throw new PacklineError('IMAGE_ENCODER_FAILED', { page: name, reason: error instanceof Error ? error.message : String(error) }, { cause: error })
  }
}
