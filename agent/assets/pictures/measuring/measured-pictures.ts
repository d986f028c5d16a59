import type { ByteBudget } from '../../../byte-budget.js'
import { measuredBy } from './pictures-together.js'
import type { MeasuredPicture, PicturesTogether, PictureToMeasure } from './pictures-together.js'

/** What is measured together, for the sets whose pictures these are. */
export class MeasuredPictures {
  readonly #together: PicturesTogether
  readonly #pixels: ByteBudget
  readonly #leavesUnkept: boolean
  #granted: number
  #measured: Promise<Map<string, MeasuredPicture>> | undefined

  /**
   * @param pixels has granted the bytes that are kept
   * @param leavesUnkept pictures whose pixels found no room are left to their sets
   */
  constructor (together: PicturesTogether, pixels: ByteBudget, { leavesUnkept = false } = {}) {
    this.#together = together
    this.#pixels = pixels
    this.#leavesUnkept = leavesUnkept
    this.#granted = together.bytesToKeep
  }

  /**
   * Those of a set, once: another set with the same picture measures it itself. Who takes pixels gives their
   * bytes back to the budget.
   */
  async take (
    pictures: ReadonlyArray<Pick<PictureToMeasure, 'sha256' | 'cut'>>,
    signal: AbortSignal
  ): Promise<Array<MeasuredPicture | undefined>> {
    const measured = await (this.#measured ??= this.#measure(signal))
    return pictures.map(picture => {
      const content = measuredBy(picture)
      const own = measured.get(content)
      measured.delete(content)
      this.#granted -= own?.part?.byteLength ?? 0
      return own
    })
  }

  /** Gives back what nobody has taken, and measures nothing more. Harmless when done twice. */
  close (): void {
    this.#together.close()
    this.#measured = Promise.resolve(new Map())
    this.#pixels.release(this.#granted)
    this.#granted = 0
  }

  async #measure (signal: AbortSignal): Promise<Map<string, MeasuredPicture>> {
    const measured = new Map(await this.#together.measured(signal))
    let kept = 0
    for (const [content, { part }] of measured) {
      kept += part?.byteLength ?? 0
      if (part === undefined && this.#leavesUnkept) measured.delete(content)
    }
    this.#pixels.release(this.#granted - kept)
    this.#granted = kept
    return measured
  }
}
