import { readFileSync, statSync } from 'node:fs'
import { errorText } from '../error-text.js'
import { PacklineError, hasCode } from '../errors.js'
import { phrase, type Wording } from '../messages/phrase.js'

interface WatchedFileOptions<T> {
  file: string
  now: () => number
  maxBytes: number
  /** What holds where there is no file. */
  empty: T
  parse: (text: string) => T
  invalid: (reason: Wording) => PacklineError
}

const lookAgainMs = 1000

/** A small file that people and commands change while the agent runs: it is read again after that. */
export class WatchedFile<T> {
  readonly #options: WatchedFileOptions<T>
  #value: T
  #lookedAt = -Infinity
  #version = ''

  constructor (options: WatchedFileOptions<T>) {
    this.#options = options
    this.#value = options.empty
  }

  /** As it was read last. */
  get last (): T {
    return this.#value
  }

  /** Whether somebody looked in this second. */
  get isRecent (): boolean {
    return this.#options.now() - this.#lookedAt < lookAgainMs
  }

  /** What is there now. Throws what `invalid` makes; what was read before stays as it was then. */
  read (): T {
    const { file, now, maxBytes, empty, parse, invalid } = this.#options
    this.#lookedAt = now()
    try {
      const { mtimeMs, ino, size } = statSync(file)
      const version = `${mtimeMs} ${ino} ${size}`
      if (version === this.#version) return this.#value
      if (size > maxBytes) throw invalid(phrase('tokens.size', { size }))
      this.#value = parse(readFileSync(file, 'utf8'))
      this.#version = version
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error instanceof PacklineError ? error : invalid(errorText(error))
      this.#value = empty
      this.#version = ''
    }
    return this.#value
  }

  /** After it was written here. */
  forget (): void {
    this.#version = ''
  }
}
