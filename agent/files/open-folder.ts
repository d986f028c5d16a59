import { closeSync, constants, openSync } from 'node:fs'

const openPath = 0o10000000 // O_PATH

/** The folder of the file that was asked for last: what lies in it is found without the way to it. */
export class OpenFolder {
  readonly #root: string
  #folder: string | undefined
  #descriptor = -1

  constructor (root: string) {
    this.#root = root
  }

  /** The folder that `path` lies in, as a descriptor; below zero where it cannot be opened. */
  of (path: string): number {
    const end = Math.max(path.lastIndexOf('/'), 0)
    if (this.#folder?.length === end && path.startsWith(this.#folder)) return this.#descriptor
    this.close()
    this.#folder = path.slice(0, end)
    try {
      this.#descriptor = openSync(`${this.#root}/${this.#folder}`, openPath | constants.O_DIRECTORY)
    } catch {
      // Each file in it is looked at by its whole path, which says what is wrong.
    }
    return this.#descriptor
  }

  close (): void {
    if (this.#descriptor >= 0) closeSync(this.#descriptor)
    this.#descriptor = -1
    this.#folder = undefined
  }
}

/** The last name of a path. */
export function nameIn (path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
