import assert from 'node:assert/strict'
import { join } from 'node:path'
import { Transformer } from '@napi-rs/image'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import { PacklineError } from '../../errors.js'
import { pageOptions, textureSize } from '../pictures/gpu/gpu-formats.js'
import { testProject } from '../testing/project.js'
import type { TestProject } from '../testing/project.js'
import { packItems } from './pack/pack-items.js'
import { readSheet } from './sheets/read-sheet.js'
import type { SheetFrame } from './sheets/sheet.js'

const margin = fc.integer({ min: 0, max: 5 })

/**
 * Few shapes and many canvases, so that some sprites have the same pixels; some shapes fill a page of this side.
 */
function spritesFor (longest: number) {
  const side = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 1, max: 24 }) },
    fc.integer({ min: longest - 4, max: longest })
  )
  const shape = fc.record({ width: side, height: side, seed: fc.integer({ min: 0, max: 12 }) })
  return fc.array(shape, { minLength: 1, maxLength: 6 }).chain(shapes =>
    fc.array(
      fc
        .tuple(
          fc.constantFrom(...shapes),
          fc.record({ left: margin, top: margin, right: margin, bottom: margin })
        )
        .map(([each, around]) => ({ ...each, ...around })),
      { minLength: 1, maxLength: 14 }
    )
  )
}

interface Source {
  width: number
  height: number
  pixels: Buffer
}

/**
 * Opaque pixels of a seed within transparent borders: equal seeds and sizes are equal sprites at other
 * offsets.
 */
function draw (
  { width, height, left, top, right, bottom, seed }: {
    width: number
    height: number
    left: number
    top: number
    right: number
    bottom: number
    seed: number
  }
): Source {
  const whole = { width: width + left + right, height: height + top + bottom }
  const pixels = Buffer.alloc(whole.width * whole.height * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      pixels.set(
        [seed * 20, x * 10, y * 10, 255],
        ((top + y) * whole.width + left + x) * 4
      )
    }
  }
  return { ...whole, pixels }
}

interface Page {
  width: number
  height: number
  data: Buffer
}

async function readPage (file: string): Promise<Page> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}

/** The source picture as the game draws it from a frame: turned back, and put at the frame's offset. */
function drawn (page: Page, frame: SheetFrame): Buffer {
  const { x, y, width, height, rotated, left, top, sourceWidth, sourceHeight } = frame
  const result = Buffer.alloc(sourceWidth * sourceHeight * 4)
  for (let sy = 0; sy < height; sy++) {
    for (let sx = 0; sx < width; sx++) {
      const [column, row] = rotated ? [x + height - 1 - sy, y + sx] : [x + sx, y + sy]
      const at = (row * page.width + column) * 4
      page.data.copy(result, ((top + sy) * sourceWidth + left + sx) * 4, at, at + 4)
    }
  }
  return result
}

/** Where the pixels around a frame are not those of its edge, which extrusion repeats. */
function edgeFaults ({ data, width: pageWidth }: Page, frame: SheetFrame, extrude: number): string[] {
  if (extrude === 0) return []
  const at = (x: number, y: number): number => data.readUInt32LE((y * pageWidth + x) * 4)
  const [width, height] = frame.rotated ? [frame.height, frame.width] : [frame.width, frame.height]
  const [right, bottom] = [frame.x + width - 1, frame.y + height - 1]
  const faults: string[] = []
  for (let y = frame.y - extrude; y <= bottom + extrude; y++) {
    for (let x = frame.x - extrude; x <= right + extrude; x++) {
      const edge = at(Math.min(right, Math.max(frame.x, x)), Math.min(bottom, Math.max(frame.y, y)))
      if (at(x, y) !== edge) faults.push(`the pixel at ${x},${y} is not its edge's`)
    }
  }
  return faults
}

/** Some sprites that are kept whole and upright, with a wider edge than the others have. */
function spritesOf (special: readonly number[]): unknown[] {
  if (special.length === 0) return []
  return [
    { include: special.map(number => `${number}.png`), trim: false, rotation: false, extrude: 1 },
    { include: ['*.png'], pivot: { x: 0, y: 1 } },
    { include: special.map(number => `${number}.*`), extrude: 3 }
  ]
}

