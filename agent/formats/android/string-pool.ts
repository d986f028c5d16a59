import { chunkAt, chunkTypes, noString } from './resource-chunk.js'
import { ReasonError } from '../../error-text.js'
import { phrase } from '../../messages/phrase.js'

const headerSize = 28
const sortedFlag = 1
const utf8Flag = 0x100

/** A pool without texts, in UTF-8. */
export function emptyPool (): Buffer {
  const bytes = Buffer.alloc(headerSize)
  bytes.writeUInt16LE(chunkTypes.stringPool, 0)
  bytes.writeUInt16LE(headerSize, 2)
  bytes.writeUInt32LE(headerSize, 4)
  bytes.writeUInt32LE(utf8Flag, 16)
  bytes.writeUInt32LE(headerSize, 20)
  return bytes
}

/** The texts of a binary XML file or a resource table, read where they are asked for. */
export class StringPool {
  readonly count: number
  /** The whole chunk. */
  readonly bytes: Buffer
  readonly #isUtf8: boolean
  readonly #stringsStart: number
  readonly #stylesStart: number
  readonly #styleCount: number

  constructor (bytes: Buffer) {
    if (chunkAt(bytes, 0, bytes.length).headerSize < headerSize) {
      throw new ReasonError(phrase('pool.cut'))
    }
    this.bytes = bytes
    this.count = bytes.readUInt32LE(8)
    this.#styleCount = bytes.readUInt32LE(12)
    this.#isUtf8 = (bytes.readUInt32LE(16) & utf8Flag) !== 0
    this.#stringsStart = bytes.readUInt32LE(20)
    this.#stylesStart = this.#styleCount === 0 ? bytes.length : bytes.readUInt32LE(24)
    const tables = this.#offsetsStart + (this.count + this.#styleCount) * 4
    if (
      tables > bytes.length || (this.count > 0 && this.#stringsStart < tables) ||
      this.#stringsStart > this.#stylesStart || this.#stylesStart > bytes.length
    ) throw new ReasonError(phrase('pool.fit'))
  }

  /** Undefined where there is no such text, which Android takes for none. */
  get (index: number): string | undefined {
    if (index === noString || index >= this.count) return undefined
    const at = this.#stringsStart + this.bytes.readUInt32LE(this.#offsetsStart + index * 4)
    return this.#isUtf8 ? this.#utf8At(at) : this.#utf16At(at)
  }

  /** The same pool with `added` before the text that is at `index` now; `index` may be `count`. */
  with (index: number, added: readonly string[]): StringPool {
    if (this.#styleCount > 0 && index < this.count) throw new ReasonError(phrase('pool.styles'))
    const start = this.#offsetsStart
    const data = this.bytes.subarray(this.#stringsStart, this.#stylesStart)
    const texts = added.map(text => this.#isUtf8 ? utf8Text(text) : utf16Text(text))
    let offset = data.length
    const offsets = Buffer.alloc(added.length * 4)
    for (const [each, { length }] of texts.entries()) {
      offsets.writeUInt32LE(offset, each * 4)
      offset += length
    }
    const body = Buffer.concat([data, ...texts])
    const parts = [
      this.bytes.subarray(0, start + index * 4),
      offsets,
      this.bytes.subarray(start + index * 4, start + (this.count + this.#styleCount) * 4),
      body,
      Buffer.alloc((4 - body.length % 4) % 4),
      this.bytes.subarray(this.#stylesStart)
    ]
    const pool = Buffer.concat(parts)
    const stringsStart = start + (this.count + added.length + this.#styleCount) * 4
    pool.writeUInt32LE(pool.length, 4)
    pool.writeUInt32LE(this.count + added.length, 8)
    pool.writeUInt32LE((pool.readUInt32LE(16) & ~sortedFlag) >>> 0, 16)
    pool.writeUInt32LE(stringsStart, 20)
    if (this.#styleCount > 0) pool.writeUInt32LE(pool.length - (this.bytes.length - this.#stylesStart), 24)
    return new StringPool(pool)
  }

  get #offsetsStart (): number {
    return this.bytes.readUInt16LE(2)
  }

  #utf8At (start: number): string {
    // The first length counts characters of UTF-16, the second bytes.
    let at = start + (this.bytes.readUInt8(start) >= 0x80 ? 2 : 1)
    let length = this.bytes.readUInt8(at++)
    if (length >= 0x80) length = (length & 0x7f) << 8 | this.bytes.readUInt8(at++)
    return decodeModifiedUtf8(this.#slice(at, length))
  }

  #utf16At (start: number): string {
    let at = start + 2
    let length = this.bytes.readUInt16LE(start)
    if (length >= 0x8000) {
      length = (length & 0x7fff) * 0x10000 + this.bytes.readUInt16LE(at)
      at += 2
    }
    return this.#slice(at, length * 2).toString('utf16le')
  }

  #slice (at: number, length: number): Buffer {
    if (at + length > this.#stylesStart) throw new ReasonError(phrase('pool.text'))
    return this.bytes.subarray(at, at + length)
  }
}

function utf16Text (text: string): Buffer {
  const data = Buffer.from(text, 'utf16le')
  const units = text.length
  const head = Buffer.alloc(units > 0x7fff ? 4 : 2)
  if (units > 0x7fff) {
    head.writeUInt16LE(0x8000 | units >>> 16, 0)
    head.writeUInt16LE(units & 0xffff, 2)
  } else head.writeUInt16LE(units, 0)
  return Buffer.concat([head, data, Buffer.alloc(2)])
}

function utf8Text (text: string): Buffer {
  const data = encodeModifiedUtf8(text)
  if (data.length > 0x7fff) throw new ReasonError(phrase('pool.long'))
  return Buffer.concat([utf8Length(text.length), utf8Length(data.length), data, Buffer.alloc(1)])
}

function utf8Length (length: number): Buffer {
  return length > 0x7f ? Buffer.from([0x80 | length >>> 8, length & 0xff]) : Buffer.from([length])
}

/**
 * Characters beyond U+FFFF are two halves of three bytes each, as aapt2 writes them
 * (Utf8ToModifiedUtf8); aapt wrote
 * four bytes, and both are read.
 */
function decodeModifiedUtf8 (bytes: Buffer): string {
  if (!bytes.includes(0xed)) return bytes.toString()
  let text = ''
  let from = 0
  for (let at = bytes.indexOf(0xed); at >= 0; at = bytes.indexOf(0xed, at + 1)) {
    const [second = 0, third = 0] = bytes.subarray(at + 1, at + 3)
    if (second < 0xa0) continue
    text += bytes.toString('utf8', from, at) +
      String.fromCharCode(0xd000 | (second & 0x3f) << 6 | (third & 0x3f))
    from = at + 3
  }
  return text + bytes.toString('utf8', from)
}

function encodeModifiedUtf8 (text: string): Buffer {
  const halves = [...text].flatMap(character => character.length > 1 ? character.split('') : [character])
  return Buffer.concat(halves.map(each => {
    const code = each.charCodeAt(0)
    return code >= 0xd800 && code <= 0xdfff
      ? Buffer.from([0xed, 0x80 | code >>> 6 & 0x3f, 0x80 | code & 0x3f])
      : Buffer.from(each)
  }))
}
