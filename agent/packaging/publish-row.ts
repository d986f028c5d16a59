import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { systemCalls } from '../files/system-calls.js'
import { PacklineError } from '../errors.js'
import { configFileName } from './config-document.js'

const prefix = '.packline-row-'

/** A folder for a row in the making, on the disk that the packages go to. */
export function temporaryRow (output: string): string {
  mkdirSync(output, { recursive: true })
  // Not by mkdtemp: its folders are closed to everybody else, and this one becomes the row's.
  const folder = join(output, prefix + randomUUID())
  mkdirSync(folder)
  return folder
}

/** Removes what builds left that were killed. The caller holds the project's lock. */
export function removeLeftovers (output: string): void {
  if (!existsSync(output)) return
  for (const name of readdirSync(output)) {
    if (name.startsWith(prefix)) rmSync(join(output, name), { recursive: true, force: true })
  }
}

/** Puts a finished row in place of the one before in one step: a reader sees the one or the other. */
export function publishRow (temporary: string, folder: string): void {
  if (!existsSync(folder)) {
    mkdirSync(dirname(folder), { recursive: true })
    renameSync(temporary, folder)
    return
  }
  const names = readdirSync(folder)
  if (names.length > 0 && !names.includes(configFileName)) {
    throw new PacklineError('OUTPUT_NOT_OURS', { path: folder })
  }
  if (!systemCalls().exchange(temporary, folder)) {
    renameSync(folder, `${temporary}-old`)
    renameSync(temporary, folder)
    renameSync(`${temporary}-old`, temporary)
  }
  rmSync(temporary, { recursive: true, force: true })
}
