import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { PacklineError } from '../errors.js'
import { isJsonObject } from '../json-object.js'
import { writeRecordSync } from './atomic-file.js'
import { digestOfFile } from './file-digest.js'

/** A file that is about to be written. */
export interface FileToWrite {
  path: string
  sha256?: string
}

/**
 * The record of the single files that packline wrote where somebody told it to: sheets, csb, reports, layout
 * files. (What a whole tree of outputs holds is recorded beside it.) Every writer asks it first: what is not
 * in it and no product of the same kind is somebody's, and is never overwritten.
 */
export class WrittenFiles {
  readonly #folder: string

  /** @param home PACKLINE_HOME */
  constructor (home: string) {
    this.#folder = join(home, 'written')
  }

  /**
   * Throws OUTPUT_NOT_OURS for a file that is in the way. `isProduct` knows what a writer of the same kind
   * has made, also on another machine or with another home, where this record is not.
   */
  check (files: readonly FileToWrite[], isProduct: (path: string) => boolean = () => false): void {
    const known = new Map<string, ReadonlySet<string>>()
    for (const file of files) {
      const { path } = file
      const status = lstatSync(path, { throwIfNoEntry: false })
      if (status === undefined) continue
      const folder = realpathSync(dirname(path))
      const names = known.get(folder) ?? this.#read(folder)
      known.set(folder, names)
      const isOurs = status.isFile() &&
        (names.has(basename(path)) || isProduct(path) ||
          file.sha256 !== undefined && digestOfFile(path) === file.sha256)
      if (!isOurs) throw new PacklineError('OUTPUT_NOT_OURS', { path })
    }
  }

  /** Remembers files that were written. */
  add (paths: readonly string[]): void {
    const byFolder = new Map<string, string[]>()
    for (const path of paths) {
      const names = byFolder.get(dirname(path)) ?? []
      names.push(basename(path))
      byFolder.set(dirname(path), names)
    }
    for (const [given, names] of byFolder) {
      const folder = realpathSync(given)
      const known = this.#read(folder)
      if (names.every(name => known.has(name))) continue
      this.#write(folder, [...new Set([...known, ...names])].sort())
    }
  }

  #write (folder: string, files: readonly string[]): void {
    try {
      writeRecordSync(this.#recordOf(folder), JSON.stringify({ folder, files }))
    } catch {
      // Who has no home that can be written has no record, and files that are known by what they are.
    }
  }

  #read (folder: string): ReadonlySet<string> {
    try {
      const record: unknown = JSON.parse(readFileSync(this.#recordOf(folder), 'utf8'))
      return new Set(isJsonObject(record) && Array.isArray(record.files) ? record.files.map(String) : [])
    } catch {
      // Without a record nothing is known to be ours.
      return new Set()
    }
  }

  #recordOf (folder: string): string {
    return join(this.#folder, `${createHash('sha256').update(folder).digest('hex').slice(0, 32)}.json`)
  }
}

/** What stands in the head of every page that packline writes. */
export const generatorMark = '<meta name="generator" content="packline">'

/** Whether a file is a page that packline has written. */
export function isOwnPage (path: string): boolean {
  return /\.html?$/i.test(path) && readFileSync(path, 'utf8').includes(generatorMark)
}
