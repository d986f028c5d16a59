import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { errorText } from '../../../error-text.js'
import { PacklineError } from '../../../errors.js'
import { readCcs } from './ccs-project.js'
import { isCcs, isCsd } from '../file-names.js'

/** A csd to export: where it is, and its path relative to what was named, with forward slashes. */
export interface CsdInput {
  file: string
  relative: string
}
export interface CsdInputs {
  kind: 'file' | 'folder' | 'project'
  /** The folder that the relative paths start from. */
  root: string
  inputs: CsdInput[]
  /** Entries of a .ccs whose file is not there. */
  missing: string[]
}

/** The csd files that `path` names: itself, all below a folder, or the entries of a Cocos Studio project. */
export async function findCsdInputs (path: string): Promise<CsdInputs> {
  const stats = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (stats.isDirectory()) {
    const inputs = await walk(path, path)
    return { kind: 'folder', root: path, inputs, missing: [] }
  }
  // A pipe would be waited for until somebody writes to it.
  if (!stats.isFile()) throw new PacklineError('CCSUI_NOT_FILE', { file: path })
  if (isCcs(path)) return await projectInputs(path)
  return {
    kind: 'file',
    root: dirname(path),
    inputs: [{ file: path, relative: basename(path) }],
    missing: []
  }
}

/** The bytes of a file that was named. Throws CCSUI_UNREADABLE or CCSUI_NOT_FILE. */
export async function readNamedFile (path: string, named = path): Promise<Buffer> {
  try {
    if ((await stat(path)).isFile()) return await readFile(path)
  } catch (error) {
    throw unreadable(named, error)
  }
  throw new PacklineError('CCSUI_NOT_FILE', { file: named })
}

export function unreadable (file: string, error: unknown): PacklineError {
  return new PacklineError('CCSUI_UNREADABLE', {
    file,
    reason: errorText(error)
  }, { cause: error })
}

/** In order of names; links and hidden folders are left out. */
async function walk (root: string, folder: string): Promise<CsdInput[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw unreadable(folder, error)
  })
  const found: CsdInput[] = []
  for (const entry of entries.sort((a, b) => a.name < b.name ? -1 : 1)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() && !entry.name.startsWith('.')) found.push(...await walk(root, path))
    else if (entry.isFile() && isCsd(entry.name)) {
      found.push({
        file: path,
        relative: relative(root, path).split(sep).join('/')
      })
    }
  }
  return found
}

async function projectInputs (path: string): Promise<CsdInputs> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  const root = join(dirname(path), 'cocosstudio')
  const inputs: CsdInput[] = []
  const missing: string[] = []
  for (const name of readCcs(path, bytes).csds) {
    const file = join(root, name)
    const exists = await stat(file).then(stats => stats.isFile(), () => false)
    if (exists) inputs.push({ file, relative: name })
    else missing.push(name)
  }
  return { kind: 'project', root, inputs, missing }
}
