import type { CcsuiOptions } from '../config/project-schema.js'
import { exportCsd } from './ccsui/export-csd.js'
import type { Reference, Warning } from './ccsui/export-options.js'
import { message } from '../messages/message.js'
import { outputOf } from './groups.js'
import type { BuildContext, Group, PlannedOutput, SourceFile } from './processor.js'

interface ExportValue { references: Reference[], warnings: Warning[] }

/** Each csd as a csb at the same relative path; one action per csd. */
export async function buildCcsui (group: Group, context: BuildContext): Promise<PlannedOutput[]> {
  const outputs = await Promise.all(group.files.map(async file => await exportFile(group, file, context)))
  return outputs.flat()
}

async function exportFile (group: Group, file: SourceFile, context: BuildContext): Promise<PlannedOutput[]> {
  const { checkReferences, ...options } = group.rule.options as CcsuiOptions
  const result = await context.runner.run({
    id: `${group.id} ${file.name}`,
    rule: group.rule.name,
    inputs: { kind: 'ccsui', version: 1, options, inputs: [[file.name, file.sha256]] },
    run: async () => {
      const { csb, references, warnings } = exportCsd(await context.readSource(file), file.path, options)
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
