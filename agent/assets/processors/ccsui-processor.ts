import { posix } from 'node:path'
import type { RuleOf } from '../../config/rule-schema.js'
import type { BuildContext } from '../actions/build-context.js'
import { resultsOf } from '../actions/throw-all.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { ExportOptions } from '../ccsui/export-options.js'
import type { GroupExporter } from '../ccsui/exporter/group-exporter.js'
import { serializerOfRule } from '../ccsui/rule-serializer.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { studioFolderOf } from '../sources/studio-folder.js'
import { csbOutput } from './csb-output.js'
import { exportAction } from './export-action.js'
import { languageTexts } from './language-texts.js'
import type { LanguageTexts } from './language-texts.js'
import { luaModule, publishedAs } from './published-form.js'

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
  const besides = new Map((group.beside ?? []).map(file => [file.path, file]))
  const outputs = await resultsOf(
    group.files.map(async file => await exportFile(group, file, context, { tool, texts, besides })),
    context
  )
  texts?.tell()
  const made = outputs.flat()
  const hasScripts = made.length > 0 && serializerOfRule(rule) === 'lua'
  return hasScripts ? [...made, ...await luaModule(rule.name, outputOf(group), context)] : made
}

/** What the csd of a group have in common. */
interface CsdJob {
  tool: GroupExporter | undefined
  texts: LanguageTexts | undefined
  /** Files that csd may name, by path. */
  besides: ReadonlyMap<string, SourceFile>
}

async function exportFile (
  group: Group<ExporterRule>,
  file: SourceFile,
  context: BuildContext,
  { tool, texts, besides }: CsdJob
): Promise<PlannedOutput[]> {
  const studio = studioFolderOf(file.path) ?? group.base
  const options = { ...exportOptionsOf(group.rule), ...texts && { texts: texts.of(belowStudio(file)) } }
  const serializer = serializerOfRule(group.rule)
  const as = await publishedAs(serializer, file, path => besides.get(posix.join(studio, path)), context)
  const job = {
    id: `${group.id} ${file.name}`,
    rule: group.rule.name,
    options,
    ...as !== undefined && { as }
  }
  const exported = await exportAction(job, file, context, tool)
  if (exported === undefined) return []
  if (exported.textGaps !== undefined) texts?.note(exported.textGaps)
  const root = outputOf(group)
  const references = { file, root, references: exported.references, serializer }
  return [csbOutput(group.rule, root, file.name, exported.csb, references)]
}

/** Where its own paths start from, too. */
function belowStudio ({ path, name }: SourceFile): string {
  const studio = studioFolderOf(path)
  return studio === undefined ? name : path.slice(studio.length + 1)
}

/** Those options that the csb depends on. */
function exportOptionsOf ({ options }: ExporterRule): ExportOptions {
  const { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass } = options
  const given = { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass }
  return 'engine' in options && options.engine === 'axmol' ? { ...given, engine: options.engine } : given
}
