import { join } from 'node:path'
import { sheetFormats } from '../atlas/sheets/sheet-formats.js'
import type { BuiltRun } from '../actions/processor.js'
import { diskFile } from '../ccsui/checks/game-tree.js'
import type { TreeFile } from '../ccsui/checks/game-tree.js'
import { isCsd, nestedCsb } from '../ccsui/file-names.js'
import { imagePath } from '../pictures/image-path.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { knownSheets } from './known-sheets.js'
import type { ProjectPlaces } from './known-sheets.js'

/** What rules would make, by path below the output; nothing is made or hashed for that. */
export function plannedFiles (
  groups: readonly Group[],
  published: BuiltRun['published'],
  places: ProjectPlaces
): Map<string, TreeFile> {
  const files = new Map<string, TreeFile>()
  for (const group of groups) for (const [path, file] of filesOf(group, places)) files.set(path, file)
  for (const { path, names } of knownSheets(groups, published, places)) {
    files.set(path, { frames: names })
    const extension = Object.values(sheetFormats).map(each => each.extension).find(each =>
      path.endsWith(each)
    )
    files.set(`${path.slice(0, path.length - (extension?.length ?? 0))}.png`, {})
  }
  return files
}

function filesOf (group: Group, { project }: ProjectPlaces): Array<[string, TreeFile]> {
  const folder = outputOf(group)
  const below = (name: string): string => folder === '' ? name : `${folder}/${name}`
  if (isGroupOf('copy')(group)) {
    return group.files.map(file => [below(file.name), sourceFile(project, file)])
  }
  if (isGroupOf('ccsui')(group)) {
    return group.files.filter(file => isCsd(file.path)).map(file => [below(nestedCsb(file.name)), {}])
  }
  if (isGroupOf('image')(group)) {
    return group.files.flatMap(file =>
      group.rule.options.scales.map((scale): [string, TreeFile] => [imagePath(group, file, scale), {}])
    )
  }
  return []
}

/** A source that is published as it is. */
export function sourceFile (project: string, { path, size }: SourceFile): TreeFile {
  // A size of nothing is that of a file that was not looked at.
  return diskFile(join(project, path), size === 0 ? undefined : size)
}
