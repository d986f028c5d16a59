import { readFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { decodePicture, defaultMaxPixels } from '../../pictures/picture.js'
import type { Picture } from '../../pictures/picture.js'
import { readSheetParts } from '../../atlas/sheets/read-sheet.js'
import type { SheetPart } from '../../atlas/sheets/read-sheet.js'
import type { SheetFrame } from '../../atlas/sheets/sheet.js'

/** Which frames of two sheets are not the same picture; undefined when one of them is no sheet. */
export async function sheetDifferences (first: string, second: string): Promise<string[] | undefined> {
  const [own, other] = [await sheetAt(first), await sheetAt(second)]
  if (own === undefined || other === undefined) return undefined
  const names = [...new Set([...own.frames.keys(), ...other.frames.keys()])].sort()
  return names.filter(name => {
    const [a, b] = [own.frames.get(name), other.frames.get(name)]
    return a === undefined || b === undefined || !isSameFrame(own.page, a, other.page, b)
  })
}

/** The pictures of a sheet, beside it. */
export async function picturesOfSheet (path: string, file: string): Promise<string[]> {
  return partsIn(file, await readFile(file)).map(({ textureFile }) =>
    posix.join(posix.dirname(path), textureFile)
  )
}

async function sheetAt (
  file: string
): Promise<{ page: Picture, frames: ReadonlyMap<string, SheetFrame> } | undefined> {
  const [part, ...more] = partsIn(file, await readFile(file))
  if (part === undefined || more.length > 0) return undefined
  const picture = join(dirname(file), part.textureFile)
  const page = await decodePicture(await readFile(picture), picture, { maxPixels: defaultMaxPixels })
  return { page, frames: new Map(part.frames.map(frame => [frame.name, frame])) }
}

function partsIn (file: string, bytes: Buffer): SheetPart[] {
  try {
    return readSheetParts(file, bytes)
  } catch {
    return []
  }
}

/**
 * Studio writes whole numbers for the offset of a frame that lost an odd number of pixels (2.3 rounds away
 * from the middle, 3.10 towards it), and the game shows it half a pixel beside its place. The frame is the
 * same.
 */
function isSameFrame (page: Picture, frame: SheetFrame, otherPage: Picture, other: SheetFrame): boolean {
  const shown = wholePlaces(other).map(place => shownBy(otherPage, place))
  return wholePlaces(frame).some(place => {
    const own = shownBy(page, place)
    return shown.some(each => each.equals(own))
  })
}

function wholePlaces (frame: SheetFrame): SheetFrame[] {
  const rounded = (value: number): number[] => [...new Set([Math.floor(value), Math.ceil(value)])]
  return rounded(frame.left).flatMap(left => rounded(frame.top).map(top => ({ ...frame, left, top })))
}

/** A frame at its full size, as a player sees it: what is transparent has no colour. */
function shownBy (page: Picture, frame: SheetFrame): Buffer {
  const shown = Buffer.alloc(frame.sourceWidth * frame.sourceHeight * 4)
  for (let v = 0; v < frame.height; v++) {
    for (let u = 0; u < frame.width; u++) {
      const [x, y] = [u + frame.left, v + frame.top]
      const [pageX, pageY] = frame.rotated
        ? [frame.x + frame.height - 1 - v, frame.y + u]
        : [frame.x + u, frame.y + v]
      if (x < 0 || y < 0 || x >= frame.sourceWidth || y >= frame.sourceHeight) continue
      if (pageX >= page.width || pageY >= page.height) continue
      const from = (pageY * page.width + pageX) * 4
      if (page.pixels[from + 3] === 0) continue
      shown.set(page.pixels.subarray(from, from + 4), (y * frame.sourceWidth + x) * 4)
    }
  }
  return shown
}
