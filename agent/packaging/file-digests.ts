import type { BigIntStats } from 'node:fs'
import { stat } from 'node:fs/promises'
import { PacklineError, hasCode } from '../errors.js'
import { FileTable } from '../files/file-table.js'
import { sha256OfFile } from '../files/streamed-digest.js'
import { phrase, type Wording } from '../messages/phrase.js'

export interface DigestedFile {
  path: string
  sha256: string
  size: number
  mode: number
}

/**
 * A file changed so short a time before it was hashed could change again without a trace in its time stamps.
 */
const settledMs = 2000

/**
 * Digests of files by absolute path, kept from run to run by their status, so that a large baseline is read
 * once.
 */
export class FileDigests {
  readonly #table: FileTable
  readonly #index: Map<string, number>
  readonly #fresh = new Map<
    string,
    Promise<{ file: DigestedFile, status: BigIntStats, isSettled: boolean }>
  >()
  readonly #stateFile: string
  readonly #now: () => number

  constructor (stateFile: string, now: () => number) {
    this.#stateFile = stateFile
    this.#now = now
    this.#table = FileTable.read(stateFile) ?? FileTable.empty()
    this.#index = new Map(this.#table.paths.map((path, index) => [path, index]))
  }

  /** Throws PACKAGE_INPUT_MISSING with `what` when there is no such file. */
  async of (path: string, what: Wording): Promise<DigestedFile> {
    let known = this.#fresh.get(path)
    if (known === undefined) {
      known = this.#digest(path, what)
      this.#fresh.set(path, known)
    }
    return (await known).file
  }

  /** Files may have changed since they were looked at: each is looked at again. */
  forget (): void {
    this.#fresh.clear()
  }

  /** Keeps what was seen in this run. */
  async save (): Promise<void> {
    const seen = (await Promise.allSettled(this.#fresh.values())).flatMap(result =>
      result.status === 'fulfilled' && result.value.isSettled ? [result.value] : []
    )
    const rows = new Map(seen.map(row => [row.file.path, row]))
    const kept = this.#table.paths.filter(path => !rows.has(path) && !this.#fresh.has(path))
    const table = FileTable.allocate([...rows.keys(), ...kept])
    for (const [index, path] of table.paths.entries()) {
      const [row, before] = [rows.get(path), this.#index.get(path)]
      if (row !== undefined) table.setRow(index, row.status, Buffer.from(row.file.sha256, 'hex'))
      else if (before !== undefined) table.copyRow(index, this.#table, before)
    }
    table.write(this.#stateFile)
  }

  async #digest (
    path: string,
    what: Wording
  ): Promise<{ file: DigestedFile, status: BigIntStats, isSettled: boolean }> {
    const status = await statusOf(path, what)
    const isSettled = this.#now() - Number(status.ctimeNs / 1_000_000n) > settledMs
    const index = this.#index.get(path)
    const sha256 = index !== undefined && this.#table.isAt(index, status)
      ? this.#table.sha256At(index)
      : await sha256OfFile(path)
    return { file: { path, sha256, size: Number(status.size), mode: Number(status.mode) }, status, isSettled }
  }
}

async function statusOf (path: string, what: Wording): Promise<BigIntStats> {
  try {
    const status = await stat(path, { bigint: true })
    if (status.isFile()) return status
    throw new PacklineError('PACKAGE_INPUT_MISSING', { file: path, what: phrase('what.noFile', { what }) })
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ENOTDIR')) {
      throw new PacklineError('PACKAGE_INPUT_MISSING', { file: path, what }, { cause: error })
    }
    throw error
  }
}
