import { paired } from '../../paired.js'
import type { CanvasMemory } from '../pictures/canvas-memory.js'
import { hasFewColours } from '../pictures/distinct-colours.js'
import type { Picture } from '../pictures/picture.js'
import type { EncodedStrip, StripFormat } from '../pictures/strip-format.js'

/** So many are with the codec: its threads find the next ones there, and memory holds no more. */
const stripsInHand = 8

export interface StripTools {
  format: StripFormat
  /** What is done to the pixels before they are encoded, each by itself. */
  prepare: (rows: Picture) => Picture
  memory: CanvasMemory
}

export interface CodedStrip {
  hasFewColours: boolean
  encoded: Promise<EncodedStrip> | EncodedStrip
}

interface DrawnStrip {
  index: number
  hasFewColours: boolean
  drawn: Picture
  prepared: Picture
}

/**
 * The strips of a page, from the top, on their way through the codec. As long as all of them have few colours
 * they wait as they were drawn, since the page may be one of few colours.
 */
export class StripsInWork {
  readonly #tools: StripTools
  /** Undefined for those that wait. */
  readonly #coded: Array<CodedStrip | undefined> = []
  readonly #waiting: DrawnStrip[] = []
  readonly #running = new Set<Promise<EncodedStrip>>()
  #hasManyColours: boolean

  constructor (tools: StripTools) {
    this.#tools = tools
    this.#hasManyColours = tools.format.encodeFewColours === undefined
  }

  /** Whether each of them has; all together may still have many. */
  get haveFewColours (): boolean {
    return !this.#hasManyColours
  }

  /** The picture of all, where none is coded. */
  get whole (): Picture | undefined {
    const [first] = this.#waiting
    if (first === undefined || this.#waiting.length < this.#coded.length) return undefined
    const pictures = this.#waiting.map(({ prepared }) => prepared)
    return {
      width: first.prepared.width,
      height: pictures.reduce((sum, { height }) => sum + height, 0),
      pixels: new Uint8Array(Buffer.concat(pictures.map(({ pixels }) => pixels)))
    }
  }

  /** The next strip, which is coded already. */
  take (strip: CodedStrip): void {
    this.#coded.push(strip)
    this.#hasManyColours ||= !strip.hasFewColours
  }

  /** The next strip as it was drawn, in memory that is given back. */
  async add (drawn: Picture): Promise<void> {
    const { prepare, format: { encodeFewColours, stripsAtOnce } } = this.#tools
    const prepared = prepare(drawn)
    const fewColours = encodeFewColours !== undefined && hasFewColours(prepared)
    const index = this.#coded.push(undefined) - 1
    this.#waiting.push({ index, hasFewColours: fewColours, drawn, prepared })
    this.#hasManyColours ||= !fewColours
    if (this.#hasManyColours) await this.#encode(stripsAtOnce)
  }

  /** All of them; the last ones are still with the codec. */
  async coded (): Promise<CodedStrip[]> {
    await this.#encode(1)
    return this.#coded.filter(strip => strip !== undefined)
  }

  /** Those that wait, as long as there are so many. */
  async #encode (least: number): Promise<void> {
    const { format, memory } = this.#tools
    while (this.#waiting.length >= least) {
      const next = this.#waiting.splice(0, format.stripsAtOnce)
      for (const [{ index, drawn, ...strip }, encoded] of paired(next, format.encode(next.map(toEncode)))) {
        this.#coded[index] = { hasFewColours: strip.hasFewColours, encoded }
        // The codec has copied it.
        memory.give(drawn)
        this.#running.add(encoded)
        const remove = (): void => {
          this.#running.delete(encoded)
        }
        // Whoever joins the page meets the error.
        encoded.then(remove, remove)
      }
      while (this.#running.size > Math.max(stripsInHand, next.length)) await Promise.race(this.#running)
    }
  }
}

function toEncode ({ prepared }: DrawnStrip): Picture {
  return prepared
}
