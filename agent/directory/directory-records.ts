import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { isJsonObject } from '../json-object.js'
import type { Wording } from '../messages/phrase.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'
import type { FailedEntry } from './wanted-entries.js'

export interface DirectoryRecord {
  /** When the directory was as the source last. */
  lastGood?: { at: string, people: number, changes: number }
  /** What went wrong since, until it is well. */
  failed?: { at: string, reason: Wording, entries: FailedEntry[] }
}

/** What became of synchronisations on this machine. */
export class DirectoryRecords {
  readonly folder: string
  readonly #file: string

  constructor (home: string) {
    this.folder = join(home, 'directory')
    this.#file = join(this.folder, 'state.json')
  }

  async read (): Promise<DirectoryRecord> {
    try {
      const record = fromJson(await readFile(this.#file, 'utf8'))
      return isJsonObject(record) ? record : {}
    } catch (error) {
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return {}
      throw error
    }
  }

  async good (lastGood: Required<DirectoryRecord>['lastGood']): Promise<void> {
    await this.#write({ lastGood })
  }

  async failed (failed: Required<DirectoryRecord>['failed']): Promise<void> {
    await this.#write({ ...await this.read(), failed })
  }

  async #write (record: DirectoryRecord): Promise<void> {
    await writeFileAtomic(this.#file, `${jsonOf(record)}\n`, 0o600)
  }
}
