import type { SourceFile } from '../sources/source-file.js'
import type { TrimBox } from '../pictures/trim.js'
import type { SpriteSettings } from './sprite-settings.js'

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
  settings: SpriteSettings
}
