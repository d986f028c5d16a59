import { createWriteStream } from 'node:fs'
import { rm } from 'node:fs/promises'
import type { EntryContent } from '../../formats/zip/edit-zip.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { stored, unixMode } from '../../formats/zip/zip-entry.js'
import type { OpenZip } from '../application/read-application.js'
import type { Finding } from './apk-findings.js'

/** The entries that Android wants stored and that are not. */
export function compressedEntries (findings: readonly Finding[]): Set<string> {
  return new Set(
    findings
      .filter(({ rule }) => rule === 'arsc-compressed' || rule === 'library-compressed')
      .flatMap(({ where }) => where)
  )
}

/**
 * Unpacks entries into files beside `target`, so that they can be stored whatever their size. `close` removes
 * the files.
 */
export class StoredEntries {
  readonly #target: string
  readonly #files: string[] = []

  constructor (target: string) {
    this.#target = target
  }

  async of (
    { handle, archive }: OpenZip,
    name: string,
    signal: AbortSignal
  ): Promise<EntryContent | undefined> {
    const entry = archive.entries.find(each => each.name === name)
    if (entry === undefined) return undefined
    const file = `${this.#target}.stored-${this.#files.length}`
    this.#files.push(file)
    await streamEntry(handle, archive, entry, createWriteStream(file, { flags: 'wx' }), signal)
    const { crc32, size } = entry
    const mode = unixMode(entry)
    return { method: stored, crc32, size, data: { file, size }, ...mode !== 0 && { mode } }
  }

  async close (): Promise<void> {
    for (const file of this.#files.splice(0)) await rm(file, { force: true })
  }
}
