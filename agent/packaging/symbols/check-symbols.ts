import { open } from 'node:fs/promises'
import { Writable } from 'node:stream'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipEntry } from '../../formats/zip/zip-entry.js'
import { buildIdOf, headBytes } from './build-ids.js'

/** Native libraries of an APK or App Bundle, and what may be a program in an IPA. */
const binary =
  /(?:^|\/)lib\/[^/]+\/[^/]+\.so$|^Payload\/[^/]+\.app\/(?:[^/.]+|Frameworks\/[^/]+\.framework\/[^/.]+)$/

export interface CheckedSymbols {
  /** Files whose build id is one of the package's. */
  proved: number
  /** Those that have none, such as mapping.txt. */
  others: number
}

/**
 * Symbols belong to a package by the build id (ELF) or UUID (Mach-O) of its binaries.
 * Throws SYMBOLS_OTHER for a file whose id no binary of the package has.
 */
export async function checkSymbols (
  packageFile: string,
  files: readonly string[],
  signal: AbortSignal
): Promise<CheckedSymbols> {
  const ids = await binaryIds(packageFile, signal)
  let proved = 0
  for (const file of files) {
    const id = buildIdOf(await headOf(file))
    if (id === undefined || ids.size === 0) continue
    if (!ids.has(id)) {
      throw new PacklineError('SYMBOLS_OTHER', {
        file,
        id,
        found: [...ids].join(', ') || phrase('list.none')
      })
    }
    proved++
  }
  return { proved, others: files.length - proved }
}

async function binaryIds (file: string, signal: AbortSignal): Promise<Set<string>> {
  const ids = new Set<string>()
  if (!/\.(?:apk|aab|ipa)$/i.test(file)) return ids
  const handle = await open(file, 'r')
  try {
    const archive = await readZip(handle, file, { zip64: true })
    for (const entry of archive.entries.filter(({ name }) => binary.test(name))) {
      const id = buildIdOf(await headOfEntry(entry))
      if (id !== undefined) ids.add(id)
    }
    return ids

    async function headOfEntry (entry: ZipEntry): Promise<Buffer> {
      const chunks: Buffer[] = []
      let bytes = 0
      const sink = new Writable({
        write (chunk: Buffer, _, done) {
          if (bytes < headBytes) chunks.push(chunk)
          bytes += chunk.length
          done()
        }
      })
      await streamEntry(handle, archive, entry, sink, signal)
      return Buffer.concat(chunks)
    }
  } finally {
    await handle.close()
  }
}

async function headOf (file: string): Promise<Buffer> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
