import { readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import type { Reference } from '../actions/reference.js'
import type { CheckedCsb } from '../ccsui/checks/game-check.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { publishedName } from '../ccsui/file-names.js'
import type { Serializer } from '../ccsui/file-names.js'
import { readCsi } from '../ccsui/project/csi-sheet.js'
import type { PublishPlan } from '../ccsui/project/publish-plan.js'
import { openStudioProjects, planOf, serializerOf } from '../ccsui/project/studio-project.js'
import type { Group } from '../sources/group.js'
import { publishFolderOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { checkedCsb } from './checked-csbs.js'

type PublishGroup = Group<RuleOf<'cocos-publish'>>

/** What publishing a Cocos Studio project would make, without making it. */
interface StudioCsbs {
  plan: PublishPlan
  serializer: Serializer
  byName: ReadonlyMap<string, SourceFile>
  /** By the name of the csd; one that cannot be read names nothing here, and fails the run that builds it. */
  references: ReadonlyMap<string, readonly Reference[]>
  /** Of each csi. */
  frames: ReadonlyMap<string, readonly string[]>
}

export async function studioCsbs (group: PublishGroup, root: string): Promise<StudioCsbs[]> {
  const read = async ({ path }: SourceFile): Promise<Buffer> => await readFile(join(root, path))
  const studios: StudioCsbs[] = []
  for (const project of await Promise.all(openStudioProjects(group.files, group.base, read))) {
    const references = new Map<string, readonly Reference[]>()
    const plan = await planOf(project, group.rule.options.resources, {
      read,
      referencesOf: async (name, file) => {
        const bytes = await read(file)
        const found = orNothing(() => referencesIn(bytes, file.path))
        references.set(name, found)
        return found
      },
      attempt: async (_, work) => await work()
    })
    const frames = new Map<string, readonly string[]>()
    for (const name of plan.csis) {
      const file = project.byName.get(name)
      const bytes = file && await read(file)
      frames.set(name, bytes === undefined ? [] : orNothing(() => readCsi(name, bytes).pictures))
    }
    studios.push({
      plan,
      serializer: serializerOf(project, group.rule.options.serializer),
      byName: project.byName,
      references,
      frames
    })
  }
  return studios
}

/** The csb files that a rule would publish, as the game loads them. */
export async function checkedStudioCsbs (group: PublishGroup, root: string): Promise<CheckedCsb[]> {
  const output = publishFolderOf(group)
  return (await studioCsbs(group, root)).flatMap(({ references, byName, serializer }) =>
    [...references].flatMap(([name, found]) => {
      const file = byName.get(name)
      const path = posix.join(output, publishedName(name, serializer))
      return file === undefined
        ? []
        : [checkedCsb(group.rule, path, { file, root: output, references: found, serializer })]
    })
  )
}

function orNothing<Item> (read: () => Item[]): Item[] {
  try {
    return read()
  } catch {
    return []
  }
}
