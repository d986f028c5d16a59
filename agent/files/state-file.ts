import { appendFileSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { hasCode } from '../errors.js'
import { namingPath } from './file-system-errors.js'

const compactAtBytes = 256 * 1024

interface Known<T> {
  stamp: string
  sizeBytes: number
  isWhole: boolean
  value: T | undefined
}

/**
 * A state that processes share under a lock of theirs. Each write appends a line and the last whole one
 * counts, so that a writer may be killed at any moment; replacing the file every time would cost ten times as
 * much, since file systems flush what is replaced.
 */
export class StateFile<T> {
  readonly #file: string
  readonly #isState: (value: unknown) => value is T
  #known: Known<T> | undefined

  constructor (file: string, isState: (value: unknown) => value is T) {
    this.#file = file
    this.#isState = isState
  }

  /** The newest state; undefined when there is none. A file without any is set aside. */
  read (): T | undefined {
    const stamp = this.#stamp()
    if (stamp === undefined) this.#known = undefined
    else if (this.#known?.stamp !== stamp) this.#known = this.#load(stamp)
    return this.#known?.value
  }

  /** Only after `read`, under the same lock. */
  write (value: T): void {
    const known = this.#known
    this.#known = undefined
    const line = `${JSON.stringify(value)}\n`
    try {
      this.#append(line, known)
    } catch (error) {
      throw namingPath(error, this.#file)
    }
    const sizeBytes = (known?.sizeBytes ?? 0) + line.length
    this.#known = {
      stamp: this.#stamp() ?? '',
      sizeBytes: sizeBytes > compactAtBytes ? line.length : sizeBytes,
      isWhole: true,
      value
    }
  }

  #append (line: string, known: Known<T> | undefined): void {
    if (known === undefined || known.sizeBytes + line.length > compactAtBytes) {
      writeFileSync(`${this.#file}.new`, line)
      renameSync(`${this.#file}.new`, this.#file)
    } else appendFileSync(this.#file, known.isWhole ? line : `\n${line}`)
  }

  #load (stamp: string): Known<T> | undefined {
    const text = readText(this.#file)
    const lines = text.split('\n')
    for (const line of lines.reverse()) {
      const value = parse(line)
      if (this.#isState(value)) return { stamp, sizeBytes: text.length, isWhole: text.endsWith('\n'), value }
    }
    if (text !== '') renameSync(this.#file, `${this.#file}.damaged`)
    return undefined
  }

  #stamp (): string | undefined {
    const stat = statSync(this.#file, { bigint: true, throwIfNoEntry: false })
    return stat === undefined ? undefined : `${stat.ino} ${stat.size} ${stat.mtimeNs}`
  }
}

function readText (file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return ''
    throw error
  }
}

function parse (line: string): unknown {
  if (line === '') return undefined
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
