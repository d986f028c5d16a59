import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

export interface DataSet {
  id: string
  about: string
  folder: string
}

/** A set or peer that cannot be had here, and why. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** Fills `folder` through a neighbour that is renamed at the end, so that a folder that is there is whole. */
export async function makeOnce (folder: string, fill: (unfinished: string) => Promise<void>): Promise<void> {
  if (await exists(folder)) return
  const unfinished = `${folder}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  await mkdir(dirname(folder), { recursive: true })
  await fill(unfinished)
  await rename(unfinished, folder)
}

export async function exists (path: string): Promise<boolean> {
  return await stat(path).then(() => true, () => false)
}
