import { renameSync, rmSync, rmdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '../../../files/make-folder.js'

/** A file and where it lies until all files of an export are there. */
export interface StagedFile {
  file: string
  temporary: string
}

/** Makes the folders of the files, and tells which of them were not there, the innermost first. */
export function makeFolders (files: readonly StagedFile[]): string[] {
  const made: string[] = []
  for (const folder of new Set(files.map(({ file }) => dirname(file)))) {
    const first = makeFolder(folder)
    if (first === undefined) continue
    for (let each = folder; each.length >= first.length; each = dirname(each)) made.push(each)
  }
  return made.sort((a, b) => b.length - a.length)
}

/**
 * Renames every file to its place. One that cannot be renamed (its place is a folder, say) stops the rest:
 * the ones before it are new then, each of them whole, the ones after it old.
 */
export function renameFiles (files: readonly StagedFile[]): void {
  for (const { file, temporary } of files) renameSync(temporary, file)
}

/** Removes what is left of temporary files, and those of the folders made for them in which nothing lies. */
export function discardFiles (files: readonly StagedFile[], folders: readonly string[]): void {
  for (const { temporary } of files) rmSync(temporary, { force: true })
  for (const folder of folders) {
    try {
      rmdirSync(folder)
    } catch { /* something lies in it */ }
  }
}
