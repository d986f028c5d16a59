import type { Sprite } from './sprite.js'

/** The numbers of a sprite, in their order. */
const numbers = [
  'sourceWidth',
  'sourceHeight',
  'left',
  'top',
  'width',
  'height',
  /** The row of the sprite whose place it shares, or its own. */
  'owner',
  'page',
  'x',
  'y',
  'rotated',
  'growthLeft',
  'growthTop',
  'growthRight',
  'growthBottom'
] as const

type NumberName = typeof numbers[number]

const numberAt = Object.fromEntries(numbers.map((name, at) => [name, at])) as Record<NumberName, number>
const placeAt = numberAt.owner

/** Numbers of sprites, a row for each. */
export class SpriteRows {
  readonly length: number
  readonly #values: Int32Array

  constructor (values: Int32Array) {
    this.#values = values
    this.length = values.length / numbers.length
  }

  static allocate (count: number): SpriteRows {
    return new SpriteRows(new Int32Array(count * numbers.length))
  }

  /** What `bytes` has of so many rows, from `start` on. */
  static read (bytes: Buffer, start: number, count: number): SpriteRows {
    const values = new Int32Array(count * numbers.length)
    bytes.copy(Buffer.from(values.buffer), 0, start)
    return new SpriteRows(values)
  }

  get bytes (): Buffer {
    return Buffer.from(this.#values.buffer, this.#values.byteOffset, this.#values.byteLength)
  }

  get (row: number, name: NumberName): number {
    const value = this.#values[row * numbers.length + numberAt[name]]
    if (value === undefined) throw new RangeError(`a set of ${this.length} sprites has none at ${row}`)
    return value
  }

  /** @param place the numbers from `owner` on */
  set (row: number, { sourceWidth, sourceHeight, box }: Sprite, place: readonly number[]): void {
    const start = row * numbers.length
    this.#values.set([sourceWidth, sourceHeight, box.left, box.top, box.width, box.height], start)
    this.#values.set(place, start + placeAt)
  }

  /** Whether a row is the same in both. */
  isSame (row: number, other: SpriteRows): boolean {
    for (let at = row * numbers.length; at < (row + 1) * numbers.length; at++) {
      if (this.#values[at] !== other.#values[at]) return false
    }
    return true
  }
}
