import pLimit from 'p-limit'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { readPictureHeader } from '../pictures/picture-header.js'
import { decodePicture, defaultMaxPixels } from '../pictures/picture.js'
import type { Picture } from '../pictures/picture.js'
import { isShared } from '../pictures/pixels.js'
import type { SharedPicture } from '../pictures/pixels.js'
import { PixelMemory, sharedBytes } from '../pictures/pixel-memory.js'
import type { BuildContext } from '../actions/build-context.js'
import type { SourceFile } from '../sources/source-file.js'
import type { TrimSettings } from '../pictures/trim.js'
import { cutOut } from '../pictures/cut-out.js'
import { measurePicture } from '../pictures/measuring/measure-picture.js'
import { cutTogether, isLargeBox } from '../pictures/measuring/boxes-together.js'
import type { SharedSlab } from '../pictures/measuring/boxes-together.js'
import { MeasuredPictures } from '../pictures/measuring/measured-pictures.js'
import { bytesToKeep, PicturesTogether } from '../pictures/measuring/pictures-together.js'
import type { PictureFacts } from '../pictures/measuring/picture-facts.js'
import { startedThreads } from '../pictures/measuring/picture-threads.js'
import { isOfSharedStrips } from './page-encoding.js'
import type { PixelSharing } from './page-strips.js'
import type { Sprite } from './sprite.js'
import { contentOf, trimmingOf } from './sprite-settings.js'
import type { SharedPixelsOf } from './strips-ahead.js'

/** So many encoded pictures are held at once; how many are decoded, their pixels decide. */
const picturesInFlight = 32
/** What fewer would gain is less than what it takes to begin. */
const fewestTogether = 16
/** The threads are the process's: whoever comes second would only wait for them. */
const oneAtATime = pLimit(1)

/** What of a run pictures are measured and decoded with. */
type PictureContext = Pick<
  BuildContext,
  'project' | 'profile' | 'pixels' | 'decoding' | 'measuredAhead' | 'takeScanned' | 'takeSource' | 'signal'
>

/**
 * The pixels of a group's sprites at one scale. What is decoded for measuring is kept for rendering, cut to
 * its box, as long as the budget of the run has room; the rest is decoded a second time.
 */
export class SpritePixels {
  readonly #context: PictureContext
  readonly #options: AtlasOptions
  readonly #scale: number
  readonly #limit = pLimit(picturesInFlight)
  readonly #kept = new Map<string, Picture>()
  readonly #memory: PixelMemory
  readonly #sharesPixels: boolean
  readonly #measured = new Map<string, Promise<PictureFacts>>()
  #keptBytes = 0
  /** Not all pixels could be kept. */
  #isFull = false

  constructor (context: PictureContext, options: AtlasOptions, scale: number) {
    this.#context = context
    this.#options = options
    this.#scale = scale
    this.#sharesPixels = isOfSharedStrips(options, context)
    this.#memory = new PixelMemory(this.#sharesPixels ? sharedBytes : undefined)
  }

  /** Facts of one picture; equal files are decoded once, unless that fails: an error names its own file. */
  async measure (file: SourceFile, trims: boolean): Promise<PictureFacts> {
    const key = contentOf(file, trims)
    const measureNow = async (): Promise<PictureFacts> =>
      await this.#limit(async () => await this.#measureNow(file, trims))
    const equal = this.#measured.get(key)
    if (equal !== undefined) return await equal.catch(measureNow)
    const facts = measureNow()
    this.#measured.set(key, facts)
    return await facts
  }

