import type { Picture } from './picture.js'

/** Rows of a picture, compressed without the rows around them, and the Adler-32 of what that inflates to. */
export interface EncodedStrip {
  chunk: Buffer
  adler: number
  rows: number
}

/** A kind of file that is made of strips. */
export interface StripFormat {
  /** So many strips are made at a time. */
  stripsAtOnce: number
  /** Makes strips of pictures, whose pixels it has copied when it returns. */
  encode: (pictures: readonly Picture[]) => Array<Promise<EncodedStrip>>
  /** What the file of the strips is made of, from the top; the first one starts at `firstStripAt`. */
  join: (width: number, strips: readonly EncodedStrip[]) => Buffer[]
  firstStripAt: number
  /** A picture of few colours in a smaller form that has no strips; undefined for others. */
  encodeFewColours?: (picture: Picture) => Promise<Buffer | undefined>
}
