import { Transformer } from '@napi-rs/image'
import type { Random } from '../faults/random.js'
import { writePng } from './write-png.js'
import type { Pixels, PngForm } from './write-png.js'

/** A picture as it lies in the project, and as the game has to see it. */
export interface OddPicture extends Pixels {
  bytes: Buffer
}

type Colouring = 'any' | 'grey' | 'opaque' | 'opaque-grey' | 'few' | 'black-white'
type Shape = 'full' | 'disc' | 'corner' | 'frame' | 'empty' | 'faint' | 'inset' | 'scattered'

const shapes: readonly Shape[] = [
  'full',
  'disc',
  'corner',
  'frame',
  'empty',
  'faint',
  'inset',
  'inset',
  'scattered'
]
const forms: ReadonlyArray<Pick<PngForm, 'colour' | 'depth'> & { colouring: Colouring }> = [
  { colour: 'rgba', depth: 8, colouring: 'any' },
  { colour: 'rgba', depth: 8, colouring: 'any' },
  { colour: 'rgba', depth: 16, colouring: 'any' },
  { colour: 'grey-alpha', depth: 8, colouring: 'grey' },
  { colour: 'grey-alpha', depth: 16, colouring: 'grey' },
  { colour: 'rgb', depth: 8, colouring: 'opaque' },
  { colour: 'rgb', depth: 16, colouring: 'opaque' },
  { colour: 'grey', depth: 8, colouring: 'opaque-grey' },
  { colour: 'grey', depth: 16, colouring: 'opaque-grey' },
  { colour: 'grey', depth: 1, colouring: 'black-white' },
  { colour: 'indexed', depth: 8, colouring: 'few' }
]

/** A picture as its name ends, of any shape and PNG form, whose sides have at most `longest` pixels. */
export function oddPicture (random: Random, longest: number, name: string): OddPicture {
  const { colouring, ...form } = random.pick(forms)
  const side = (): number => random.chance(0.15) ? 1 : random.integer(1, longest)
  const [width, height] = [side(), side()]
  if (isJpeg(name)) return greyBlocks(random, width, height)
  const pixels = draw(random, width, height, random.pick(shapes), colouring)
  if (isWebp(name)) return { ...pixels, bytes: webp(pixels) }
  const bytes = writePng(pixels, {
    ...form,
    interlaced: random.chance(0.2),
    filter: random.pick([0, 1, 2] as const),
    extra: random.pick(['none', 'none', 'text', 'gamma', 'orientation', 'split'] as const)
  })
  // Some tools leave something behind the end.
  return { ...pixels, bytes: random.chance(0.1) ? Buffer.concat([bytes, Buffer.from('trailing')]) : bytes }
}

export function isJpeg (name: string): boolean {
  return name.endsWith('.jpg')
}

function isWebp (name: string): boolean {
  return name.endsWith('.webp')
}

function webp ({ rgba, width, height }: Pixels): Buffer {
  return Transformer.fromRgbaPixels(rgba, width, height).webpLosslessSync()
}

/** What a JPEG keeps: each of its blocks in one grey. */
function greyBlocks (random: Random, width: number, height: number): OddPicture {
  const columns = Math.ceil(width / 8)
  const greys = Array.from({ length: columns * Math.ceil(height / 8) }, () => random.integer(0, 255))
  const rgba = new Uint8Array(width * height * 4).fill(255)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    rgba.fill(greys[(y >> 3) * columns + (x >> 3)] ?? 0, at * 4, at * 4 + 3)
  }
  return { width, height, rgba, bytes: Transformer.fromRgbaPixels(rgba, width, height).jpegSync(100) }
}

/** The same visible pixels on a canvas of another size: what a packer may give one place. */
export function onOtherCanvas (
  random: Random,
  picture: Pixels,
  longest: number,
  name: string
): OddPicture {
  const room = (side: number): number => Math.max(0, Math.min(4, longest - side))
  const [moreX, moreY] = [random.integer(0, room(picture.width)), random.integer(0, room(picture.height))]
  const [left, top] = [random.integer(0, moreX), random.integer(0, moreY)]
  const [width, height] = [picture.width + moreX, picture.height + moreY]
  const rgba = new Uint8Array(width * height * 4)
  for (let y = 0; y < picture.height; y++) {
    const row = picture.rgba.subarray(y * picture.width * 4, (y + 1) * picture.width * 4)
    rgba.set(row, ((top + y) * width + left) * 4)
  }
  const pixels = { width, height, rgba }
  return { ...pixels, bytes: isWebp(name) ? webp(pixels) : plainPng(pixels) }
}

export function plainPng (pixels: Pixels): Buffer {
  return writePng(pixels, { colour: 'rgba', depth: 8, interlaced: false, filter: 0, extra: 'none' })
}

function draw (random: Random, width: number, height: number, shape: Shape, colouring: Colouring): Pixels {
  const rgba = new Uint8Array(width * height * 4)
  const few = [0, 1, 2].map(() => colour(random, colouring))
  const isInside = insideOf(random, width, height, shape)
  const isOpaque = colouring === 'opaque' || colouring === 'opaque-grey' || colouring === 'black-white'
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const isVisible = isInside(x, y)
      if (!isVisible && random.chance(0.5) && !isOpaque && colouring !== 'few') continue
      const [red, green, blue] = colouring === 'few' ? random.pick(few) : colour(random, colouring)
      const alpha = isOpaque ? 255 : !isVisible ? 0 : alphaOf(random, shape, colouring)
      rgba.set([red, green, blue, alpha], (y * width + x) * 4)
    }
  }
  return { width, height, rgba }
}

function insideOf (
  random: Random,
  width: number,
  height: number,
  shape: Shape
): (x: number, y: number) => boolean {
  const [left, top] = [random.integer(0, width >> 1), random.integer(0, height >> 1)]
  const [right, bottom] = [random.integer(left, width - 1), random.integer(top, height - 1)]
  switch (shape) {
    case 'full':
    case 'faint':
      return () => true
    case 'empty':
      return () => false
    case 'corner':
      return (x, y) => x === width - 1 && y === height - 1
    case 'frame':
      return (x, y) => x === 0 || y === 0 || x === width - 1 || y === height - 1
    case 'inset':
      return (x, y) => x >= left && x <= right && y >= top && y <= bottom
    case 'scattered':
      return () => random.chance(0.1)
    case 'disc':
      return (x, y) => ((x + 0.5) / width - 0.5) ** 2 + ((y + 0.5) / height - 0.5) ** 2 <= 0.25
  }
}

function colour (random: Random, colouring: Colouring): readonly [number, number, number] {
  const value = random.integer(0, 255)
  if (colouring === 'black-white') return value < 128 ? [0, 0, 0] : [255, 255, 255]
  if (colouring.endsWith('grey')) return [value, value, value]
  return [value, random.integer(0, 255), random.integer(0, 255)]
}

function alphaOf (random: Random, shape: Shape, colouring: Colouring): number {
  if (shape === 'faint') return 1
  return colouring !== 'few' && random.chance(0.3) ? random.integer(1, 255) : 255
}
