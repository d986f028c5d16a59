import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeRecordSync } from '../../files/atomic-file.js'
import { PacklineError } from '../../errors.js'
import type { PublishedVersions, VersionHead } from './published-versions.js'

/** Two paths that are one on a disk that ignores case, or the way in which letters are composed. */
export function withoutCase (path: string): string {
  return path.normalize('NFC').toLowerCase()
}

/**
 * Every path that players of a target may have. Kept beside the versions, because to read all of them for
 * each new one would cost more with every version.
 */
export class KnownPaths {
  readonly #versions: PublishedVersions
  readonly #paths: Map<string, string>

  constructor (versions: PublishedVersions, earlier: readonly VersionHead[]) {
    this.#versions = versions
    const paths = this.#kept() ?? pathsOf(versions, earlier)
    this.#paths = new Map([...paths].map(path => [withoutCase(path), path]))
  }

  /**
   * Clients delete what a version no longer names, and some do so last. Throws HOT_UPDATE_CASE_RENAME for a
   * path that only its case makes new.
   */
  check (paths: Iterable<string>): void {
    for (const path of paths) {
      const old = this.#paths.get(withoutCase(path))
      if (old !== undefined && old !== path) {
        throw new PacklineError('HOT_UPDATE_CASE_RENAME', { target: this.#versions.target, old, file: path })
      }
    }
  }

  /** Before the version itself is recorded: a path too many refuses what would soon be refused. */
  add (paths: Iterable<string>): void {
    for (const path of paths) this.#paths.set(withoutCase(path), path)
    writeRecordSync(this.#file, `${JSON.stringify([...this.#paths.values()])}\n`)
  }

  get #file (): string {
    return join(this.#versions.folder, '.paths.json')
  }

  #kept (): string[] | undefined {
    if (!existsSync(this.#file)) return undefined
    try {
      const paths: string[] = JSON.parse(readFileSync(this.#file, 'utf8'))
      return paths
    } catch {
      // Made anew from the records.
      return undefined
    }
  }
}

function pathsOf (versions: PublishedVersions, earlier: readonly VersionHead[]): Set<string> {
  const paths = new Set<string>()
  for (const head of new Map(earlier.map(each => [each.digest, each])).values()) {
    for (const [path] of versions.read(head).files) paths.add(path)
  }
  return paths
}