  /**
   * Facts of those of many pictures that other threads help to measure, by `contentOf`. The others, and those
   * with which something is wrong, are left to `measure`.
   */
  async measureTogether (
    pictures: ReadonlyArray<{ file: SourceFile, trims: boolean }>
  ): Promise<Map<string, PictureFacts>> {
    const facts = new Map<string, PictureFacts>()
    if (this.#scale !== 1) return facts
    const wanted = pictures.map(({ file, trims }) => ({
      file,
      content: contentOf(file, trims),
      sha256: file.sha256,
      cut: trims ? trimmingOf(this.#options) : undefined
    }))
    const left = (): typeof wanted => wanted.filter(({ content }) => !facts.has(content))
    const takeFrom = async (measured: MeasuredPictures): Promise<void> => {
      const pictures = left()
      for (const [index, own] of (await measured.take(pictures, this.#context.signal)).entries()) {
        if (own === undefined) continue
        facts.set(pictures[index]!.content, own.facts)
        if (own.part === undefined) this.#isFull = true
        else this.#keep(own.facts, own.part)
      }
    }
    const { measuredAhead } = this.#context
    if (measuredAhead !== undefined) await takeFrom(measuredAhead)
    const others = left()
    if (others.length < fewestTogether) return facts
    return await oneAtATime(async () => {
      const together = this.#begin(others)
      await takeFrom(together).finally(() => {
        together.close()
      })
      return facts
    })
  }

  #begin (
    pictures: ReadonlyArray<{ file: SourceFile, cut: TrimSettings | undefined }>
  ): MeasuredPictures {
    const { project, pixels, takeScanned } = this.#context
    const together = new PicturesTogether(project, bytesToKeep(pixels), { sharesPixels: this.#sharesPixels })
    for (const { file: { path, sha256 }, file, cut } of pictures) {
      together.add({ path, sha256, cut, bytes: takeScanned?.(file) })
    }
    return new MeasuredPictures(together, pixels)
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

  /** The same where other threads see it, and as long as memory is not short. */
  shared (sprite: Sprite): SharedPicture | undefined {
    const kept = this.#isFull ? undefined : this.#kept.get(sprite.digest)
    return kept && isShared(kept) ? kept : undefined
  }

  /** How threads get to see the pixels of a page, in the memory. */
  sharing (slab: SharedSlab): PixelSharing {
    return {
      isWorthIt: sprites =>
        this.#scale === 1 && startedThreads().length > 0 &&
        sprites.every(({ box, digest }) => this.#kept.has(digest) || !isLargeBox(box)),
      share: async sprites => await this.#share(sprites, slab)
    }
  }

  async #share (sprites: readonly Sprite[], slab: SharedSlab): Promise<SharedPixelsOf> {
    this.#context.signal.throwIfAborted()
    const shared = new Map<string, SharedPicture>()
    const missing = new Map<string, Sprite>()
    for (const sprite of sprites) {
      const { digest } = sprite
      const kept = this.#kept.get(digest)
      if (kept === undefined || !isShared(kept)) missing.set(digest, sprite)
      else {
        shared.set(digest, kept)
        // As when it is loaded.
        if (this.#isFull) this.#forget(digest, kept)
      }
    }
    const wanted = Array.from(missing.values(), sprite => ({ ...sprite.file, box: sprite.box, sprite }))
    const { project } = this.#context
    const cut = await cutTogether(
      project,
      wanted,
      startedThreads(),
      slab,
      async ({ sprite }) => await this.load(sprite)
    )
    for (const [index, { sprite: { digest } }] of wanted.entries()) shared.set(digest, cut[index]!)
    return ({ digest }) => shared.get(digest)
  }

  /** Gives the kept pixels back to the budget. */
  close (): void {
    this.#context.pixels.release(this.#keptBytes)
    this.#keptBytes = 0
    this.#kept.clear()
  }

  async #measureNow (file: SourceFile, trims: boolean): Promise<PictureFacts> {
    const cut = trims ? trimmingOf(this.#options) : undefined
    const { facts, part } = measurePicture(await this.#decode(file), cut, bytes => {
      if (this.#context.pixels.tryKeep(bytes)) return this.#memory.take(bytes)
      this.#isFull = true
      return undefined
    })
    if (part !== undefined) this.#keep(facts, part.pixels)
    return facts
  }

  /** Keeps pixels for which the budget has granted the bytes, once. */
  #keep ([, , , , width, height, digest]: PictureFacts, pixels: Uint8Array): void {
    if (this.#kept.has(digest)) this.#context.pixels.release(pixels.byteLength)
    else {
      this.#keptBytes += pixels.byteLength
      this.#kept.set(digest, { width, height, pixels })
    }
  }

  #forget (digest: string, { pixels: { byteLength } }: Picture): void {
    this.#kept.delete(digest)
    this.#keptBytes -= byteLength
    this.#context.pixels.release(byteLength)
  }

  async #decode (file: SourceFile): Promise<Picture> {
    this.#context.signal.throwIfAborted()
    const picture = await this.#decodeNow(file)
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
