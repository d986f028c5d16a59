import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { SeededRandom } from '../benchmarks/sets/seeded-random.js'

/** A csi with its pictures, and what the game has to find in its sheet. */
export interface CsiWorld {
  name: string
  files: Map<string, string | Buffer>
  /** Throws where a frame is not its picture. `folder` holds the published sheet. */
  check: (folder: string) => Promise<void>
}

interface Pixels {
  width: number
  height: number
  data: Buffer
}

export async function csiWorld (random: SeededRandom, name: string): Promise<CsiWorld> {
  const flag = (): string => random.pick(['True', 'False'])
  const pictures = new Map<string, Pixels>()
  const count = random.integer(1, 12)
  for (let index = 0; index < count; index++) pictures.set(`img/${name}/图 ${index}.png`, paint(random))
  const csi =
    `<PlistInfoProjectFile><PropertyGroup Name="${name}" Type="Plist" Version="3.10.0.0"/><Content ` +
    `ExportType="Png" SortAlgorithm="MaxRects" PicturePadding="${
      random.integer(0, 4)
    }" AllowRotation="${flag()}" ` +
    `AllowAnySize="${flag()}" AllowTrim="${flag()}" ctype="PlistInfoData"><ImageFiles>${
      [...pictures.keys()].map(path => `<FilePathData Path="${path}"/>`).join('')
    }</ImageFiles><MaxSize Width="512" Height="512"/></Content></PlistInfoProjectFile>`
  const files = new Map<string, string | Buffer>([[`${name}.csi`, csi]])
  for (const [path, { width, height, data }] of pictures) {
    files.set(path, await sharp(data, { raw: { width, height, channels: 4 } }).png().toBuffer())
  }
  return {
    name,
    files,
    check: async folder => {
      const page = await decode(join(folder, `${name}.png`))
      const frames = framesOf(await readFile(join(folder, `${name}.plist`), 'utf8'))
      if (frames.size !== pictures.size) throw new Error(`${name}: ${frames.size} of ${pictures.size} frames`)
      for (const [path, picture] of pictures) {
        const frame = frames.get(path)
        if (frame === undefined) throw new Error(`${name}: no frame ${path}`)
        compare(path, picture, restored(page, frame))
      }
    }
  }
}

/** Noise with clear borders, and now and then nothing at all. */
function paint (random: SeededRandom): Pixels {
  const [width, height] = [random.integer(1, 60), random.integer(1, 60)]
  const data = Buffer.alloc(width * height * 4)
  const border = random.integer(0, 8)
  const bottom = random.integer(0, 9) === 0 ? border : height - border
  for (let y = border; y < bottom; y++) {
    for (let x = border; x < width - border; x++) {
      for (let channel = 0; channel < 4; channel++) {
        data[(y * width + x) * 4 + channel] = random.integer(0, 255)
      }
    }
  }
  return { width, height, data }
}

/** x, y, width and height of the frame, of its place in the picture, and the picture's size. */
interface Frame {
  frame: number[]
  source: number[]
  size: number[]
  isRotated: boolean
}

/** A plist of format 2 by its text: every frame is a key and a flat dictionary. */
function framesOf (plist: string): Map<string, Frame> {
  const [, body = ''] = /<key>frames<\/key>\s*<dict>(.*)<key>metadata<\/key>/s.exec(plist) ?? []
  const frames = new Map<string, Frame>()
  for (const [, name = '', dict = ''] of body.matchAll(/<key>([^<]+)<\/key>\s*<dict>(.*?)<\/dict>/gs)) {
    const numbers = (key: string): number[] => {
      const [, text = ''] = new RegExp(`<key>${key}</key>\\s*<string>([^<]*)<`).exec(dict) ?? []
      return [...text.matchAll(/-?\d+/g)].map(Number)
    }
    frames.set(name, {
      frame: numbers('frame'),
      source: numbers('sourceColorRect'),
      size: numbers('sourceSize'),
      isRotated: /<key>rotated<\/key>\s*<true/.test(dict)
    })
  }
  return frames
}

/** The picture as the game draws it: a rotated frame lies on the page turned by 90° clockwise. */
function restored (page: Pixels, { frame, source, size, isRotated }: Frame): Pixels {
  const [left = 0, top = 0, width = 0, height = 0] = frame
  const [offsetX = 0, offsetY = 0] = source
  const [fullWidth = 0, fullHeight = 0] = size
  const data = Buffer.alloc(fullWidth * fullHeight * 4)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [pageX, pageY] = isRotated ? [left + height - 1 - y, top + x] : [left + x, top + y]
      const from = (pageY * page.width + pageX) * 4
      page.data.copy(data, ((y + offsetY) * fullWidth + x + offsetX) * 4, from, from + 4)
    }
  }
  return { width: fullWidth, height: fullHeight, data }
}

function compare (name: string, expected: Pixels, found: Pixels): void {
  if (expected.width !== found.width || expected.height !== found.height) {
    throw new Error(
      `${name}: ${found.width} × ${found.height} instead of ${expected.width} × ${expected.height}`
    )
  }
  for (let at = 0; at < expected.data.length; at += 4) {
    // The colour of what nobody sees is free.
    if (expected.data[at + 3] === 0 && found.data[at + 3] === 0) continue
    if (expected.data.readUInt32LE(at) !== found.data.readUInt32LE(at)) {
      const pixel = at / 4
      throw new Error(
        `${name}: pixel ${pixel % expected.width}, ${Math.floor(pixel / expected.width)} differs`
      )
    }
  }
}

async function decode (file: string): Promise<Pixels> {
  const { data, info } = await sharp(file).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  return { width: info.width, height: info.height, data }
}
