import type { BuildProfile } from '../../../config/project-schema.js'
import { bleedsColours } from '../../pictures/encode.js'
import type { TexturepackerOptions } from '../../../config/texturepacker-rule-schema.js'
import { pixelFormats, textureFormats } from '../../pictures/texture-formats.js'
import { longestPageSide } from '../pack/page-size.js'

/**
 * The options that TexturePacker's output depends on, in its own words. Paths and names are not among them,
 * nor what it takes from a project only (see generated-tps.ts).
 */
export function texturePackerArguments (
  options: TexturepackerOptions,
  scale: number,
  profile: BuildProfile
): string[] {
  const { trim: trims, mesh } = options
  const longest = String(longestPageSide(options))
  return [
    '--format',
    formats[options.format],
    '--texture-format',
    textureFormats[options.textureFormat].texturePacker[0],
    '--opt',
    pixelFormats[options.pixelFormat].texturePacker,
    '--max-size',
    longest,
    '--size-constraints',
    sizeConstraints[options.sizeConstraint],
    ...options.pageShape === 'square' ? ['--force-squared'] : [],
    ...options.pageShape === 'fixed' ? ['--width', longest, '--height', longest] : [],
    '--algorithm',
    'MaxRects',
    '--maxrects-heuristics',
    'Best',
    '--pack-mode',
    profile === 'release' ? 'Best' : 'Good',
    '--shape-padding',
    String(options.padding),
    '--border-padding',
    String(options.border),
    '--extrude',
    String(options.extrude),
    options.rotation && !mesh ? '--enable-rotation' : '--disable-rotation',
    '--trim-mode',
    trims ? mesh ? 'Polygon' : 'Trim' : 'None',
    // Its threshold is the first alpha that counts as visible; packline's the last that does not.
    ...trims
      ? ['--trim-threshold', String(options.trimThreshold + 1), '--trim-margin', String(options.trimMargin)]
      : [],
    '--alpha-handling',
    // Its name for alpha bleeding is ReduceBorderArtifacts.
    options.premultiplyAlpha
      ? 'PremultiplyAlpha'
      : bleedsColours(options)
      ? 'ReduceBorderArtifacts'
      : 'KeepTransparentPixels',
    ...options.alias ? [] : ['--disable-auto-alias'],
    ...isNumbered(options) ? ['--multipack'] : [],
    ...scale === 1 ? [] : ['--scale', String(scale)],
    ...ditherArguments(options),
    // Over 100 is lossless.
    ...options.textureFormat === 'webp'
      ? ['--webp-quality', String(options.quality === 100 ? 101 : options.quality)]
      : []
  ]
}

/** Whether its pages bear numbers, for which it has to be allowed several. */
export function isNumbered ({ pages, multipack }: TexturepackerOptions): boolean {
  return multipack || pages === 'numbered'
}

function ditherArguments ({ textureFormat, pixelFormat, quality, dither }: TexturepackerOptions): string[] {
  if (textureFormat === 'png8') {
    return [
      '--dither-type',
      quality >= 90 ? 'PngQuantHigh' : quality >= 60 ? 'PngQuantMedium' : 'PngQuantLow'
    ]
  }
  return pixelFormat === 'RGBA8888' ? [] : ['--dither-type', dithers[dither]]
}

/**
 * cocos2d-x is the format of the engine that loads the csd files; without polygon trimming it is plain format
 * 3.
 */
const formats: Record<TexturepackerOptions['format'], string> = {
  'cocos2d-3': 'cocos2d-x',
  'cocos2d-2': 'cocos2d-v2',
  json: 'json'
}
const sizeConstraints: Record<TexturepackerOptions['sizeConstraint'], string> = {
  any: 'AnySize',
  'word-aligned': 'WordAligned',
  pot: 'POT'
}
const dithers: Record<TexturepackerOptions['dither'], string> = {
  none: 'NearestNeighbour',
  linear: 'Linear',
  'floyd-steinberg': 'FloydSteinberg',
  'floyd-steinberg-alpha': 'FloydSteinbergAlpha',
  atkinson: 'Atkinson',
  'atkinson-alpha': 'AtkinsonAlpha'
}
