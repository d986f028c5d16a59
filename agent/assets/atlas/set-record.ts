import { hash } from 'node:crypto'
import type { DoneAction } from '../actions/done-action.js'
import type { KeptLayout } from './kept-layout.js'
import { SpriteRows } from './sprite-rows.js'

/** A page of a set as the last run had it. */
export interface RecordedPage {
  stem: string
  width: number
  height: number
  page: DoneAction
  sheet: DoneAction
}

/** What has no row for each sprite. */
interface Header {
  /** Digest of all that the set depends on besides its pictures. */
  settings: string
  pages: RecordedPage[]
  layout: DoneAction
  /** Where the layout is kept in a file. */
  kept?: KeptLayout
  sprites: DoneAction
}

/** Another packline may have had other columns. */
const version = 2
const digestBytes = 32
const markBytes = 16
/** The version, and how long header and names are. */
const startAt = 12
/** No file's name has it. */
const afterName = '\0'

/**
 * What the last run knew of a set: a row for each sprite, by name, in columns, so that thousands are read in
 * a millisecond. Its start guards the whole, and a damaged one counts as absent.
 *
 * The first half of the sha256 of what follows; then 32-bit numbers, the low byte first: version, bytes of
 * the header, bytes of names; the header; names with a 0 between them; a sha256 of each file; one of each
 * sprite's pixels; columns of numbers.
 */
export class SetRecord {
  readonly header: Header
  /** Of the sprites, in order. */
  readonly names: readonly string[]
  /** Digests of the files. */
  readonly contents: Buffer
  /** Digests of the pixels. */
  readonly pixels: Buffer
  readonly #rows: SpriteRows

  constructor (
    header: Header,
    names: readonly string[],
    contents: Buffer,
    pixels: Buffer,
    rows: SpriteRows
  ) {
    this.header = header
    this.names = names
    this.contents = contents
    this.pixels = pixels
    this.#rows = rows
  }

  static parse (bytes: Buffer): SetRecord | undefined {
    const body = bytes.subarray(markBytes)
    if (bytes.length < markBytes || !markOf(body).equals(bytes.subarray(0, markBytes))) return undefined
    if (body.readUInt32LE(0) !== version) return undefined
    const headerEnd = startAt + body.readUInt32LE(4)
    const namesEnd = headerEnd + body.readUInt32LE(8)
    const header = JSON.parse(body.toString('utf8', startAt, headerEnd)) as Header
    const names = namesEnd === headerEnd ? [] : body.toString('utf8', headerEnd, namesEnd).split(afterName)
    const pixelsAt = namesEnd + names.length * digestBytes
    const numbersAt = pixelsAt + names.length * digestBytes
    if (body.length !== numbersAt + SpriteRows.allocate(names.length).bytes.length) return undefined
    return new SetRecord(
      header,
      names,
      body.subarray(namesEnd, pixelsAt),
      body.subarray(pixelsAt, numbersAt),
      SpriteRows.read(body, numbersAt, names.length)
    )
  }

  format (): Buffer {
    const header = Buffer.from(JSON.stringify(this.header))
    const names = Buffer.from(this.names.join(afterName))
    const start = Buffer.alloc(startAt)
    for (const [at, number] of [version, header.length, names.length].entries()) {
      start.writeUInt32LE(number, at * 4)
    }
    const body = Buffer.concat([start, header, names, this.contents, this.pixels, this.#rows.bytes])
    return Buffer.concat([markOf(body), body])
  }

  get length (): number {
    return this.names.length
  }

  get (...at: Parameters<SpriteRows['get']>): number {
    return this.#rows.get(...at)
  }

  /** Whether a sprite has these numbers there, and pixels with this digest. */
  isAt (row: number, rows: SpriteRows, digest: string): boolean {
    return this.#rows.isSame(row, rows) && digest.startsWith(this.digestAt(row))
  }

  pixelsAt (row: number): Buffer {
    return this.pixels.subarray(row * digestBytes, (row + 1) * digestBytes)
  }

  /** The digest of a sprite's pixels as text. */
  digestAt (row: number): string {
    return this.pixels.toString('hex', row * digestBytes, (row + 1) * digestBytes)
  }

  /** Whether another sprite has these pixels, at the same width. */
  isShared (digest: Buffer, row: number): boolean {
    for (
      let at = this.pixels.indexOf(digest);
      at !== -1;
      at = this.pixels.indexOf(digest, at + 1)
    ) {
      if (at % digestBytes === 0 && at !== row * digestBytes) return true
    }
    return false
  }

  /** Rows whose file is not the recorded one. `current` holds the digests of the files, in the same order. */
  changedRows (current: Buffer, from = 0, to = this.length): number[] {
    const [start, end] = [from * digestBytes, to * digestBytes]
    if (this.contents.subarray(start, end).equals(current.subarray(start, end))) return []
    if (to - from === 1) return [from]
    const middle = (from + to) >> 1
    return [...this.changedRows(current, from, middle), ...this.changedRows(current, middle, to)]
  }
}

function markOf (body: Buffer): Buffer {
  return hash('sha256', body, 'buffer').subarray(0, markBytes)
}
