import { join } from 'node:path'
import { Transformer } from '@napi-rs/image'
import fc from 'fast-check'
import sharp from 'sharp'
import t from 'tap'
import { testProject } from '../testing/project.js'
import { readSheet } from './sheets/read-sheet.js'
import type { SheetFrame } from './sheets/sheet.js'

const shape = fc.record({
  width: fc.integer({ min: 1, max: 24 }),
  height: fc.integer({ min: 1, max: 24 }),
  seed: fc.integer({ min: 0, max: 12 })
})
const margin = fc.integer({ min: 0, max: 5 })
/** Few shapes and many canvases, so that some sprites have the same pixels. */
const sprites = fc.array(shape, { minLength: 1, maxLength: 6 }).chain(shapes =>
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

/**
 * The source picture as the game draws it from a frame: cut out, turned back, and put at the frame's offset.
 */
async function drawn (page: string, frame: SheetFrame): Promise<Buffer> {
  const { x, y, width, height, rotated, left, top, sourceWidth, sourceHeight } = frame
  const area = { left: x, top: y, width: rotated ? height : width, height: rotated ? width : height }
  const cut = await sharp(page).ensureAlpha().extract(area).raw().toBuffer()
  const result = Buffer.alloc(sourceWidth * sourceHeight * 4)
  for (let sy = 0; sy < height; sy++) {
    for (let sx = 0; sx < width; sx++) {
      const at = rotated ? sx * height + (height - 1 - sy) : sy * width + sx
      cut.copy(result, ((top + sy) * sourceWidth + left + sx) * 4, at * 4, at * 4 + 4)
    }
  }
  return result
}

/** Where the pixels around a frame are not those of its edge, which extrusion repeats. */
async function edgeFaults (page: string, frame: SheetFrame, extrude: number): Promise<string[]> {
  if (extrude === 0) return []
  const { data, info } = await sharp(page).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  const at = (x: number, y: number): number => data.readUInt32LE((y * info.width + x) * 4)
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

t.test('every frame gives its source picture back, whatever padding, extrusion and turning; offsets are whole', async t => {
  await fc.assert(
    fc.asyncProperty(
      sprites,
      fc.constantFrom(0, 1, 2, 3),
      fc.constantFrom(0, 0, 1, 2),
      fc.boolean(),
      fc.subarray([0, 3, 7, 11]),
      async (specs, padding, extrude, rotation, special) => {
        const game = testProject()
        try {
          game.rules({
            name: 'a',
            processor: 'atlas',
            include: ['art/'],
            output: 'a',
            options: { padding, extrude, rotation, maxSize: 64, sprites: spritesOf(special) }
          })
          const sources = new Map(specs.map((spec, index) => [`${index}.png`, draw(spec)]))
          game.write(Object
            .fromEntries([...sources]
              .map(([name, { width, height, pixels }]) => [
                `art/${name}`,
                Transformer.fromRgbaPixels(pixels, width, height).pngSync()
              ])))
          await game
            .build()
          let frames = 0
          const isSpecial = ({ name }: SheetFrame): boolean =>
            special.some(number => name === `${number}.png`)
          for (const path of Object.keys(game.outputs()).filter(name => name.endsWith('.plist'))) {
            const sheet = await readSheet(join(game.folder, 'out', path))
            for (const frame of sheet.frames) {
              frames++
              const source = sources.get(frame.name)!
              if (isSpecial(frame) && (frame.rotated || frame.width < source.width)) {
                throw new Error(`${frame.name} was trimmed or turned`)
              }
              if (![frame.left, frame.top].every(Number.isInteger)) {
                t.fail(`${frame.name} has a broken offset`)
              }
              const page = join(game.folder, 'out', sheet.textureFile)
              if (!(await drawn(page, frame)).equals(source.pixels)) {
                throw new Error(`${frame.name} is not its source`)
              }
              const faults = await edgeFaults(page, frame, isSpecial(frame) ? 3 : extrude)
              if (faults.length > 0) throw new Error(`${frame.name}: ${faults[0]}`)
            }
          }
          if (frames !== sources.size) throw new Error(`${frames} frames for ${sources.size} sprites`)
        } finally {
          game.remove()
        }
      }
    ),
    { numRuns: 40 }
  )
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
    t.same(
      await edgeFaults(join(game.folder, 'out/a.png'), frame, 2),
      [],
      frame.name
    )
  }
  const placeOf = (name: string): unknown => {
    const { x, y } = frames.find(each => each.name === name)!
    return { x, y }
  }
  t.same(placeOf('even.png'), placeOf('tile.png'), 'what needs the same edge still shares')
})
