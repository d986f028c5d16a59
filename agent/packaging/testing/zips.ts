import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Zip, ZipDeflate, ZipPassThrough, unzipSync, zipSync } from 'fflate'
import { hasCode } from '../../errors.js'
import { readZip } from '../../formats/zip/read-zip.js'
import type { ZipArchive } from '../../formats/zip/zip-entry.js'

export type Files = Record<string, Uint8Array>

interface Test {
  teardown: (act: () => void | Promise<void>) => void
}

/** A folder that goes with the test. */
export function temporaryFolder (t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'packline-packages-'))
  t.teardown(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A zip as another program writes it: sizes in the local headers, or behind the data as streams have to. */
export function zipOf (
  files: Files,
  { isStreamed = false, storedNames = /\.(png|so|arsc)$/ }: { isStreamed?: boolean, storedNames?: RegExp } =
    {}
): Buffer {
  if (!isStreamed) {
    return Buffer.from(zipSync(
      Object.fromEntries(
        Object
          .entries(files)
          .map(([name, bytes]) => [name, [bytes, {
            level: storedNames.test(name)
              ? 0
              : 6
          }]])
      ),
      { mtime: '2001-02-03' }
    ))
  }
  const chunks: Uint8Array[] = []
  const zip = new Zip((error, chunk) => {
    if (error !== null) throw error
    chunks.push(chunk)
  })
  for (const [name, bytes] of Object.entries(files)) {
    const entry = storedNames.test(name) ? new ZipPassThrough(name) : new ZipDeflate(name)
    zip.add(entry)
    entry.push(bytes, true)
  }
  zip.end()
  return Buffer.concat(chunks)
}

/** What another reader finds. */
export function unzipped (zip: Uint8Array): Files {
  return unzipSync(zip)
}

export async function readBytes (folder: string, bytes: Uint8Array): Promise<ZipArchive> {
  const file = join(folder, 'read.zip')
  writeFileSync(file, bytes)
  const handle = await open(file, 'r')
  try {
    return await readZip(handle, 'read.zip')
  } finally {
    await handle.close()
  }
}

export async function codeOf (work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'none'
  } catch (error) {
    return error instanceof Error && 'code' in error && hasCode(error, String(error.code))
      ? String(error.code)
      : String(error)
  }
}
