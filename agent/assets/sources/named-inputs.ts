import type { BuildContext } from '../actions/processor.js'
import type { SourceFile } from './source-file.js'
import { scan } from './scan.js'

export interface NamedPlaces {
  /** The input that names them, project-relative. */
  owner: string
  /** Project-relative files and folders. */
  places: readonly string[]
  isExcluded: (path: string) => boolean
  isWanted: (path: string) => boolean
}

/**
 * The files that an input names by itself, sorted, names relative to the project. They have a file index of
 * their own: only what changed since the last run is read.
 */
export async function scanNamedInputs (
  { owner, places, isExcluded, isWanted }: NamedPlaces,
  { project, runner, namedFiles, noteHashed, signal, now }: BuildContext
): Promise<SourceFile[]> {
  const previous = namedFiles.readNamed(owner)
  const { table, isTableNew, hashed } = await scan({
    project,
    // No one inside another, as a walk demands.
    bases: [
      ...new Set(places
        .filter(place =>
          !places.some(other => other !== place && (other === '' || place.startsWith(`${other}/`)))
        ))
    ]
      .sort(),
    skip: new Set(),
    gitignore: false,
    isExcluded,
    isWanted,
    previous,
    isSameSelection: false,
    signal,
    now
  })
  noteHashed(hashed)
  if (isTableNew && !runner.isDryRun) namedFiles.writeNamed(owner, table)
  return table
    .paths
    .map((path, index) => ({
      path,
      name: path,
      sha256: table.sha256At(index),
      size: table.statusAt(index).size
    }))
    .sort((a, b) => a.path < b.path ? -1 : 1)
}
