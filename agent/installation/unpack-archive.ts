import { createReadStream } from 'node:fs'
import { chmod, mkdir, open } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { extract } from 'tar-stream'
import type { Extract as Entries } from 'tar-stream'
import { errorText } from '../error-text.js'
import { hasCode, PacklineError } from '../errors.js'
import { isFullDisk } from '../files/file-system-errors.js'

type Entry = Entries extends AsyncIterable<infer One> ? One : never

const maxEntries = 50_000
const maxBytes = 2_000_000_000

/**
 * Unpacks a release archive, without its top folder, into the new folder `folder`. A release holds files and
 * folders: an entry of another kind, one that would lie elsewhere, and one that is there twice are refused.
 */
export async function unpackArchive (
  { file, archive }: { file: string, archive: string },
  folder: string,
  signal: AbortSignal
): Promise<void> {
  await makeFolder(folder)
  const entries = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), entries, { signal })
  // It is awaited below, and may fail before.
  reading.catch(() => {})
  try {
    let [count, size] = [0, 0]
    for await (const entry of entries) {
      count++
      size += entry.header.size
      const path = pathOf(entry)
      if (path === undefined || count > maxEntries || size > maxBytes) {
        throw new PacklineError('UPDATE_ARCHIVE_UNSAFE', {
          archive,
          entry: JSON.stringify(entry.header.name)
        })
      }
      await write(entry, join(folder, path), archive)
    }
    await reading
  } catch (error) {
    entries.destroy()
    signal.throwIfAborted()
    if (error instanceof PacklineError || isFullDisk(error)) throw error
    throw new PacklineError('UPDATE_ARCHIVE_DAMAGED', { archive, reason: errorText(error) }, { cause: error })
  }
}

/** Below the top folder of the archive; undefined for what must not be written. */
function pathOf ({ header: { name, type } }: Entry): string | undefined {
  if (type !== 'file' && type !== 'directory') return undefined
  if (/[\\:\u0000-\u001f]/.test(name) || name.startsWith('/')) return undefined
  const words = name.replace(/\/$/, '').split('/')
  return words.some(word => word === '' || word === '.' || word === '..')
    ? undefined
    : words.slice(1).join('/')
}

async function write (entry: Entry, path: string, archive: string): Promise<void> {
  if (entry.header.type === 'directory') {
    await makeFolder(path)
    entry.resume()
    return
  }
  await makeFolder(dirname(path))
  const isProgram = (entry.header.mode & 0o111) !== 0
  let file
  try {
    file = await open(path, 'wx')
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
    throw new PacklineError('UPDATE_ARCHIVE_UNSAFE', { archive, entry: JSON.stringify(entry.header.name) })
  }
  try {
    for await (const chunk of entry as AsyncIterable<Buffer>) await file.writeFile(chunk)
    // Whatever the mask of who installs: other users run it.
    await file.chmod(isProgram ? 0o755 : 0o644)
  } finally {
    await file.close()
  }
}

async function makeFolder (path: string): Promise<void> {
  const first = await mkdir(path, { recursive: true })
  if (first === undefined) return
  for (let each = path; each.length >= first.length; each = dirname(each)) await chmod(each, 0o755)
}
