import { readdir, realpath } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseJsonDocument } from '../config/json-document.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import { isJsonObject } from '../json-object.js'

const depth = 2
/** However many folders a workspace has, no more are looked into. */
const maxFolders = 2000

/** The folders with this project in those that jobs may work in, or up to two below; real paths, sorted. */
export async function checkoutsOf (workspaces: readonly string[], project: string): Promise<string[]> {
  const found = new Set<string>()
  let level = workspaces.map(folder => resolve(folder))
  let left = maxFolders
  for (let below = 0; below <= depth; below++) {
    const looked = level.slice(0, left)
    left -= looked.length
    const next = await Promise.all(looked.map(async folder => {
      const name = await projectNameIn(folder)
      if (name === undefined) return below < depth ? await foldersIn(folder) : []
      if (name === project) found.add(await realpath(folder))
      return []
    }))
    level = next.flat()
  }
  return [...found].sort()
}

/** Undefined where there is no project file, or none that can be read. */
export async function projectNameIn (folder: string): Promise<string | undefined> {
  const file = join(folder, projectFileName)
  try {
    const document = parseJsonDocument(file, await readProjectFile(file))
    return isJsonObject(document) && typeof document.project === 'string' ? document.project : ''
  } catch {
    return undefined
  }
}

async function foldersIn (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries
    .filter(entry => entry.isDirectory() && !entry.name.startsWith('.') && entry.name !== 'node_modules')
    .map(({ name }) => join(folder, name))
}
