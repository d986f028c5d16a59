import type { CcsuiOptions } from '../config/project-schema.js'
import { exportCsd } from './ccsui/export-csd.js'
import { exportExternally, externalToolIdentity, findExternalTool } from './ccsui/external-exporter.js'
import type { Reference, Warning } from './ccsui/export-options.js'
import { PacklineError } from '../errors.js'
import { message } from '../messages/message.js'
import { outputOf } from './groups.js'
import type { BuildContext, Group, PlannedOutput, SourceFile } from './processor.js'

const timeoutMs = 120_000

interface ExportValue { references: Reference[], warnings: Warning[] }

/** Each csd as a csb at the same relative path; one action per csd. */
export async function buildCcsui (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  const tool = await externalTool(group, context)
  const outputs = await Promise.all(group.files.map(async file => await exportFile(group, file, context, tool)))
  return outputs.flat()
}

/** The external exporter that the rule asks for; a rule never changes its tool by itself. */
async function externalTool (group: Group, { environment }: BuildContext): Promise<{ file: string, identity: string } | undefined> {
  if (group.rule.tool === 'embedded') return undefined
  if (group.rule.tool !== 'ccsuiexporter') throw new PacklineError('TOOL_FAILED', { tool: 'Cocos.Tool', reason: `it publishes whole .ccs projects and cannot export the single csd files of the rule ${group.rule.name}` })
  const file = findExternalTool('ccsuiexporter', environment)
  return { file, identity: await externalToolIdentity(file) }
}

async function exportFile (group: Group, file: SourceFile, context: BuildContext, tool: { file: string, identity: string } | undefined): Promise<PlannedOutput[]> {
  const { checkReferences, ...options } = group.rule.options as CcsuiOptions
  const result = await context.runner.run({
    id: `${group.id} ${file.name}`,
    rule: group.rule.name,
    inputs: { kind: 'ccsui', version: 1, options, inputs: [[file.name, file.sha256]], ...tool === undefined ? {} : { tools: { CCSUIExporter: tool.identity } } },
    run: async () => {
      const csd = await context.readSource(file)
      // The references come from our own reading in any case.
      const { csb, references, warnings } = exportCsd(csd, file.path, options)
      if (tool !== undefined) {
        const { environment, signal } = context
        const external = await exportExternally(csd, file.name, options, { file: tool.file, environment, signal, timeoutMs, limiter: await context.limiter() })
        for (const warning of external.warnings) context.warn(`${file.path}: ${warning}`)
        return { value: { references, warnings: [] } satisfies ExportValue, blobs: { csb: Buffer.from(external.csb) } }
      }
      return { value: { references, warnings } satisfies ExportValue, blobs: { csb } }
    }
  })
  if (result === undefined) return []
  const { references, warnings } = result.value as ExportValue
  for (const { code, details, ...place } of warnings) context.warn(message('en', `ccsui.warning.${code}`, { ...place, ...details, file: file.path }))
  if (checkReferences) context.references.push({ file, base: group.base, references })
  const output = outputOf(group)
  const name = file.name.replace(/\.csd$/i, '.csb')
  return [{ path: output === '' ? name : `${output}/${name}`, blob: result.blobs.csb! }]
}
