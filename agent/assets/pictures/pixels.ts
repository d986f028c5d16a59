/** Decoded pixels: RGBA, 8 bits each, straight alpha, rows from the top. */
export interface Picture {
  width: number
  height: number
  pixels: Uint8Array
}

/** A picture whose pixels other threads see. */
export type SharedPicture = Picture & { pixels: Uint8Array<SharedArrayBuffer> }

export function isShared (picture: Picture): picture is SharedPicture {
  return picture.pixels.buffer instanceof SharedArrayBuffer
}

/** A fully transparent picture. */
export function createPicture (width: number, height: number): Picture {
  return { width, height, pixels: new Uint8Array(width * height * 4) }
}

/**
 * The pixels as one number each, alpha in the highest byte: every platform that Node's image packages support
 * is little-endian. It shares the picture's memory, so that writing to it writes to the picture.
 */
export function pixelWords (picture: Picture): Uint32Array {
  return new Uint32Array(picture.pixels.buffer, picture.pixels.byteOffset, picture.width * picture.height)
}
