import { phrase, type Wording } from '../../../../messages/phrase.js'
import { errorText } from '../../../../error-text.js'
import { PacklineError } from '../../../../errors.js'
import { cutOut } from '../../../pictures/cut-out.js'
import { decodePicture, defaultMaxPixels } from '../../../pictures/picture.js'
import type { Picture } from '../../../pictures/picture.js'
import { resizePicture } from '../../../pictures/resize.js'
import { visiblePart } from '../../../pictures/trim.js'
import { meshCoverage } from '../../mesh/mesh-coverage.js'
import type { SheetPart } from '../../sheets/read-sheet.js'
import type { SheetFrame } from '../../sheets/sheet.js'
import { readFinishedTexture } from './finished-texture.js'
import { frameDifference } from './frame-difference.js'
import type { FrameView } from './frame-difference.js'
import type { FrameSources } from './frame-sources.js'
import { scaledTolerance } from './texture-tolerance.js'
import type { Tolerance } from './texture-tolerance.js'

export interface FinishedSheets {
  /** For errors. */
  set: string
  /** Descriptions of textures, and the textures' names beside them. */
  parts: ReadonlyArray<SheetPart & { texturePath: string }>
  /** The texture's bytes. */
  read: (path: string) => Buffer
  /** The bytes of a picture that the tool was given. */
  readSource: (place: string) => Promise<Uint8Array>
  sources: FrameSources
  trimThreshold: number
  /** What protected textures are opened with. */
  contentKey?: string
}

/** Kinds of pictures that can be decoded here; the tool takes more. */
const readable = /\.(png|jpe?g|webp)$/i
const shownNames = 5

/**
 * Compares every frame of finished sheets with the picture that it is made from, within what the texture's
 * format loses: a tool's own word is no proof, since an unlicensed one paints sprites red and may say so in
 * words that nobody knows yet. Returns what could not be compared. Throws TEXTUREPACKER_DEMO_OUTPUT,
 * TEXTUREPACKER_PIXELS, and TEXTUREPACKER_FRAMES for pictures that no frame shows.
 */
export async function proveFrames (sheets: FinishedSheets): Promise<Wording[]> {
  const shown = new Set<string>()
  const unread = new Set<string>()
  const wrong: string[] = []
  let isReddened = false
  for (const part of sheets.parts) {
    const texture = await readTexture(sheets, part)
    if (texture === undefined) unread.add(`${part.texturePath} (${part.pixelFormat})`)
    for (const frame of part.frames) {
      for (const name of [frame.name, ...frame.aliases]) {
        const places = sheets.sources.of(name)
        const result = texture === undefined
          ? { shown: places, unread: [], isReddened: false }
          : await proveFrame(sheets, { part, frame, ...texture }, places)
        for (const place of result.shown) shown.add(place)
        for (const place of result.unread) unread.add(place)
        if (result.shown.length === 0 && result.unread.length === 0) wrong.push(name)
        isReddened ||= result.isReddened
      }
    }
  }
  if (isReddened) throw new PacklineError('TEXTUREPACKER_DEMO_OUTPUT', { set: sheets.set })
  if (wrong.length > 0) {
    throw new PacklineError('TEXTUREPACKER_PIXELS', { set: sheets.set, frames: listed(wrong) })
  }
  const missing = sheets.sources.required.filter(place => readable.test(place) && !shown.has(place))
  if (missing.length > 0) {
    throw new PacklineError('TEXTUREPACKER_FRAMES', {
      set: sheets.set,
      missing: listed(missing),
      unexpected: '–'
    })
  }
  return unread.size === 0
    ? []
    : [phrase('tp.notCompared', { files: listed([...unread]) })]
}

