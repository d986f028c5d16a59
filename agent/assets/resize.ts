import type { Picture } from './picture.js'

/** A picture at another size, in pixels; Lanczos filter, colours weighted by alpha. */
export async function resizePicture (picture: Picture, width: number, height: number): Promise<Picture> {
  const { sharp } = await import('./sharp.js')
  const { data } = await sharp(picture.pixels, { raw: { width: picture.width, height: picture.height, channels: 4 } })
    .resize(width, height, { fit: 'fill', kernel: 'lanczos3' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { width, height, pixels: data }
}
