import { existsSync, lstatSync } from 'node:fs'
import type { BigIntStats } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { FileStatuses } from '../../files/file-statuses.js'
import { FileTable } from '../../files/file-table.js'
import { isMountPoint } from '../../files/mount-table.js'

/** One file that packline wrote below the output folder. */
export interface PublishedFile {
  path: string
  rule: string
  sha256: string
  size: number
}

/**
 * The part of a file's status that tells whether it is still what was published; a hard link elsewhere
 * changes its ctime.
 */
interface Stamp {
  size: bigint
  mtimeNs: bigint
  ino: bigint
}

/**
 * The record of what packline wrote below an output folder. It lies beside that folder, so that it goes where
 * the outputs go: whatever is not in it is not packline's, and is never touched.
 */
export class PublishedTree {
  readonly #table: FileTable

  constructor (table: FileTable) {
    this.#table = table
  }

  static read (file: string): PublishedTree | undefined {
    const table = FileTable.read(file)
    return table === undefined ? undefined : new PublishedTree(table)
  }

  static of (files: readonly PublishedFile[], stampOf: (file: PublishedFile) => Stamp): PublishedTree {
    const rules = [...new Set(files.map(file => file.rule))]
    const ordered = rules.flatMap(rule => files.filter(file => file.rule === rule))
    const ranges = rules.map(rule => [rule, ordered.filter(file => file.rule === rule).length])
    const table = FileTable.allocate(ordered.map(file => file.path), {
      ranges,
      // Older versions read it.
      md5: ''
    })
    ordered.forEach((file, index) => {
      table.setRow(index, { ...stampOf(file), ctimeNs: 0n }, Buffer.from(file.sha256, 'hex'))
    })
    return new PublishedTree(table)
  }

  write (file: string): void {
    this.#table.write(file)
  }

  get length (): number {
    return this.#table.length
  }

  files (): PublishedFile[] {
    const { ranges } = this.#table.header as { ranges: Array<[string, number]> }
    let end = 0
    return ranges.flatMap(([rule, count]) => {
      const begin = end
      end += count
      return this.#table.paths.slice(begin, end).map((path, offset) => {
        const index = begin + offset
        return {
          path,
          rule,
          sha256: this.#table.sha256At(index),
          size: this.#table.statusAt(index).size
        }
      })
    })
  }

  /** The files in `folder` that are still the ones that were published, and that `suit`. */
  intactPaths (folder: string, suits: (status: BigIntStats) => boolean = () => true): Set<string> {
    const isIntact = (path: string, index: number): boolean => {
      const status = lstatSync(`${folder}/${path}`, { bigint: true, throwIfNoEntry: false })
      return status !== undefined && suits(status) && this.#table.isContentAt(index, status)
    }
    return new Set(this.#table.paths.filter(isIntact))
  }

  /** Whether every file in `folder` is still the one that was published. */
  isIntact (folder: string): boolean {
    const statuses = new FileStatuses(folder, this.length)
    try {
      return this.#table.paths.every((path, index) => {
        const status = statuses.of(path)
        return status !== undefined && this.#table.isContentAt(index, status)
      })
    } finally {
      statuses.close()
    }
  }
}

export const workFolderName = '.packline'

/**
 * Where records and staging of an output folder live: beside it, or inside where the output is a mount of its
 * own, or was one when it was written first.
 */
export function workFolderOf (output: string): string {
  const inside = join(output, workFolderName)
  if (existsSync(inside) || isMountPoint(output)) return inside
  return join(dirname(output), workFolderName, basename(output))
}
