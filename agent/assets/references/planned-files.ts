import { join, posix } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import { sheetFormats } from '../atlas/sheets/sheet-formats.js'
import type { BuiltRun } from '../actions/processor.js'
import { diskFile } from '../ccsui/checks/game-tree.js'
import type { TreeFile } from '../ccsui/checks/game-tree.js'
import { stemOf } from '../atlas/sheets/sheet-path.js'
import { isCsd, publishedName } from '../ccsui/file-names.js'
import { serializerOfRule } from '../ccsui/rule-serializer.js'
import { imagePath } from '../pictures/image-path.js'
import { isGroupOf } from '../sources/group.js'
import type { Group } from '../sources/group.js'
import { outputOf, publishFolderOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { knownSheets } from './known-sheets.js'
import type { ProjectPlaces } from './known-sheets.js'
import { studioCsbs } from './studio-csbs.js'

/** What rules would make, by path below the output; nothing is made or hashed for that. */
export async function plannedFiles (
  groups: readonly Group[],
  published: BuiltRun['published'],
  places: ProjectPlaces
): Promise<Map<string, TreeFile>> {
  const files = new Map<string, TreeFile>()
  for (const group of groups) {
    for (const [path, file] of filesOf(group, places)) files.set(path, file)
    if (!isGroupOf('cocos-publish')(group)) continue
    for (const [path, file] of await publishedFiles(group, places)) files.set(path, file)
  }
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
    const serializer = serializerOfRule(group.rule)
    const names = group.files.filter(file => isCsd(file.path)).map(file =>
      publishedName(file.name, serializer)
    )
    return [...names, ...serializer === 'lua' ? ['LuaExtend.lua'] : []].map(name => [below(name), {}])
  }
  if (isGroupOf('image')(group)) {
    return group.files.flatMap(file =>
      group.rule.options.scales.map((scale): [string, TreeFile] => [imagePath(group, file, scale), {}])
    )
  }
  return []
}

async function publishedFiles (
  group: Group<RuleOf<'cocos-publish'>>,
  { project }: ProjectPlaces
): Promise<Array<[string, TreeFile]>> {
  const output = publishFolderOf(group)
  const studios = await studioCsbs(group, project)
  return studios.flatMap(({ plan, byName, frames, serializer }) => [
    ...plan.csds.map((name): [string, TreeFile] => [posix.join(output, publishedName(name, serializer)), {}]),
    ...serializer === 'lua' ? [[posix.join(output, 'LuaExtend.lua'), {}] as [string, TreeFile]] : [],
    ...plan.csis.flatMap(name => sheetsOfCsi(group, name, frames.get(name) ?? [])),
    ...plan.copies.flatMap((name): Array<[string, TreeFile]> => {
      const file = byName.get(name)
      return file === undefined ? [] : [[posix.join(output, name), sourceFile(project, file)]]
    }),
    // Missing ones have a stand-in.
    ...plan.defaults.filter(name => /\.png$/i.test(name)).map((name): [string, TreeFile] => [
      posix.join(output, name),
      {}
    ])
  ])
}

/** The sheets of a csi, one for each scale. */
function sheetsOfCsi (
  group: Group<RuleOf<'cocos-publish'>>,
  name: string,
  frames: readonly string[]
): Array<[string, TreeFile]> {
  const output = posix.join(publishFolderOf(group), name.slice(0, name.lastIndexOf('.')))
  return group.rule.options.scales.flatMap((scale): Array<[string, TreeFile]> => {
    const stem = stemOf({ ...group, rule: { ...group.rule, output } }, scale)
    return [[`${stem}.plist`, { frames }], [`${stem}.png`, {}]]
  })
}

/** A source that is published as it is. */
export function sourceFile (project: string, { path, size }: SourceFile): TreeFile {
  // A size of nothing is that of a file that was not looked at.
  return diskFile(join(project, path), size === 0 ? undefined : size)
}
