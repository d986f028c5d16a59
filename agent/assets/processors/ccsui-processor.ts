import type { RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import { resultsOf } from '../actions/throw-all.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { ExportOptions } from '../ccsui/export-options.js'
import type { GroupExporter } from '../ccsui/exporter/group-exporter.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { studioFolderOf } from '../sources/studio-folder.js'
import { csbOutput } from './csb-output.js'
import { exportAction } from './export-action.js'
import { languageTexts } from './language-texts.js'
import type { LanguageTexts } from './language-texts.js'

type CcsuiRule = RuleOf<'ccsui'>
type ExporterRule = Exclude<CcsuiRule, { tool: 'cocos-tool' }>

/**
 * Each csd as a csb at the same relative path, by the tool that the rule asks for; a rule never changes its
 * tool by itself.
 */
export async function buildCcsui (
  { rule, ...inputs }: Group<CcsuiRule>,
  context: BuildContext
): Promise<PlannedOutput[]> {
  if (rule.tool === 'cocos-tool') {
    const { buildCocosProjects } = await import('./cocos-project-processor.js')
    return await buildCocosProjects({ ...inputs, rule }, context)
  }
  const tool = rule.tool === 'embedded'
    ? undefined
    : await (await import('../ccsui/exporter/group-exporter.js')).groupExporter({ ...inputs, rule }, context)
  const group = { ...inputs, rule }
  const texts = await languageTexts(group, context)
  const outputs = await resultsOf(
    group.files.map(async file => await exportFile(group, file, context, { tool, texts })),
    context
  )
  texts?.tell()
  return outputs.flat()
}

async function exportFile (
  group: Group<ExporterRule>,
  file: SourceFile,
  context: BuildContext,
  { tool, texts }: { tool: GroupExporter | undefined, texts: LanguageTexts | undefined }
): Promise<PlannedOutput[]> {
  const options = { ...exportOptionsOf(group.rule), ...texts && { texts: texts.of(belowStudio(file)) } }
  const job = { id: `${group.id} ${file.name}`, rule: group.rule.name, options }
  const exported = await exportAction(job, file, context, tool)
  if (exported === undefined) return []
  if (exported.textGaps !== undefined) texts?.note(exported.textGaps)
  const root = outputOf(group)
  return [
    csbOutput(group.rule, root, file.name, exported.csb, { file, root, references: exported.references })
  ]
}

/** Where its own paths start from, too. */
function belowStudio ({ path, name }: SourceFile): string {
  const studio = studioFolderOf(path)
  return studio === undefined ? name : path.slice(studio.length + 1)
}

/** Those options that the csb depends on. */
function exportOptionsOf ({ options }: ExporterRule): ExportOptions {
  const { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass } = options
  return { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass }
}