interface World {
  padding: number
  border: number
  extrude: number
  rotation: boolean
  alias: boolean
  trim: boolean
  trimMargin: number
  maxSize: number
  sizeConstraint: 'any' | 'word-aligned' | 'pot'
  pageShape: 'any' | 'square' | 'fixed'
  layout: 'free' | 'stable'
  pages: 'auto' | 'numbered'
}

const world: fc.Arbitrary<World> = fc.record({
  padding: fc.constantFrom(0, 1, 2, 3),
  border: fc.constantFrom(0, 0, 1, 3),
  extrude: fc.constantFrom(0, 0, 1, 2),
  rotation: fc.boolean(),
  alias: fc.constantFrom(true, true, false),
  trim: fc.constantFrom(true, true, false),
  trimMargin: fc.constantFrom(0, 0, 1),
  maxSize: fc.integer({ min: 24, max: 70 }),
  sizeConstraint: fc.constantFrom('any', 'word-aligned', 'pot'),
  pageShape: fc.constantFrom('any', 'any', 'square', 'fixed'),
  layout: fc.constantFrom('free', 'free', 'stable'),
  pages: fc.constantFrom('auto', 'numbered')
})

const worlds = world.chain(options => spritesFor(longestSide(options)).map(specs => ({ specs, options })))

/** The longest side of a page, said without the packer. */
function longestSide ({ maxSize, sizeConstraint }: World): number {
  if (sizeConstraint === 'any') return maxSize
  return sizeConstraint === 'word-aligned'
    ? maxSize - maxSize % 4
    : maxSize >= 64
    ? 64
    : maxSize >= 32
    ? 32
    : 16
}

function pageFaults ({ width, height }: Page, options: World): string[] {
  const longest = longestSide(options)
  const isShaped = {
    any: true,
    square: width === height,
    fixed: width === longest && height === longest
  }[options.pageShape]
  const sides = [width, height].filter(side =>
    side > longest || (options.sizeConstraint === 'word-aligned' && side % 4 !== 0) ||
    (options.sizeConstraint === 'pot' && !Number.isInteger(Math.log2(side)))
  )
  return isShaped && sides.length === 0 ? [] : [`a page of ${width}×${height}`]
}

function isTooLarge (error: unknown): boolean {
  if (!(error instanceof PacklineError)) return false
  const { errors = [error] } = error.details
  return Array.isArray(errors) &&
    errors.every(each => each instanceof PacklineError && each.code === 'ATLAS_SPRITE_TOO_LARGE')
}

/** Throws for the first thing that is wrong in the sheets of a project. */
async function proveSheets (
  game: TestProject,
  sources: ReadonlyMap<string, Source>,
  options: World,
  isSpecial: (name: string) => boolean
): Promise<void> {
  const found: string[] = []
  for (const path of Object.keys(game.outputs()).filter(name => name.endsWith('.plist'))) {
    const sheet = await readSheet(join(game.folder, 'out', path))
    const page = await readPage(join(game.folder, 'out', sheet.textureFile))
    assert.deepEqual(pageFaults(page, options), [])
    for (const frame of sheet.frames) {
      const { name, left, top } = frame
      found.push(name)
      const source = sources.get(name)
      assert.ok(source !== undefined, name)
      assert.ok(!isSpecial(name) || (!frame.rotated && frame.width === source.width), `${name} is whole`)
      assert.ok(Number.isInteger(left) && Number.isInteger(top), `${name} has a whole offset`)
      assert.ok(drawn(page, frame).equals(source.pixels), `${name} is its source`)
      assert.deepEqual(edgeFaults(page, frame, isSpecial(name) ? 3 : options.extrude), [], name)
    }
  }
  assert.deepEqual(found.sort(), [...sources.keys()].sort())
}

