import type { RuleOf } from '../../config/rule-schema.js'
import { message } from '../../messages/message.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { PlannedOutput } from '../actions/planned-output.js'
import type { Reference } from '../actions/reference.js'
import { exportCsd } from '../ccsui/export/export-csd.js'
import type { ExportOptions, Warning } from '../ccsui/export-options.js'
import type { GroupExporter } from '../ccsui/exporter/group-exporter.js'
import type { Group } from '../sources/group.js'
import { outputOf } from '../sources/groups.js'
import type { SourceFile } from '../sources/source-file.js'
import { csbOutput } from './csb-output.js'

type CcsuiRule = RuleOf<'ccsui'>
type ExporterRule = Exclude<CcsuiRule, { tool: 'cocos-tool' }>

interface ExportValue {
  references: Reference[]
  warnings: Warning[]
  toolWarnings?: string[]
}

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
  const outputs = await Promise.all(
    group.files.map(async file => await exportFile(group, file, context, tool))
  )
  return outputs.flat()
}

async function exportFile (
  group: Group<ExporterRule>,
  file: SourceFile,
  context: BuildContext,
  tool: GroupExporter | undefined
): Promise<PlannedOutput[]> {
  const options = exportOptionsOf(group.rule)
  const result = await context.runner.run({
    id: `${group.id} ${file.name}`,
    rule: group.rule.name,
    inputs: {
      kind: 'ccsui',
      version: 2,
      options,
      inputs: [[file.name, file.sha256]],
      ...tool !== undefined && { tools: tool.identity }
    },
    run: async () => await exportOne(file, options, context, tool)
  })
  if (result === undefined) return []
  const { references, warnings, toolWarnings = [] } = result.value
  for (const { code, details, ...place } of warnings) {
    context.warn(message('en', `ccsui.warning.${code}`, { ...place, ...details, file: file.path }))
  }
  for (const warning of toolWarnings) context.warn(`${file.path}: ${warning}`)
  const root = outputOf(group)
  const named = { file, root, references }
  return [csbOutput(group.rule, root, file.name, blobOf(result, 'csb'), named)]
}

async function exportOne (
  file: SourceFile,
  options: ExportOptions,
  context: BuildContext,
  tool: GroupExporter | undefined
): Promise<{ value: ExportValue, blobs: { csb: Uint8Array } }> {
  // The references come from our own reading in any case.
  const { csb, references: locate, warnings } = exportCsd(await context.readSource(file), file.path, options)
  const references = locate()
  if (tool === undefined) return { value: { references, warnings }, blobs: { csb } }
  const external = await tool.export(file, options)
  return {
    value: { references, warnings: [], toolWarnings: external.warnings },
    blobs: { csb: Buffer.from(external.csb) }
  }
}

/** Those options that the csb depends on. */
function exportOptionsOf ({ options }: ExporterRule): ExportOptions {
  const { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass } = options
  return { texturePrefix, textureType, csbPrefix, fontPrefix, unknownClass }
}
