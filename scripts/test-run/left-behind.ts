import type { ListedProcess } from './process-list.js'

/** Each test file has a value of its own in it. */
export const environmentMark = 'PACKLINE_TEST_FILE'

export interface Orphan {
  id: number
  /** The test file that started it, directly or not. */
  file: string
}

export interface LeftBehindOptions {
  /** Process number of what starts the test files: each of its children is one. */
  runner: number
  /** How long what a test file started may outlive it. */
  graceMs: number
  commandOf: (id: number) => string[]
  environmentOf: (id: number) => string[]
}

interface TestFile {
  key: string
  file: string
  mark: string | undefined
}

/**
 * Watches what test files start, and names what outlives its file: a test that is killed at its time limit
 * cleans nothing up, and the runner waits for ever for a child that still holds the test's output.
 */
export class LeftBehind {
  readonly #options: LeftBehindOptions
  /** Who started a process, for each process that a test file started; undefined for all others. */
  readonly #owners = new Map<string, TestFile | undefined>()
  readonly #tests = new Map<string, TestFile>()
  readonly #orphanedAt = new Map<string, number>()

  constructor (options: LeftBehindOptions) {
    this.#options = options
  }

  /** Takes a list of all processes and returns those whose test file has been gone for longer than the grace. */
  look (processes: readonly ListedProcess[], nowMs: number, graceMs = this.#options.graceMs): Orphan[] {
    const byId = new Map(processes.map(process => [process.id, process]))
    for (const process of processes) this.#ownerOf(process, byId)
    const alive = new Set(processes.map(keyOf))
    for (const key of this.#owners.keys()) if (!alive.has(key)) this.#owners.delete(key)
    for (const key of this.#orphanedAt.keys()) if (!alive.has(key)) this.#orphanedAt.delete(key)
    return processes.flatMap(process => {
      const key = keyOf(process)
      const owner = this.#owners.get(key)
      if (owner === undefined || alive.has(owner.key)) return []
      const since = this.#orphanedAt.get(key) ?? nowMs
      this.#orphanedAt.set(key, since)
      return nowMs - since >= graceMs ? [{ id: process.id, file: owner.file }] : []
    })
  }

  #ownerOf (process: ListedProcess, byId: ReadonlyMap<number, ListedProcess>): TestFile | undefined {
    const key = keyOf(process)
    if (this.#owners.has(key)) return this.#owners.get(key)
    // Against a circle, should the list have been read while a number was given away again.
    this.#owners.set(key, undefined)
    const parent = byId.get(process.parent)
    const owner = process.parent === this.#options.runner
      ? this.#testFile(process)
      : (parent && this.#ownerOf(parent, byId)) ?? this.#marked(process.id)
    this.#owners.set(key, owner)
    return owner
  }

  #testFile (process: ListedProcess): TestFile {
    const test = {
      key: keyOf(process),
      file: this.#options.commandOf(process.id).at(-1) ?? '',
      mark: this.#markOf(process.id)
    }
    this.#tests.set(test.key, test)
    return test
  }

  /** One that lost its parent before it was seen still has the environment. */
  #marked (id: number): TestFile | undefined {
    const mark = this.#markOf(id)
    return mark === undefined ? undefined : [...this.#tests.values()].find(test => test.mark === mark)
  }

  #markOf (id: number): string | undefined {
    return this.#options.environmentOf(id).find(entry => entry.startsWith(`${environmentMark}=`))
  }
}

function keyOf ({ id, started }: ListedProcess): string {
  return `${id} ${started}`
}
