import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'
import { referencesOfCsb } from '../csb/csb-references.js'
import { readCsb } from '../csb/csb-reader.js'
import { referencesIn } from '../export/export-csd.js'
import { isCsb, isCsd, isCsi, nestedCsb, plistOfCsi } from '../file-names.js'
import { findCsdInputs, unreadable } from '../project/csd-inputs.js'
import { readCsi } from '../project/csi-sheet.js'
import { GatheredCsbs } from './check-report.js'
import type { CheckReport } from './check-report.js'
import { diskFile, GameTree } from './game-tree.js'
import type { TreeFile } from './game-tree.js'

/** Nothing comes from elsewhere where no rule says so. */
const isExternal = (): boolean => false

/**
 * Checks the csd files of a folder or a .ccs against what publishing their project would make: its files, a
 * csb for each csd and a sheet for each csi. `others` is what the game has besides.
 */
export async function checkSources (
  path: string,
  others: ReadonlyMap<string, TreeFile>,
  signal: AbortSignal
): Promise<CheckReport> {
  const { inputs, root } = await findCsdInputs(path)
  const gathered = new GatheredCsbs()
  const files = new Map(others)
  const bases = new Set<string>()
  const members = new Set<string>()
  for (const { file } of inputs) {
    signal.throwIfAborted()
    const base = baseOf(file, root)
    const treePath = (path: string): string => relative(root, path).split(sep).join('/')
    if (!bases.has(base)) await addPublished(files, base, treePath, members, gathered)
    bases.add(base)
    await gathered.add(file, async () => ({
      file,
      path: nestedCsb(treePath(file)),
      searchPaths: [treePath(base), ''],
      references: referencesIn(await bytesOf(file), file),
      isExternal
    }))
  }
  const report = gathered.report(new GameTree(files))
  return { ...report, unused: report.unused.filter(path => !members.has(path)) }
}

/** Checks the csb files of a published folder against what lies in it. */
export async function checkPublished (
  folder: string,
  searchPaths: readonly string[],
  signal: AbortSignal
): Promise<CheckReport> {
  const gathered = new GatheredCsbs()
  const paths = await filesBelow(folder)
  for (const path of paths.filter(isCsb)) {
    signal.throwIfAborted()
    await gathered.add(path, async () => ({
      file: path,
      path,
      searchPaths: ['', ...searchPaths],
      references: referencesOfCsb(readCsb(await bytesOf(join(folder, path)), path)),
      isExternal
    }))
  }
  return gathered.report(new GameTree(new Map(paths.map(path => [path, diskFile(join(folder, path))]))))
}

/** Whether a folder holds csb files and no csd: what was published, not what is. */
export async function isPublishedFolder (path: string): Promise<boolean> {
  const names = await filesBelow(path).catch(() => [])
  return names.some(isCsb) && !names.some(isCsd)
}

/** What the game gets of a studio's folder. */
async function addPublished (
  files: Map<string, TreeFile>,
  base: string,
  treePath: (file: string) => string,
  members: Set<string>,
  gathered: GatheredCsbs
): Promise<void> {
  for (const path of await filesBelow(base)) {
    const file = join(base, path)
    if (isCsd(path)) files.set(treePath(join(base, nestedCsb(path))), {})
    else if (isCsi(path)) {
      try {
        const frames = readCsi(file, await bytesOf(file)).pictures
        files.set(treePath(join(base, plistOfCsi(path))), { frames })
        for (const name of frames) members.add(treePath(join(base, name)))
      } catch (error) {
        gathered.fail(file, error)
      }
    } else if (!files.has(treePath(file))) files.set(treePath(file), diskFile(file))
  }
}

/** Csd paths start from the innermost folder named cocosstudio, else from the folder that was named. */
function baseOf (file: string, root: string): string {
  const parts = dirname(file).split(sep)
  const last = parts.lastIndexOf('cocosstudio')
  return last < 0 ? root : parts.slice(0, last + 1).join(sep)
}

async function filesBelow (folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries.filter(entry => entry.isFile()).map(entry =>
    relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/')
  )
}

async function bytesOf (file: string): Promise<Buffer> {
  return await readFile(file).catch((error: unknown) => {
    throw unreadable(file, error)
  })
}
