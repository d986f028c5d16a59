import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { isJsonObject } from '../json-object.js'
import type { Wording } from '../messages/phrase.js'
import { fromJson, jsonOf } from '../messages/words-beside.js'

export interface BackupRecord {
  lastBackup?: { at: string, snapshot: string, bytes: number }
  lastDrill?: { at: string, snapshot: string }
  /** The last thing that went wrong, until one of the same goes well. */
  failed?: { at: string, what: 'backup' | 'drill', reason: Wording }
  /** Of the last backups, the newest last: a size that falls is worth a look. */
  sizes: number[]
}

const keptSizes = 30

/** What became of the backups of this machine, one file each; restic itself is asked for what it holds. */
export class BackupRecords {
  readonly #folder: string

  constructor (home: string) {
    this.#folder = join(home, 'backups')
  }

  fileOf (name: string): string {
    return join(this.#folder, `${name}.json`)
  }

  async read (name: string): Promise<BackupRecord> {
    try {
      const record = fromJson(await readFile(this.fileOf(name), 'utf8'))
      return isJsonObject(record) && Array.isArray(record.sizes)
        ? record as unknown as BackupRecord
        : { sizes: [] }
    } catch (error) {
      if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return { sizes: [] }
      throw error
    }
  }

  async backedUp (name: string, last: Required<BackupRecord>['lastBackup']): Promise<void> {
    const { failed, ...record } = await this.read(name)
    await this.#write(name, {
      ...record,
      ...failed?.what === 'drill' && { failed },
      lastBackup: last,
      sizes: [...record.sizes, last.bytes].slice(-keptSizes)
    })
  }

  async drilled (name: string, last: Required<BackupRecord>['lastDrill']): Promise<void> {
    const { failed, ...record } = await this.read(name)
    await this.#write(name, { ...record, ...failed?.what === 'backup' && { failed }, lastDrill: last })
  }

  async failed (name: string, failed: Required<BackupRecord>['failed']): Promise<void> {
    await this.#write(name, { ...await this.read(name), failed })
  }

  async #write (name: string, record: BackupRecord): Promise<void> {
    await writeFileAtomic(this.fileOf(name), `${jsonOf(record)}\n`, 0o600)
  }
}
