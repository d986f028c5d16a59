import { readPictureHeader } from './picture-header.js'
import type { PictureHeader } from './picture-header.js'
import { decodePicture, defaultMaxPixels } from './picture.js'
import type { Picture } from './picture.js'

const decodedBytesAhead = 32 * 1024 * 1024

/**
 * Pictures that are decoded on other threads while the scan still reads files, as far as the memory for it
 * goes.
 */
export class DecodeAhead {
  readonly #pictures = new Map<string, Promise<Picture>>()
  #bytesLeft = decodedBytesAhead

  begin (path: string, bytes: Buffer): void {
    const header = headerOf(path, bytes)
    if (header === undefined) return
    const size = header.width * header.height * 4
    if (size > this.#bytesLeft) return
    this.#bytesLeft -= size
    const picture = decodePicture(bytes, path, { maxPixels: defaultMaxPixels }, header)
    // Whoever takes the picture meets the error; when the scan fails nobody does.
    picture.catch(() => {})
    this.#pictures.set(path, picture)
  }

  /** The picture, once; undefined when it was not begun. */
  take (path: string): Promise<Picture> | undefined {
    const picture = this.#pictures.get(path)
    this.#pictures.delete(path)
    return picture
  }
}

/** Undefined for a file that is no picture: that is told when it is its turn. */
function headerOf (path: string, bytes: Buffer): PictureHeader | undefined {
  try {
    return readPictureHeader(bytes, path)
  } catch {
    return undefined
  }
}
