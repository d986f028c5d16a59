import { createHash } from 'node:crypto'
import { lstatSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { join, posix, sep } from 'node:path'
import { FileTable } from '../../cache/file-table.js'
import { PacklineError, hasCode } from '../../errors.js'
import { excludeMatcher } from '../glob.js'
import type { BuildContext, SourceFile } from '../processor.js'
import { scan } from '../scan.js'

/** What TexturePacker takes for a sprite in a folder that it is given. */
const picture = /\.(bmp|dds|gif|ico|jpe?g|ktx2?|p[bgnp]m|pkm|png|psd|pvr(\.ccz|\.gz)?|pvrtc|svgz?|swf|tga|tiff?|webp|xbm|xpm)$/i

/** Every file that a .tps names, by itself or with its folder, hashed; names are relative to the project. */
export async function tpsInputs (tps: SourceFile, sources: readonly string[], exclude: readonly string[], context: BuildContext): Promise<SourceFile[]> {
  const found = new Map<string, SourceFile>()
  const isExcluded = excludeMatcher(exclude)
  const folders: string[] = []
  for (const source of sources) {
    const path = placeOf(tps.path, source)
    if (isFolder(context.project, path, tps.path)) folders.push(path)
    else if (!isExcluded(path)) found.set(path, readNamed(context.project, path))
  }
  // No one inside another, as a walk demands.
  const bases = folders.filter(folder => !folders.some(other => other !== folder && (other === '' || folder.startsWith(`${other}/`))))
  const { table } = await scan({
    project: context.project,
    bases: [...new Set(bases)].sort(),
    skip: new Set(),
    gitignore: false,
    isExcluded,
    isWanted: path => picture.test(path),
    previous: FileTable.empty(),
    signal: context.signal,
    now: Date.now
  })
  table.paths.forEach((path, index) => { found.set(path, { path, name: path, sha256: table.sha256At(index), size: table.statusAt(index).size }) })
  if (found.size === 0) throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file: tps.path, reason: 'there are no pictures where it looks for sprites' })
  return [...found.values()].sort((a, b) => a.path < b.path ? -1 : 1)
}

/** The project-relative path of what a .tps names. */
function placeOf (tps: string, source: string): string {
  const slashed = source.replaceAll('\\', '/')
  const path = posix.normalize(posix.join(posix.dirname(tps), slashed)).replace(/\/$/, '')
  if (posix.isAbsolute(slashed) || /^[A-Za-z]:/.test(slashed) || path === '..' || path.startsWith('../') || source.includes('\0')) {
    throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file: tps, reason: `it names ${source}, which is outside of the project` })
  }
  return path === '.' ? '' : path
}

function isFolder (project: string, path: string, tps: string): boolean {
  const full = join(project, path)
  const status = statSync(full, { throwIfNoEntry: false })
  if (status === undefined) throw new PacklineError('TEXTUREPACKER_TPS_INVALID', { file: tps, reason: `it names ${path}, which is not there` })
  if (!(realpathSync(full) + sep).startsWith(project + sep)) throw new PacklineError('SCAN_LINK_LEAVES_PROJECT', { file: path, target: realpathSync(full) })
  return lstatSync(full).isDirectory() || status.isDirectory()
}

function readNamed (project: string, path: string): SourceFile {
  try {
    const bytes = readFileSync(join(project, path))
    return { path, name: path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length }
  } catch (error) {
    if (hasCode(error, 'ENOENT')) throw new PacklineError('SCAN_FILE_CHANGED', { file: path }, { cause: error })
    throw new PacklineError('SCAN_UNREADABLE', { file: path, reason: (error as Error).message }, { cause: error })
  }
}
