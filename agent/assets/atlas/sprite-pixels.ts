import pLimit from 'p-limit'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { readPictureHeader } from '../pictures/picture-header.js'
import { decodePicture, defaultMaxPixels } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { PixelMemory } from '../pictures/pixel-memory.js'
import type { BuildContext } from '../actions/build-context.js'
import type { SourceFile } from '../sources/source-file.js'
import { cutOut } from '../pictures/cut-out.js'
import { pixelDigest } from '../pictures/pixel-digest.js'
import type { Sprite, SpriteFacts } from './sprite.js'
import { visiblePart } from '../pictures/trim.js'
import type { TrimBox } from '../pictures/trim.js'

/** So many encoded pictures are held at once; how many are decoded, their pixels decide. */
const picturesInFlight = 32

/**
 * The pixels of a group's sprites at one scale. What is decoded for measuring is kept for rendering, cut to
 * its box, as long as the budget of the run has room; the rest is decoded a second time.
 */
export class SpritePixels {
  readonly #context: BuildContext
  readonly #options: AtlasOptions
  readonly #scale: number
  readonly #limit = pLimit(picturesInFlight)
  readonly #kept = new Map<string, Picture>()
  readonly #memory = new PixelMemory()
  readonly #measured = new Map<string, Promise<SpriteFacts>>()
  #keptBytes = 0
  /** Not all pixels could be kept. */
  #isFull = false

  constructor (context: BuildContext, options: AtlasOptions, scale: number) {
    this.#context = context
    this.#options = options
    this.#scale = scale
  }

  /** Facts of one picture; equal files are decoded once, unless that fails: an error names its own file. */
  async measure (file: SourceFile, trims: boolean): Promise<SpriteFacts> {
    const key = `${trims ? '' : 'whole '}${file.sha256}`
    const measureNow = async (): Promise<SpriteFacts> =>
      await this.#limit(async () => await this.#measureNow(file, trims))
    const equal = this.#measured.get(key)
    if (equal !== undefined) return await equal.catch(measureNow)
    const facts = measureNow()
    this.#measured.set(key, facts)
    return await facts
  }

  /** The pixels of a sprite's box. */
  async load (sprite: Sprite): Promise<Picture> {
    const kept = this.#kept.get(sprite.digest)
    if (kept !== undefined) {
      // Mostly they are drawn once. Where memory is short, pages get theirs.
      if (this.#isFull) this.#forget(sprite.digest, kept)
      return kept
    }
    return await this.#limit(async () => cutOut(await this.#decode(sprite.file), sprite.box))
  }

  /** Gives the kept pixels back to the budget. */
  close (): void {
    this.#context.pixels.release(this.#keptBytes)
    this.#keptBytes = 0
    this.#kept.clear()
  }

  async #measureNow (file: SourceFile, trims: boolean): Promise<SpriteFacts> {
    const picture = await this.#decode(file)
    const whole = { left: 0, top: 0, width: picture.width, height: picture.height }
    const { trimThreshold, trimMargin } = this.#options
    const visible = trims
      ? visiblePart(picture, { threshold: trimThreshold, margin: trimMargin })
      : undefined
    const box = visible ?? whole
    const digest = this.#cutAndKeep(picture, box)
    return [
      picture.width,
      picture.height,
      box.left,
      box.top,
      box.width,
      box.height,
      digest,
      visible === undefined ? 0 : 1
    ]
  }

  /** The digest of the part in the box, which is kept where there is room. */
  #cutAndKeep (picture: Picture, box: TrimBox): string {
    const bytes = box.width * box.height * 4
    const isKept = this.#context.pixels.tryKeep(bytes)
    const part = cutOut(picture, box, isKept ? this.#memory.take(bytes) : undefined)
    const digest = pixelDigest(part)
    if (!isKept) this.#isFull = true
    else if (this.#kept.has(digest)) this.#context.pixels.release(bytes)
    else {
      this.#keptBytes += bytes
      this.#kept.set(digest, part)
    }
    return digest
  }

  #forget (digest: string, { pixels: { byteLength } }: Picture): void {
    this.#kept.delete(digest)
    this.#keptBytes -= byteLength
    this.#context.pixels.release(byteLength)
  }

  async #decode (file: SourceFile): Promise<Picture> {
    this.#context.signal.throwIfAborted()
    const picture = await (this.#context.takeDecoded?.(file) ?? this.#decodeNow(file))
    if (this.#scale === 1) return picture
    const { resizePicture } = await import('../pictures/resize.js')
    const side = (length: number): number => Math.max(1, Math.round(length * this.#scale))
    return await resizePicture(picture, side(picture.width), side(picture.height))
  }

  async #decodeNow (file: SourceFile): Promise<Picture> {
    const bytes = await this.#context.takeSource(file)
    const header = readPictureHeader(bytes, file.path)
    return await this.#context.decoding.use(
      header.width * header.height * 4,
      async () => await decodePicture(bytes, file.path, { maxPixels: defaultMaxPixels }, header)
    )
  }
}
