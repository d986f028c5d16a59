import { cutOut } from './cut-out.js'
import { growTo, pixelKernel } from './pixel-kernel.js'
import type { PixelKernel } from './pixel-kernel.js'
import type { Picture } from './pixels.js'
import { visibleBox } from './trim.js'
import type { TrimBox, VisibleBox } from './trim.js'

/** Finds what is visible of a picture and cuts it, after which it is lost: see `visibleBox` and `cutOut`. */
export interface Cutter {
  visibleBox: (picture: Picture, threshold: number) => VisibleBox | undefined
  cutOut: (picture: Picture, box: TrimBox, memory: Uint8Array | undefined) => Picture
}

/** For pictures of any size. */
export const plainCutter: Cutter = { visibleBox, cutOut }

const boxBytes = 16

/** For small ones, one after the other: they are copied to where loops are compiled. */
export class PictureCutter implements Cutter {
  readonly #kernel: PixelKernel = pixelKernel()
  /** Where the four numbers of a box are, and then the pixels. */
  readonly #box = this.#kernel.pixelsAt(0)
  readonly #pixels = this.#box + boxBytes
  #copied: Picture | undefined

  readonly visibleBox = (picture: Picture, threshold: number): VisibleBox | undefined => {
    this.#copy(picture)
    const { memory, visible } = this.#kernel
    if (visible(this.#pixels, picture.width, picture.height, threshold, this.#box) === 0) return undefined
    const [left = 0, right = 0, top = 0, bottom = 0] = new Int32Array(memory.buffer, this.#box, 4)
    return { left, right, top, bottom }
  }

  /** Without memory, till the next picture comes. */
  cutOut (picture: Picture, { left, top, width, height }: TrimBox, memory?: Uint8Array): Picture {
    this.#copy(picture)
    this.#copied = undefined
    const bytes = width * height * 4
    const to = this.#pixels + picture.pixels.length
    growTo(this.#kernel, to + bytes)
    this.#kernel.cut(this.#pixels, picture.width, left, top, width, height, to)
    const pixels = new Uint8Array(this.#kernel.memory.buffer, to, bytes)
    memory?.set(pixels)
    return { width, height, pixels: memory ?? pixels }
  }

  #copy (picture: Picture): void {
    if (this.#copied === picture) return
    const { pixels } = picture
    growTo(this.#kernel, this.#pixels + pixels.length)
    new Uint8Array(this.#kernel.memory.buffer, this.#pixels, pixels.length).set(pixels)
    this.#copied = picture
  }
}
