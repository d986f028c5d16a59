import { createHash } from 'node:crypto'
import { readFile, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PacklineError, hasCode } from '../errors.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { isJsonObject } from '../json-object.js'

/** What was rendered into a folder, and with which bytes: only that is ever replaced or removed. */
const recordName = '.packline-site.json'

/** Makes `folder` hold `files` and nothing that was rendered before. Throws SITE_FOLDER_TAKEN. */
export async function writeSiteFolder (
  folder: string,
  files: Readonly<Record<string, string>>
): Promise<{ written: string[], removed: string[] }> {
  const record = await readRecord(folder)
  const present = await filesIn(folder)
  for (const path of present) {
    if (path === recordName) continue
    const bytes = await readFile(join(folder, path))
    const isOurs = record[path] === sha256(bytes)
    if (!isOurs && (record[path] !== undefined || Object.hasOwn(files, path))) {
      // The same bytes are no loss: a run that was killed left them.
      if (files[path] !== undefined && sha256(files[path]) === sha256(bytes)) continue
      throw new PacklineError('SITE_FOLDER_TAKEN', { folder, path })
    }
  }
  for (const [path, text] of Object.entries(files)) await writeFileAtomic(join(folder, path), text)
  const digests = Object.fromEntries(Object.entries(files).map(([path, text]) => [path, sha256(text)]))
  const removed = Object.keys(record).filter(path => !Object.hasOwn(files, path) && present.includes(path))
  for (const path of removed) await rm(join(folder, path), { force: true })
  await writeFileAtomic(join(folder, recordName), `${JSON.stringify({ files: digests }, null, 2)}\n`)
  return { written: Object.keys(files), removed }
}

async function readRecord (folder: string): Promise<Record<string, unknown>> {
  try {
    const record: unknown = JSON.parse(await readFile(join(folder, recordName), 'utf8'))
    return isJsonObject(record) && isJsonObject(record.files) ? record.files : {}
  } catch (error) {
    if (hasCode(error, 'ENOENT') || error instanceof SyntaxError) return {}
    throw error
  }
}

/** Of the folder and of `systemd/` in it, which is all that a site may have. */
async function filesIn (folder: string): Promise<string[]> {
  const found: string[] = []
  for (const below of ['', 'systemd/']) {
    try {
      for (const entry of await readdir(join(folder, below), { withFileTypes: true })) {
        if (!entry.isDirectory()) found.push(`${below}${entry.name}`)
      }
    } catch (error) {
      if (!hasCode(error, 'ENOENT')) throw error
    }
  }
  return found
}

function sha256 (bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
