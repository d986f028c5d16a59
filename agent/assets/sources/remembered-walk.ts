import { lstatSync } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { sep } from 'node:path'
import { isWithinClockGranularity } from '../../files/clock-granularity.js'
import { FileStatuses } from '../../files/file-statuses.js'
import type { LookedStatus } from '../../files/file-statuses.js'
import type { WalkWitness } from '../../files/walk.js'

/** A folder or a list of ignored files that a walk has looked at, and its status then: '' for none. */
interface Seen {
  path: string
  stamp: string
}

/** What is remembered is so for the runs of one process, which loads the system's call once. */
const fewFiles = 500

/**
 * Which files a walk of a project found, as long as the folders that it listed are the same by their status:
 * each file is looked at by itself, and only the listing is saved. A walk that met links, or names that
 * cannot be read, is not remembered.
 */
export class RememberedWalk implements WalkWitness {
  readonly project: string
  readonly #now: () => number
  readonly #seen: Seen[] = []
  #paths: readonly string[] | undefined
  #isPlain = true

  constructor (project: string, now: () => number) {
    this.project = project
    this.#now = now
  }

  looked (path: string): void {
    const status = statusOf(this.project, path)
    // What could change once more without its time showing it is never the same.
    const isOld = status === undefined || !isWithinClockGranularity(status, this.#now())
    this.#seen.push({ path, stamp: isOld ? stampOf(status) : 'recent' })
  }

  /** Those that were listed. */
  get folders (): string[] {
    return this.#seen.flatMap(({ path, stamp }) =>
      stamp === '' || /(?:^|\/)\.gitignore$/.test(path) ? [] : [path]
    )
  }

  unusual (): void {
    this.#isPlain = false
  }

  /** The walk has ended and found these. */
  found (paths: readonly string[]): void {
    this.#paths = paths
  }

  /** Visits the files that a walk would visit now, whose status holds until then; false where one is due. */
  again (visit: (path: string, status: LookedStatus) => void): boolean {
    if (!this.#isPlain || this.#paths === undefined) return false
    for (const { path, stamp } of this.#seen) {
      if (stampOf(statusOf(this.project, path)) !== stamp) return false
    }
    const statuses = new FileStatuses(this.project, this.#paths.length, fewFiles)
    try {
      for (const path of this.#paths) {
        const status = statuses.of(path)
        if (status?.isFile() !== true) return false
        visit(path, status)
      }
      return true
    } finally {
      statuses.close()
    }
  }
}

function statusOf (project: string, path: string): BigIntStats | undefined {
  return lstatSync(path === '' ? project : project + sep + path, { bigint: true, throwIfNoEntry: false })
}

function stampOf (status: BigIntStats | undefined): string {
  return status === undefined ? '' : `${status.dev} ${status.ino} ${status.mtimeNs} ${status.ctimeNs}`
}
