import type { FileHandle } from 'node:fs/promises'
import { editTable } from './apk/edit-table.js'
import { maxTableBytes } from './application/read-application.js'
import { editPropertyList, maxPropertyListBytes } from './edit-property-list.js'
import { encodeBytes } from './entry-encoder.js'
import type { EntryEncoder } from './entry-encoder.js'
import type { Changes } from './entry-change.js'
import type { EntryContent } from '../formats/zip/edit-zip.js'
import { readEntry } from '../formats/zip/entry-data.js'
import { isLink, stored, unixMode } from '../formats/zip/zip-entry.js'
import type { ZipArchive } from '../formats/zip/zip-entry.js'
import { ReasonError } from '../error-text.js'
import { phrase } from '../messages/phrase.js'

/**
 * The new content of every changed entry of a zip; an entry that is replaced keeps its way of packing and its
 * mode, but those of `storedNames` are stored.
 */
export async function entryContents (
  changes: Changes,
  encoder: EntryEncoder,
  base?: { handle: FileHandle, archive: ZipArchive },
  storedNames: ReadonlySet<string> = new Set()
): Promise<Map<string, EntryContent | undefined>> {
  const entries = new Map(base?.archive.entries.map(entry => [entry.name, entry]))
  const contents = new Map<string, EntryContent | undefined>()
  for (const [name, change] of changes) {
    const old = entries.get(name)
    const method = storedNames.has(name) ? stored : old?.method
    const mode = old === undefined || unixMode(old) === 0 || isLink(old) ? {} : { mode: unixMode(old) }
    switch (change.way) {
      case 'remove':
        contents.set(name, undefined)
        break
      case 'bytes':
        contents.set(name, { ...encodeBytes(change.bytes, method), ...mode })
        break
      case 'file':
        contents.set(name, { ...await encoder.encode(change.file, name, method), ...mode })
        break
      case 'plist': {
        if (base === undefined || old === undefined) throw new ReasonError(phrase('edit.notThere', { name }))
        const before = await readEntry(base.handle, base.archive, old, maxPropertyListBytes)
        const after = await editPropertyList(before, change.set, base.archive.file, name)
        contents.set(name, { ...encodeBytes(after, old.method), ...mode })
        break
      }
      case 'table': {
        if (base === undefined) throw new ReasonError(phrase('edit.notThere', { name }))
        const { handle, archive } = base
        const before = old === undefined ? undefined : await readEntry(handle, archive, old, maxTableBytes)
        // Android 11 and later want a table that is stored.
        contents.set(name, {
          ...encodeBytes(editTable(before, change, archive.file), method ?? stored),
          ...mode
        })
      }
    }
  }
  return contents
}
