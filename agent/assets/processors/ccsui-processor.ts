import type { CcsuiOptions } from '../../config/project-schema.js'
import { exportCsd } from '../ccsui/export-csd.js'
import type { Reference, Warning } from '../ccsui/export-options.js'
import type { GroupExporter } from '../ccsui/group-exporter.js'
import { nestedCsb } from '../ccsui/file-names.js'
import { message } from '../../messages/message.js'
import { outputOf } from '../sources/groups.js'
import type { BuildContext, Group, PlannedOutput } from '../actions/processor.js'
import type { SourceFile } from '../sources/source-file.js'

interface ExportValue {
  references: Reference[]
  warnings: Warning[]
  toolWarnings?: string[]
}

/**
 * Each csd as a csb at the same relative path, by the tool that the rule asks for; a rule never changes its
 * tool by itself.
 */
export async function buildCcsui (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  if (group.rule.tool === 'cocos-tool') {
    return await (await import('./cocos-project-processor.js')).buildCocosProjects(group, context)
  }
  const tool = group.rule.tool === 'embedded'
    ? undefined
    : await (await import('../ccsui/group-exporter.js')).groupExporter(group, context)
  const outputs = await Promise.all(
    group.files.map(async file => await exportFile(group, file, context, tool))
  )
  return outputs.flat()
}

async function exportFile (
  group: Group,
  file: SourceFile,
  context: BuildContext,
  tool: GroupExporter | undefined
): Promise<PlannedOutput[]> {
  const { checkReferences: _check, reportDependencies: _report, toolTimeoutMs: _timeout, ...options } = group
    .rule
    .options as CcsuiOptions
  const result = await context.runner.run({
    id: `${group.id} ${file.name}`,
    rule: group.rule.name,
    inputs: {
      kind: 'ccsui',
      version: 1,
      options,
      inputs: [[file.name, file.sha256]],
      ...tool !== undefined && { tools: tool.identity }
    },
    run: async () => {
      // The references come from our own reading in any case.
      const { csb, references: locate, warnings } = exportCsd(
        await context.readSource(file),
        file.path,
        options
      )
      const references = locate()
      if (tool === undefined) return { value: { references, warnings } satisfies ExportValue, blobs: { csb } }
      const external = await tool.export(file, options)
      return {
        value: { references, warnings: [], toolWarnings: external.warnings } satisfies ExportValue,
        blobs: { csb: Buffer.from(external.csb) }
      }
    }
  })
  if (result === undefined) return []
  const { references, warnings, toolWarnings = [] } = result.value as ExportValue
  for (const { code, details, ...place } of warnings) {
    context.warn(message('en', `ccsui.warning.${code}`, { ...place, ...details, file: file.path }))
  }
  for (const warning of toolWarnings) context.warn(`${file.path}: ${warning}`)
  const output = outputOf(group)
  const path = `${output === '' ? '' : `${output}/`}${nestedCsb(file.name)}`
  context.references.push({ file, base: group.base, output: path, rule: group.rule, references })
  return [{ path, blob: result.blobs.csb! }]
}
