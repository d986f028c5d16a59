import type { SourceFile } from '../sources/source-file.js'
import type { TrimBox } from '../pictures/trim.js'

/** A sprite of an atlas set: its picture, the part of it that is kept, and a digest of that part's pixels. */
export interface Sprite {
  name: string
  file: SourceFile
  sourceWidth: number
  sourceHeight: number
  /** The part of the picture that is drawn. */
  box: TrimBox
  /**
   * The part that the frame shows: the same, or a transparent pixel wider and higher so that the game can
   * centre it on the pixel.
   */
  frame: TrimBox
  digest: string
  isNinePatch: boolean
}

/**
 * Source width and height, box, digest, and whether it was trimmed, as the action cache keeps it.
 */
export type SpriteFacts = [
  sourceWidth: number,
  sourceHeight: number,
  left: number,
  top: number,
  width: number,
  height: number,
  digest: string,
  isTrimmed: 0 | 1
]

/**
 * Nine-patch frames carry their stretch marks in the outermost pixels: they are never trimmed and never
 * turned.
 */
export function isNinePatch (name: string): boolean {
  return /\.9\.[a-z]+$/i.test(name)
}
