import type { Random } from '../faults/random.js'

const plainFormats = ['png', 'png', 'png', 'png8', 'webp', 'pvr.ccz'] as const
const blockFormats = ['etc1', 'etc2', 'pvrtc4', 'ktx2'] as const

/** The options of an atlas rule that the proof has to know; all of them go into the project file. */
export interface HostileOptions {
  maxSize: number
  sizeConstraint: 'any' | 'word-aligned' | 'pot'
  pageShape: 'any' | 'square' | 'fixed'
  padding: number
  border: number
  extrude: number
  trim: boolean
  trimThreshold: number
  trimMargin: number
  mesh: boolean
  rotation: boolean
  alias: boolean
  layout: 'free' | 'stable'
  format: 'cocos2d-3' | 'cocos2d-2' | 'json'
  textureFormat: typeof plainFormats[number] | typeof blockFormats[number]
  pixelFormat: 'RGBA8888' | 'RGBA4444' | 'RGBA5551' | 'RGB888' | 'RGB565' | 'A8'
  dither: 'none' | 'floyd-steinberg'
  premultiplyAlpha: boolean
  alphaBleeding: 'auto' | 'on' | 'off'
  quality: number
  scales: number[]
  pages: 'auto' | 'numbered'
  pageName: string
  frameScope: 'game' | 'set'
  frameName: '{path}' | '{name}' | '{dir}/{path}'
  sprites: Array<Record<string, unknown>>
}

const likely = <Value>(usual: Value, ...others: Value[]): Value[] => [usual, usual, usual, ...others]

export function hostileOptions (
  random: Random,
  names: readonly string[],
  { blocks }: { blocks: boolean }
): HostileOptions {
  const format = random.pick(['cocos2d-3', 'cocos2d-3', 'cocos2d-2', 'json'] as const)
  const rotation = random.chance(0.7)
  return {
    maxSize: random.integer(72, 200),
    sizeConstraint: random.pick(['any', 'any', 'word-aligned', 'pot'] as const),
    pageShape: random.pick(['any', 'any', 'square', 'fixed'] as const),
    padding: random.integer(0, 4),
    border: random.pick(likely(0, 1, 3)),
    extrude: random.pick(likely(0, 1, 2)),
    trim: random.chance(0.8),
    trimThreshold: random.pick(likely(0, 1, 60, 254)),
    trimMargin: random.pick(likely(0, 1, 3)),
    mesh: format === 'cocos2d-3' && !rotation && random.chance(0.5),
    rotation,
    alias: random.chance(0.8),
    layout: random.pick(['free', 'stable'] as const),
    format,
    textureFormat: random.pick(blocks && random.chance(0.3) ? blockFormats : plainFormats),
    pixelFormat: random.pick(likely('RGBA8888' as const, 'RGBA4444', 'RGBA5551', 'RGB888', 'RGB565', 'A8')),
    dither: random.pick(['none', 'floyd-steinberg'] as const),
    premultiplyAlpha: random.chance(0.25),
    alphaBleeding: random.pick(['auto', 'on', 'off'] as const),
    quality: random.pick([100, 100, 90, 60]),
    scales: random.pick(likely([1], [1, 0.5], [2], [0.75, 1])),
    pages: random.pick(['auto', 'numbered'] as const),
    pageName: random.pick(likely('{name}-{n}', '{name}{n}', '{n}/{name}')),
    frameScope: random.pick(['game', 'set'] as const),
    frameName: random.pick(likely('{path}' as const, '{name}', '{dir}/{path}')),
    sprites: random.chance(0.3) ? spriteSettings(random, names) : []
  }
}

function spriteSettings (random: Random, names: readonly string[]): Array<Record<string, unknown>> {
  return Array.from({ length: random.integer(1, 3) }, () => ({
    include: random.chance(0.5) ? ['**'] : [escaped(random.pick(names))],
    ...random.chance(0.5) && { trim: random.chance(0.5) },
    ...random.chance(0.5) && { rotation: random.chance(0.5) },
    ...random.chance(0.5) && { extrude: random.integer(0, 3) },
    ...random.chance(0.5) && { pivot: { x: random.pick([0, 0.5, 1]), y: random.pick([0, 0.25, 1]) } },
    ...random.chance(0.2) && { borders: { left: 0, top: 0, right: 0, bottom: 0 } }
  }))
}

/** A name as a glob that matches nothing else. */
export function escaped (name: string): string {
  return name.replace(/[\\*?[\]{}()|!+@]/g, '\\$&')
}

/** The longest side that a page may have, said without the packer. */
export function longestSide ({ maxSize, sizeConstraint, textureFormat }: HostileOptions): number {
  if (sizeConstraint === 'pot' || textureFormat === 'pvrtc4') return 2 ** Math.floor(Math.log2(maxSize))
  return sizeConstraint === 'word-aligned' || hasBlocks(textureFormat) ? maxSize - maxSize % 4 : maxSize
}

/** Formats of 4×4 pixels at a time. */
export function hasBlocks (format: HostileOptions['textureFormat']): boolean {
  return blockFormats.some(each => each === format)
}
