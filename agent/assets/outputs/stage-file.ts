import { chmodSync, closeSync, constants, fstatSync, openSync, readFileSync, rmSync, statSync } from 'node:fs'
import type { ContentStore } from '../../cache/content-store.js'
import { PacklineError } from '../../errors.js'
import { copyQuickly } from '../../files/copy-quickly.js'
import { sha256Of } from '../../files/file-digest.js'
import type { DesiredFile } from './tree-changes.js'

export interface StagedFileSettings {
  store: ContentStore
  /** The mode of a new file, as the file system and the umask make it. */
  mode: number
  /** Read-only links into the store, for whoever would rather save the space. */
  hardLinks: boolean
}

/** Makes `place` hold an output: a file of its own, and as new as its content. */
export async function stageFile (
  file: DesiredFile,
  place: string,
  { store, mode, hardLinks }: StagedFileSettings
): Promise<void> {
  if (file.copyFrom === undefined) {
    await store.materialise(file, place, { mode, hardLinks })
    return
  }
  await copyQuickly(file.copyFrom, place, file.size, constants.COPYFILE_FICLONE)
  // A script stays one; that a checkout locks its sources against writing is no affair of the copy.
  chmodSync(place, mode | statSync(place).mode & 0o111)
  if (sha256Of(readFileSync(place)) !== file.sha256) {
    throw new PacklineError('SCAN_FILE_CHANGED', { file: file.copyFrom })
  }
}

/** The mode that a new file gets here: only making one tells the umask without changing it. */
export function newFileMode (place: string): number {
  const descriptor = openSync(place, 'wx', 0o666)
  try {
    return fstatSync(descriptor).mode & 0o777
  } finally {
    closeSync(descriptor)
    rmSync(place)
  }
}
