import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import { bleedsColours, keepsPixelsApart } from '../pictures/encode.js'

export type PageEncoding = ReturnType<typeof encodingOf>

/** How pages are encoded. */
export function encodingOf (
  options: AtlasOptions,
  { profile }: Pick<BuildContext, 'profile'>
) {
  const { textureFormat, pixelFormat, premultiplyAlpha, quality, astcBlock, dither } = options
  const bleeds = bleedsColours(options)
  return { textureFormat, pixelFormat, premultiplyAlpha, quality, astcBlock, dither, bleeds, profile }
}

/**
 * The release profile makes pages in one piece, which are smaller by a hundredth. What is encrypted is the
 * whole file.
 */
export function isOfStrips (encoding: PageEncoding, contentKey: string | undefined): boolean {
  return ['png', 'pvr.ccz'].includes(encoding.textureFormat) && encoding.profile === 'fast' &&
    contentKey === undefined && keepsPixelsApart(encoding)
}

/** Whether the pixels are encoded as they are drawn. */
export function isPlainPng ({ textureFormat, premultiplyAlpha, pixelFormat }: PageEncoding): boolean {
  return textureFormat === 'png' && !premultiplyAlpha && pixelFormat === 'RGBA8888'
}

/** Whether threads may make the strips of pages from pixels that they see. */
export function isOfSharedStrips (
  options: AtlasOptions,
  context: Pick<BuildContext, 'profile'>
): boolean {
  const encoding = encodingOf(options, context)
  return isPlainPng(encoding) && isOfStrips(encoding, undefined)
}
