import { randomBytes } from 'node:crypto'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import pLimit from 'p-limit'
import { toPacklineError } from '../../errors.js'

/** Writes each file beside its place and renames all of them when every one is there; what fails leaves no file behind. */
export async function writeFilesAtomically (files: Array<{ file: string, bytes: Uint8Array }>, signal: AbortSignal): Promise<void> {
  const limit = pLimit(16)
  const mark = randomBytes(4).toString('hex')
  const staged = files.map(({ file, bytes }) => ({ file, bytes, temporary: join(dirname(file), `.${basename(file)}.${mark}.tmp`) }))
  try {
    for (const folder of new Set(staged.map(({ file }) => dirname(file)))) await mkdir(folder, { recursive: true })
    await settle(staged.map(({ temporary, bytes }) => limit(async () => { await writeFile(temporary, bytes, { signal }) })))
    signal.throwIfAborted()
    await settle(staged.map(({ temporary, file }) => limit(async () => { await rename(temporary, file) })))
  } catch (error) {
    await Promise.all(staged.map(({ temporary }) => limit(async () => { await rm(temporary, { force: true }) })))
    throw error
  }
}

/** Waits for all of them, then throws the first failure: nothing may still be writing when the clean-up starts. */
async function settle (work: Array<Promise<void>>): Promise<void> {
  const failure = (await Promise.allSettled(work)).find(result => result.status === 'rejected')
  if (failure !== undefined) throw toPacklineError(failure.reason)
}
