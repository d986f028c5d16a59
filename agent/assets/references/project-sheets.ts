import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { FileTable } from '../../files/file-table.js'
import { projectFileName } from '../../config/project-file-reader.js'
import { knownSheets } from './known-sheets.js'
import type { KnownSheet } from './known-sheets.js'
import { groupsOf } from '../sources/groups.js'
import { openProject, projectPaths } from '../sources/project-scan.js'
import { PublishedTree, workFolderOf } from '../outputs/published-tree.js'

/**
 * The sheets that the project around `folder` packs, with their frames, without hashing or packing anything;
 * none without a project file in the folder or above it. Throws CONFIG_ errors for a project file that is
 * wrong.
 */
export async function projectSheets (
  folder: string
): Promise<{ project: string, sheets: KnownSheet[] } | undefined> {
  const project = projectAround(folder)
  if (project === undefined) return undefined
  const { project: open } = await openProject(project, () => ({}))
  const { matchers, output } = open
  const table = FileTable.allocate(projectPaths(open))
  const published = PublishedTree.read(join(workFolderOf(output), 'published'))?.files() ?? []
  return {
    project,
    sheets: knownSheets(matchers.flatMap(matcher => groupsOf(matcher, table)), published, output)
  }
}

function projectAround (folder: string): string | undefined {
  if (existsSync(join(folder, projectFileName))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : projectAround(above)
}