t.test('every frame gives its source picture back on pages as large as they may be, whatever the options', async () => {
  await fc.assert(
    fc.asyncProperty(worlds, fc.subarray([0, 3, 7, 11]), async ({ specs, options }, special) => {
      const game = testProject()
      try {
        game.rules({
          name: 'a',
          processor: 'atlas',
          include: ['art/'],
          output: 'a',
          options: { ...options, sprites: spritesOf(special) }
        })
        const sources = new Map(specs.map((spec, index) => [`${index}.png`, draw(spec)]))
        const files = [...sources].map(([name, { width, height, pixels }]) => [
          `art/${name}`,
          Transformer.fromRgbaPixels(pixels, width, height).pngSync()
        ])
        const isSpecial = (name: string): boolean => special.some(number => name === `${number}.png`)
        const limit = longestSide(options) - 2 * options.border - 6
        const mayBeTooLarge = specs.some(({ width, height, left, top, right, bottom }) =>
          width + left + right > limit || height + top + bottom > limit
        )
        try {
          // A layout that is kept takes the rest of the sprites in.
          for (
            const count of options.layout === 'stable'
              ? [files.length >> 1, files.length]
              : [files.length]
          ) {
            game.write(Object.fromEntries(files.slice(0, count)))
            if (count > 0) await game.build()
          }
        } catch (error) {
          if (mayBeTooLarge && isTooLarge(error)) return
          throw error
        }
        await proveSheets(game, sources, options, isSpecial)
      } finally {
        game.remove()
      }
    }),
    { numRuns: 50 }
  )
})

t.test('textures of formats with blocks are no larger than maxSize either', async () => {
  const choices = fc.record({
    textureFormat: fc.constantFrom('png', 'etc1', 'etc2', 'pvrtc4', 'ktx2'),
    maxSize: fc.integer({ min: 16, max: 300 }),
    sizeConstraint: fc.constantFrom('any', 'word-aligned', 'pot'),
    pageShape: fc.constantFrom('any', 'square', 'fixed')
  })
  const items = fc.array(
    fc.record({ width: fc.integer({ min: 1, max: 16 }), height: fc.constantFrom(1, 9, 16) })
  )
  fc.assert(fc.property(choices, items, (choice, sizes) => {
    const { pageShape, ...options } = pageOptions(atlasOptions(choice))
    const settings = { ...options, effort: 'fast', ...pageShape !== 'any' && { pageShape } } as const
    const { pages } = packItems(sizes.map(each => ({ ...each, rotatable: true })), settings)
    for (const page of pages) {
      const texture = textureSize(page, options.textureFormat)
      assert.ok(Math.max(texture.width, texture.height) <= choice.maxSize, JSON.stringify(texture))
    }
  }))
})

t.test('sprites that look the same share one place, though their frames differ in size', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({ name: 'a', processor: 'atlas', include: ['art/'], output: 'a' })
  const even = draw({ width: 10, height: 10, left: 2, top: 2, right: 2, bottom: 2, seed: 3 })
  const odd = draw({ width: 10, height: 10, left: 2, top: 0, right: 1, bottom: 1, seed: 3 })
  game.write({
    'art/even.png': Transformer.fromRgbaPixels(even.pixels, even.width, even.height).pngSync(),
    'art/odd.png': Transformer.fromRgbaPixels(odd.pixels, odd.width, odd.height).pngSync()
  })
  await game.build()

  t.match(await readSheet(join(game.folder, 'out/a.plist')), {
    width: 12,
    height: 12,
    frames: [{ name: 'even.png', x: 1, y: 1, width: 10, height: 10 }, {
      name: 'odd.png',
      x: 1,
      y: 1,
      width: 11,
      height: 11
    }]
  })
})

t.test('an extruded sprite keeps its edge on all sides beside one with the same pixels on a canvas of other parity', async t => {
  const game = testProject()
  t.teardown(() => {
    game.remove()
  })
  game.rules({
    name: 'a',
    processor: 'atlas',
    include: ['art/'],
    output: 'a',
    options: { extrude: 2, rotation: false }
  })
  const same = { width: 10, height: 10, seed: 3 }
  const canvases = { 'tile.png': [0, 0, 0, 0], 'odd.png': [1, 1, 2, 2], 'even.png': [2, 2, 2, 2] } as const
  for (const [name, [left, top, right, bottom]] of Object.entries(canvases)) {
    const { pixels, width, height } = draw({ ...same, left, top, right, bottom })
    game.write({ [`art/${name}`]: Transformer.fromRgbaPixels(pixels, width, height).pngSync() })
  }
  await game.build()

  const { frames } = await readSheet(join(game.folder, 'out/a.plist'))
  for (const frame of frames) {
    t.same(edgeFaults(await readPage(join(game.folder, 'out/a.png')), frame, 2), [], frame.name)
  }
  const placeOf = (name: string): unknown => {
    const { x, y } = frames.find(each => each.name === name)!
    return { x, y }
  }
  t.same(placeOf('even.png'), placeOf('tile.png'), 'what needs the same edge still shares')
})
