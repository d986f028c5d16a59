import type { FileTable } from '../../files/file-table.js'
import { pointerErrors } from './lfs-pointers.js'
import { scan } from './scan.js'
import { sourceFileAt } from './source-file.js'
import type { SourceFile } from './source-file.js'

export interface NamedPlaces {
  /** The input that names them, project-relative. */
  owner: string
  /** Project-relative files and folders. */
  places: readonly string[]
  isExcluded: (path: string) => boolean
  isWanted: (path: string) => boolean
}

/** The file indices of what inputs name by themselves, by the input. */
export interface NamedFileTables {
  readNamed: (owner: string) => FileTable
  writeNamed: (owner: string, table: FileTable) => void
}

/** What of a run the scan needs. */
interface ScanningRun {
  project: string
  runner: { readonly isDryRun: boolean }
  namedFiles: NamedFileTables
  noteHashed: (count: number) => void
  signal: AbortSignal
  now: () => number
}

/**
 * The files that an input names by itself, sorted, names relative to the project. They have a file index of
 * their own: only what changed since the last run is read.
 */
export async function scanNamedInputs (
  { owner, places, isExcluded, isWanted }: NamedPlaces,
  { project, runner, namedFiles, noteHashed, signal, now }: ScanningRun
): Promise<SourceFile[]> {
  const { table, isTableNew, hashed, pointers } = await scan({
    project,
    bases: outermost(places),
    skip: new Set(),
    gitignore: false,
    isExcluded,
    isWanted,
    previous: namedFiles.readNamed(owner),
    isSameSelection: false,
    signal,
    now
  })
  noteHashed(hashed)
  const [pointer] = pointerErrors(owner, table.paths, pointers)
  if (pointer !== undefined) throw pointer
  if (isTableNew && !runner.isDryRun) namedFiles.writeNamed(owner, table)
  return table
    .paths
    .map((path, index) => sourceFileAt(table, index, path))
    .sort((a, b) => a.path < b.path ? -1 : 1)
}

/** No place inside another, as a walk demands. */
function outermost (places: readonly string[]): string[] {
  const isInside = (place: string): boolean =>
    places.some(other => other !== place && (other === '' || place.startsWith(`${other}/`)))
  return [...new Set(places.filter(place => !isInside(place)))].sort()
}
