import type { AtlasOptions } from '../../../config/atlas-rule-schema.js'
import { isGpuFormat } from '../texture-formats.js'

/** The version of the encoder, for keys; a test holds it to package.json. */
export const gpuEncoderVersion = { 'ktx2-encoder': '0.6.0' } as const

/** Options of pages that give textures of the format no more than maxSize: see textureSize. */
export function pageOptions (options: AtlasOptions): AtlasOptions {
  const { textureFormat: format, maxSize, pageShape } = options
  if (format === 'pvrtc4') {
    return { ...options, sizeConstraint: 'pot', pageShape: pageShape === 'any' ? 'square' : pageShape }
  }
  return isGpuFormat(format) ? { ...options, maxSize: maxSize - maxSize % 4 } : options
}

/**
 * How large a texture of the format has to be to hold a page: blocks have 4×4 pixels, and Apple's PVRTC is
 * square with a power of two.
 */
export function textureSize (
  { width, height }: { width: number, height: number },
  format: AtlasOptions['textureFormat']
): { width: number, height: number } {
  if (format === 'pvrtc4') {
    const side = Math.max(8, 2 ** Math.ceil(Math.log2(Math.max(width, height))))
    return { width: side, height: side }
  }
  const whole = (side: number): number => isGpuFormat(format) ? Math.ceil(side / 4) * 4 : side
  return { width: whole(width), height: whole(height) }
}
