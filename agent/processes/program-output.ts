import { StringDecoder } from 'node:string_decoder'
import { ProgramError } from './program-error.js'
import { phrase } from '../messages/phrase.js'

/** What becomes of what a program writes. It never keeps more than it was told. */
export interface OutputTaker {
  /** Throws to have the program ended. */
  take: (chunk: Buffer) => void
  /** There is no more. */
  end?: () => void
}

/** All that is written. A program that writes more than `maxBytes` is ended with too-much-output. */
export class WholeOutput implements OutputTaker {
  readonly #maxBytes: number
  readonly #chunks: Buffer[] = []
  #size = 0

  constructor (maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  take (chunk: Buffer): void {
    this.#size += chunk.length
    if (this.#size > this.#maxBytes) {
      throw new ProgramError('too-much-output', phrase('program.output', { most: this.#maxBytes }))
    }
    this.#chunks.push(chunk)
  }

  get bytes (): Buffer {
    return Buffer.concat(this.#chunks)
  }

  get text (): string {
    return this.bytes.toString('utf8')
  }
}

/** The beginning of what is written, as text; the rest is dropped. */
export class FirstOutput implements OutputTaker {
  readonly #maxLength: number
  readonly #decoder = new StringDecoder('utf8')
  #text = ''

  constructor (maxLength: number) {
    this.#maxLength = maxLength
  }

  take (chunk: Buffer): void {
    if (this.#text.length < this.#maxLength) this.#text += this.#decoder.write(chunk)
  }

  get text (): string {
    return this.#text.slice(0, this.#maxLength)
  }
}

/** The end of what is written, as text: it tells why a program failed. */
export class LastOutput implements OutputTaker {
  readonly #maxLength: number
  readonly #decoder = new StringDecoder('utf8')
  #text = ''

  constructor (maxLength: number) {
    this.#maxLength = maxLength
  }

  take (chunk: Buffer): void {
    this.#text = (this.#text + this.#decoder.write(chunk)).slice(-this.#maxLength)
  }

  get text (): string {
    return this.#text
  }
}

const longestLine = 4096

/** Hands over each line as it comes; the rest of an overlong one is dropped. */
export class OutputLines implements OutputTaker {
  readonly #onLine: (line: string) => void
  readonly #decoder = new StringDecoder('utf8')
  #open = ''
  #isAfterReturn = false

  constructor (onLine: (line: string) => void) {
    this.#onLine = onLine
  }

  take (chunk: Buffer): void {
    const text = this.#decoder.write(chunk)
    if (text === '') return
    // A chunk may end between the two characters of a line's end.
    const [first = '', ...rest] = (this.#isAfterReturn ? text.replace(/^\n/, '') : text).split(/\r?\n|\r/)
    this.#isAfterReturn = text.endsWith('\r')
    this.#open = (this.#open + first).slice(0, longestLine)
    for (const line of rest) {
      this.#onLine(this.#open)
      this.#open = line.slice(0, longestLine)
    }
  }

  end (): void {
    if (this.#open !== '') this.#onLine(this.#open)
  }
}
