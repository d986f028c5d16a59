import { PacklineError } from '../../errors.js'
import { flag, localHeaderSize } from './zip-entry.js'
import type { ZipEntry } from './zip-entry.js'
import { phrase, type Phrase, type Wording } from '../../messages/phrase.js'

/** What no package of a game reaches, and a bomb does. */
export const zipLimits = {
  /** Unpacked bytes of all entries together. */
  totalBytes: 32 * 1024 ** 3,
  /** Unpacked size through packed size, for entries over `ratioFromBytes`; deflate itself ends at 1,032. */
  ratio: 500,
  ratioFromBytes: 64 * 1024 ** 2,
  nameBytes: 1024
} as const

/** Whether readers take an entry for a bomb. */
export function isTooDense (size: number, packedSize: number): boolean {
  return size > zipLimits.ratioFromBytes && size > packedSize * zipLimits.ratio
}

/** Throws the first thing that makes these entries unfit: nothing of them is unpacked for that. */
export function checkEntries (entries: readonly ZipEntry[], dataEnd: number, file: string): void {
  const names = new Set<string>()
  let total = 0
  for (const entry of entries) {
    const { name } = entry
    if ((entry.flags & flag.encrypted) !== 0) {
      throw new PacklineError('PACKAGE_ENCRYPTED', { file, entry: name })
    }
    const reason = unsafeName(name)
    if (reason !== undefined) {
      throw new PacklineError('PACKAGE_UNSAFE_ENTRY', {
        file,
        entry: name.slice(0, 200),
        reason
      })
    }
    if (names.has(name)) throw new PacklineError('PACKAGE_DUPLICATE_ENTRY', { file, entry: name })
    names.add(name)
    total += entry.size
    if (isTooDense(entry.size, entry.compressedSize)) {
      throw bomb(file, phrase('zip.bombEntry', { name, size: entry.size, packed: entry.compressedSize }))
    }
  }
  if (total > zipLimits.totalBytes) {
    throw bomb(file, phrase('zip.bombTotal', { total, most: zipLimits.totalBytes }))
  }
  checkOverlaps(entries, dataEnd, file)
}

/** Why an entry must not be unpacked under that name, or undefined. */
export function unsafeName (name: string): Phrase | undefined {
  if (name === '') return phrase('secret.empty')
  if (Buffer.byteLength(name) > zipLimits.nameBytes) {
    return phrase('name.tooLong', { most: zipLimits.nameBytes })
  }
  if (/[\u0000-\u001f\u007f]/.test(name)) return phrase('name.control')
  if (name.includes('\\')) return phrase('name.backslash')
  if (name.startsWith('/') || /^[A-Za-z]:/.test(name)) return phrase('name.absolute')
  const parts = (name.endsWith('/') ? name.slice(0, -1) : name).split('/')
  return parts.some(part => part === '..' || part === '.' || part === '')
    ? phrase('name.outside')
    : undefined
}

/** Overlapping entries are the way to make a bomb of a small file. */
function checkOverlaps (entries: readonly ZipEntry[], dataEnd: number, file: string): void {
  const sorted = entries.toSorted((a, b) => a.offset - b.offset)
  for (const [index, entry] of sorted.entries()) {
    const end = entry.offset + localHeaderSize + Buffer.byteLength(entry.name) + entry.compressedSize
    if (end > (sorted[index + 1]?.offset ?? dataEnd)) {
      const next = sorted[index + 1]
      if (next === undefined) {
        throw new PacklineError('PACKAGE_DAMAGED', {
          file,
          reason: phrase('zip.intoDirectory', { entry: entry.name })
        })
      }
      throw bomb(file, phrase('zip.overlap', { entry: entry.name, next: next.name }))
    }
  }
}

function bomb (file: string, reason: Wording): PacklineError {
  return new PacklineError('PACKAGE_BOMB', { file, reason })
}
