import { statSync } from 'node:fs'

/**
 * What was read from files, for as long as they are the same by their status. A file that is only ever
 * replaced gets another one each time.
 */
export class RememberedFiles {
  readonly #known = new Map<string, { stamp: string, value: unknown }>()

  /** What `read` makes of the file; a file always stands for one type. */
  read<T> (file: string, read: () => T): T {
    const stamp = stampOf(file)
    const known = this.#known.get(file)
    if (known !== undefined && stamp !== '' && known.stamp === stamp) return known.value as T
    const value = read()
    this.#known.set(file, { stamp, value })
    return value
  }

  /** What `read` would make of the file just written. */
  wrote (file: string, value: unknown): void {
    this.#known.set(file, { stamp: stampOf(file), value })
  }
}

function stampOf (file: string): string {
  const status = statSync(file, { bigint: true, throwIfNoEntry: false })
  return status === undefined ? '' : `${status.ino} ${status.size} ${status.mtimeNs} ${status.ctimeNs}`
}
