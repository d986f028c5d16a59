import { existsSync } from 'node:fs'
import { readFile, realpath } from 'node:fs/promises'
import { dirname, join, resolve, sep } from 'node:path'
import { projectFileName } from '../../config/project-file-name.js'
import { FileTable } from '../../files/file-table.js'
import { GatheredCsbs } from '../ccsui/checks/check-report.js'
import type { CheckReport } from '../ccsui/checks/check-report.js'
import { GameTree } from '../ccsui/checks/game-tree.js'
import type { TreeFile } from '../ccsui/checks/game-tree.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { isCsd, publishedName } from '../ccsui/file-names.js'
import { serializerOfRule } from '../ccsui/rule-serializer.js'
import { findCsdInputs, unreadable } from '../ccsui/project/csd-inputs.js'
import { PublishedTree, workFolderOf } from '../outputs/published-tree.js'
import { isGroupOf } from '../sources/group.js'
import { groupsOf, outputOf } from '../sources/groups.js'
import { openProject, projectPaths } from '../sources/project-scan.js'
import type { ParameterSource } from '../sources/project-scan.js'
import { checkedCsb } from './checked-csbs.js'
import { plannedFiles } from './planned-files.js'
import { mendingRules } from './mending-rules.js'
import { checkedStudioCsbs } from './studio-csbs.js'

/**
 * Checks those csd files of a folder or a .ccs that rules of the project around it export, against what all
 * its rules would publish; nothing is hashed, packed or written. Where no rule takes any of them, only what
 * the rules would publish. Undefined without a project file. Throws CONFIG_ errors for one that is wrong.
 */
export async function checkProject (
  path: string,
  signal: AbortSignal,
  parameters: ParameterSource
): Promise<{ report?: CheckReport, planned: ReadonlyMap<string, TreeFile> } | undefined> {
  const folder = projectAround(resolve(path))
  if (folder === undefined) return undefined
  const { project } = await openProject(folder, () => ({}), { parameters })
  const { root, matchers, output } = project
  const table = FileTable.allocate(projectPaths(project))
  const groups = matchers.flatMap(matcher => groupsOf(matcher, table))
  const published = PublishedTree.read(join(workFolderOf(output), 'published'))?.files() ?? []
  const asked = await askedFiles(path, root)
  const gathered = new GatheredCsbs()
  for (const group of groups.filter(isGroupOf('ccsui'))) {
    const below = outputOf(group)
    for (const file of group.files.filter(file => isCsd(file.path) && asked.has(file.path))) {
      signal.throwIfAborted()
      await gathered.add(file.path, async () => {
        const bytes = await readFile(join(root, file.path)).catch((error: unknown) => {
          throw unreadable(file.path, error)
        })
        const serializer = serializerOfRule(group.rule)
        const name = publishedName(file.name, serializer)
        return checkedCsb(group.rule, `${below === '' ? '' : `${below}/`}${name}`, {
          file,
          root: below,
          references: referencesIn(bytes, file.path),
          serializer
        })
      })
    }
  }
  for (const group of groups.filter(isGroupOf('cocos-publish'))) {
    signal.throwIfAborted()
    const csbs = await checkedStudioCsbs(group, root)
    gathered.csbs.push(...csbs.filter(({ file }) => asked.has(file)))
  }
  const planned = await plannedFiles(groups, published, { project: root, output })
  if (gathered.isEmpty) return { planned }
  const report = gathered.report(new GameTree(planned))
  return { planned, report: { ...report, fixes: mendingRules(groups, report, root) } }
}

/** The csd files that were named, relative to the project. */
async function askedFiles (path: string, root: string): Promise<ReadonlySet<string>> {
  const { inputs } = await findCsdInputs(path)
  const prefix = `${root}${sep}`
  const real = await Promise.all(inputs.map(async ({ file }) => await realpath(file)))
  return new Set(
    real.flatMap(file => file.startsWith(prefix) ? [file.slice(prefix.length).split(sep).join('/')] : [])
  )
}

function projectAround (folder: string): string | undefined {
  if (existsSync(join(folder, projectFileName))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : projectAround(above)
}