async function readTexture (
  { set, read, contentKey }: FinishedSheets,
  { texturePath, pixelFormat }: FinishedSheets['parts'][number]
): ReturnType<typeof readFinishedTexture> {
  try {
    return await readFinishedTexture(texturePath, read(texturePath), pixelFormat, contentKey)
  } catch (error) {
    if (error instanceof PacklineError) throw error
    const reason = phrase('file.unreadableFor', { name: texturePath, reason: errorText(error) })
    throw new PacklineError('TEXTUREPACKER_FAILED', { set, reason }, { cause: error })
  }
}

interface FrameOnPage {
  part: SheetPart & { texturePath: string }
  frame: SheetFrame
  page: Picture
  tolerance: Tolerance
}

interface FrameResult {
  /** Pictures that the frame shows, and those that could not be read. */
  shown: readonly string[]
  unread: readonly string[]
  isReddened: boolean
}

async function proveFrame (
  sheets: FinishedSheets,
  { part, frame, page, tolerance }: FrameOnPage,
  places: readonly string[]
): Promise<FrameResult> {
  const views = isOnPage(frame, page) ? viewsOf(sheets, part, frame, page) : []
  const result = { shown: [] as string[], unread: [] as string[], isReddened: false }
  let isReddened = false
  for (const place of places) {
    if (!readable.test(place)) {
      result.unread.push(place)
      continue
    }
    const picture = await decodePicture(await sheets.readSource(place), place, {
      maxPixels: defaultMaxPixels
    })
    for (const { source, isScaled } of await asInFrame(picture, frame, sheets.trimThreshold)) {
      const allowed = isScaled ? scaledTolerance(tolerance) : tolerance
      const differences = views.map(view => frameDifference(view, source, allowed))
      if (differences.some(({ isWithin }) => isWithin)) result.shown.push(place)
      else isReddened ||= differences.some(difference => difference.isReddened)
    }
  }
  // Among many candidates some are redder than the frame by nature.
  return { ...result, isReddened: isReddened && result.shown.length === 0 && places.length === 1 }
}

/** JSON does not tell whether colours were multiplied by alpha. */
function viewsOf (
  { trimThreshold }: FinishedSheets,
  { premultiplyAlpha, isPremultiplyKnown }: SheetPart,
  frame: SheetFrame,
  page: Picture
): FrameView[] {
  const { mesh } = frame
  const view = {
    frame,
    page,
    trimThreshold,
    ...mesh !== undefined && { covered: meshCoverage(mesh, frame) }
  }
  return (isPremultiplyKnown ? [premultiplyAlpha] : [false, true]).map(isPremultiplied => ({
    ...view,
    isPremultiplied
  }))
}

/**
 * The picture as large as the frame says that it was: as it is, scaled, or cropped to what is visible (by
 * which the frame says nothing of the rest). None when it cannot be that.
 */
async function asInFrame (
  picture: Picture,
  { sourceWidth: width, sourceHeight: height }: SheetFrame,
  trimThreshold: number
): Promise<Array<{ source: Picture, isScaled: boolean }>> {
  if (width === picture.width && height === picture.height) return [{ source: picture, isScaled: false }]
  if (width < 1 || height < 1 || width * height > defaultMaxPixels) return []
  const scale = width / picture.width
  if (Math.abs(picture.height * scale - height) <= Math.max(1, scale)) {
    return [{ source: await resizePicture(picture, width, height), isScaled: true }]
  }
  const visible = visiblePart(picture, { threshold: trimThreshold, margin: 0 })
  return visible.width === width && visible.height === height
    ? [{ source: cutOut(picture, visible), isScaled: false }]
    : []
}

function isOnPage ({ x, y, width, height, rotated, ...frame }: SheetFrame, page: Picture): boolean {
  const [right, bottom] = rotated ? [x + height, y + width] : [x + width, y + height]
  return [x, y, frame.left, frame.top, width, height].every(Number.isInteger) && x >= 0 && y >= 0 &&
    right <= page.width && bottom <= page.height
}

function listed (names: readonly string[]): string {
  return names.slice(0, shownNames).join(', ') + (names.length > shownNames ? ` (${names.length})` : '')
}
