import { posix } from 'node:path'
import { atlasOptions } from '../../config/atlas-rule-schema.js'
import type { AtlasOptions } from '../../config/atlas-rule-schema.js'
import { sheetPictureOptions } from '../../config/cocos-publish-rule-schema.js'
import type { RuleOf } from '../../config/rule-schema.js'
import type { BlobReference } from '../../cache/content-store.js'
import { pick } from '../../pick.js'
import type { BuildContext } from '../actions/build-context.js'
import { failuresOfParts, resultsOf } from '../actions/throw-all.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Reference } from '../actions/reference.js'
import { defaultExportOptions } from '../ccsui/export-options.js'
import { referencesIn } from '../ccsui/export/export-csd.js'
import { openStudioProjects, planOf, serializerOf } from '../ccsui/project/studio-project.js'
import type { StudioProject } from '../ccsui/project/studio-project.js'
import type { Group } from '../sources/group.js'
import { publishFolderOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { csbOutput } from './csb-output.js'
import { buildCsiSheet } from './csi-sheets.js'
import { defaultPictures } from './default-pictures.js'
import { exportAction } from './export-action.js'
import { languageTexts } from './language-texts.js'
import type { LanguageTexts } from './language-texts.js'
import { luaModule, publishedAs } from './published-form.js'

type PublishGroup = Group<RuleOf<'cocos-publish'>>

interface ExportedCsd {
  name: string
  file: SourceFile
  published: BlobReference | undefined
  references: readonly Reference[]
}

/** What Cocos Studio's publish makes of each .ccs, or of a folder as if it were one. */
export async function buildCocosPublish (
  group: PublishGroup,
  context: BuildContext
): Promise<PlannedOutput[]> {
  const projects = await resultsOf(
    openStudioProjects(group.files, group.base, context.readSource),
    context
  )
  const texts = await languageTexts(group, context)
  const outputs = await resultsOf(
    projects.map(async project => await publish(group, project, context, texts)),
    context
  )
  texts?.tell()
  return outputs.flat()
}

async function publish (
  group: PublishGroup,
  project: StudioProject,
  context: BuildContext,
  texts: LanguageTexts | undefined
): Promise<PlannedOutput[]> {
  const { rule } = group
  const { studio, byName } = project
  warnOfMissing(project, context)
  const output = publishFolderOf(group)
  const serializer = serializerOf(project, rule.options.serializer)
  const exported: ExportedCsd[] = []
  const failures = failuresOfParts(context)
  const plan = await planOf(project, rule.options.resources, {
    read: context.readSource,
    referencesOf: async (name, file) => {
      const csd = await exportCsdOf(group, project, { name, file }, { context, texts })
      exported.push(csd)
      return csd.references
    },
    attempt: failures.attempt
  })
  const files = new Map([...group.files, ...group.beside ?? []].map(file => [file.path, file]))
  const csis = filesOf(plan.csis, byName)
  const options = atlasOptions(sheetOptions(rule.options))
  const sheets = await Promise.all(csis.map(async ([name, csi]) => {
    const job = { group, csi, studio, files, output, name, options }
    return await failures.attempt([], async () => await buildCsiSheet(job, context))
  }))
  failures.throwAll()
  const { defaultPictures: folder } = rule.options
  const defaults = await defaultPictures(
    { rule: rule.name, defaults: plan.defaults, output, folder, files },
    context
  )
  return [
    ...exported.flatMap(({ name, file, published, references }) =>
      published === undefined
        ? []
        : [csbOutput(rule, output, name, published, { file, root: output, references, serializer })]
    ),
    ...serializer === 'lua' && exported.length > 0 ? await luaModule(rule.name, output, context) : [],
    ...sheets.flat(),
    ...filesOf(plan.copies, byName).map(([name, source]) => ({ path: posix.join(output, name), source })),
    ...defaults
  ]
}

async function exportCsdOf (
  { id, rule }: PublishGroup,
  project: StudioProject,
  { name, file }: Pick<ExportedCsd, 'name' | 'file'>,
  { context, texts }: { context: BuildContext, texts: LanguageTexts | undefined }
): Promise<ExportedCsd> {
  const { unknownClass, serializer, engine } = rule.options
  const options = {
    ...defaultExportOptions,
    unknownClass,
    ...engine === 'axmol' && { engine },
    ...texts && { texts: texts.of(name) }
  }
  const as = await publishedAs(
    serializerOf(project, serializer),
    file,
    path => project.byName.get(path),
    context
  )
  const job = { id: `${id} ${name}`, rule: rule.name, options, ...as !== undefined && { as } }
  const exported = await exportAction(job, { ...file, name }, context)
  if (exported?.textGaps !== undefined) texts?.note(exported.textGaps)
  // A dry run plans with what a csd names, too.
  const references = exported?.references ?? referencesIn(await context.readSource(file), file.path)
  return { name, file, published: exported?.csb, references }
}

/** One warning however many there are: a list may be of another project. */
function warnOfMissing ({ studio, missing }: StudioProject, context: BuildContext): void {
  if (missing.length === 0) return
  const named = missing.slice(0, mostNamed).map(name => posix.join(studio, name)).join(', ')
  const list = missing.length > mostNamed ? `${named} …` : named
  context.warn('ccsui.missingEntries', { count: missing.length, list })
}

const mostNamed = 20

/** What a csi says nothing of. */
function sheetOptions (options: PublishGroup['rule']['options']): Partial<AtlasOptions> {
  return pick(options, ['format', 'layout', ...sheetPictureOptions])
}

function filesOf (
  names: readonly string[],
  byName: ReadonlyMap<string, SourceFile>
): Array<readonly [string, SourceFile]> {
  return names.flatMap(name => {
    const file = byName.get(name)
    return file === undefined ? [] : [[name, file] as const]
  })
}
