import type { BuildProfile } from '../../../config/project-schema.js'
import { pixelWords } from '../picture.js'
import type { Picture } from '../picture.js'
import { packPvrCcz } from '../pvr-ccz.js'
import { encodeBasisInThread } from './basis-thread.js'
import type { BlockFormat } from './basis-encoder.js'
import type { GpuFormat } from '../texture-formats.js'
import { pkmFile } from './pkm.js'
import { ReasonError } from '../../../error-text.js'
import { phrase } from '../../../messages/phrase.js'

export interface GpuSettings {
  format: GpuFormat
  quality: number
  premultiplyAlpha: boolean
  profile: BuildProfile
  signal?: AbortSignal
}

/**
 * The picture, of a size that textureSize gives, in a format that graphics processors read. `alpha` is the
 * second file of ETC1, which has none: its alpha as colours, as cocos2d-x looks for it beside the first one
 * (TextureCache::setETC1AlphaFileSuffix).
 */
export async function encodeGpuTexture (
  picture: Picture,
  { format, quality, premultiplyAlpha, profile, signal }: GpuSettings
): Promise<{ bytes: Buffer, alpha?: Buffer }> {
  const { width, height, pixels } = picture
  const effort = profile === 'release' ? 'release' : 'fast'
  const task = { width, height, pixels, effort } as const
  if (format === 'ktx2') {
    return { bytes: only(await encodeBasisInThread({ ...task, make: { ktx2: { quality } } }, signal)) }
  }

  const isTransparent = pixelWords(picture).some(word => word >>> 24 !== 255)
  const colours: BlockFormat = format === 'pvrtc4' && !isTransparent ? 'pvrtc4Opaque' : format
  const blocks = [{ format: colours, isAlpha: false }]
  if (format === 'etc1' && isTransparent) blocks.push({ format: 'etc1', isAlpha: true })
  const [first, second] = await encodeBasisInThread({ ...task, make: { blocks } }, signal)
  const bytes = only(first === undefined ? [] : [first])
  if (format === 'pvrtc4') {
    const texture = { width, height, format: isTransparent ? 3 : 2, premultiplyAlpha }
    return { bytes: await packPvrCcz(texture, bytes, profile) }
  }
  return {
    bytes: pkmFile(picture, format, bytes),
    ...second !== undefined && { alpha: pkmFile(picture, format, second) }
  }
}

function only ([file]: Buffer[]): Buffer {
  if (file === undefined) throw new ReasonError(phrase('gpu.nothing'))
  return file
}
