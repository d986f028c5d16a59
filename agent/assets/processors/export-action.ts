import type { BlobReference } from '../../cache/content-store.js'
import { blobOf } from '../actions/action-runner.js'
import type { BuildContext } from '../actions/build-context.js'
import type { Reference } from '../actions/reference.js'
import { exportCsd } from '../ccsui/export/export-csd.js'
import { publisherOf } from '../ccsui/export/publish-csd.js'
import type { Serializer } from '../ccsui/file-names.js'
import type { ExportOptions, TextGaps, Warning } from '../ccsui/export-options.js'
import type { GroupExporter } from '../ccsui/exporter/group-exporter.js'
import type { SourceFile } from '../sources/source-file.js'

interface ExportValue {
  references: Reference[]
  warnings: Warning[]
  toolWarnings?: string[]
  textGaps?: TextGaps
}

interface ExportJob {
  id: string
  rule: string
  options: ExportOptions
  as?: PublishedAs
}

/** What is no csb. */
export interface PublishedAs {
  serializer: Exclude<Serializer, 'csb'>
  /** What belongs to the files that a csd names. */
  parts: Readonly<Record<string, readonly string[]>>
}

/** What one csd is published as, and what it names. Undefined in a dry run when it is not cached. */
export async function exportAction (
  { id, rule, options, as }: ExportJob,
  file: SourceFile,
  context: BuildContext,
  tool?: GroupExporter
): Promise<{ csb: BlobReference, references: Reference[], textGaps?: TextGaps } | undefined> {
  const result = await context.runner.run({
    id,
    rule,
    inputs: {
      ...as === undefined
        ? { kind: 'ccsui', version: 2, options }
        : { kind: `ccsui-${as.serializer}`, version: 1, options: { ...options, parts: as.parts } },
      inputs: [[file.name, file.sha256]],
      ...tool !== undefined && { tools: tool.identity }
    },
    isProgram: tool !== undefined,
    run: async () => await exportOne(file, { options, ...as !== undefined && { as } }, context, tool)
  })
  if (result === undefined) return undefined
  const { references, warnings, toolWarnings = [], textGaps } = result.value
  for (const { code, details, ...place } of warnings) {
    context.warn(`ccsui.warning.${code}`, { ...place, ...details, file: file.path })
  }
  for (const warning of toolWarnings) context.warn('run.fileWarning', { file: file.path, warning })
  return { csb: blobOf(result, 'csb'), references, ...textGaps !== undefined && { textGaps } }
}

async function exportOne (
  file: SourceFile,
  { options, as }: Pick<ExportJob, 'options' | 'as'>,
  context: BuildContext,
  tool: GroupExporter | undefined
): Promise<{ value: ExportValue, blobs: { csb: Uint8Array } }> {
  if (as !== undefined) {
    const publish = await publisherOf(as.serializer)
    const place = { name: file.name, partsOf: (path: string) => as.parts[path] ?? [] }
    const source = await context.readSource(file)
    const { bytes, references, ...told } = publish(source, file.path, place, options)
    return { value: { references: references(), ...told }, blobs: { csb: Buffer.from(bytes) } }
  }
  // The references come from our own reading in any case.
  const { csb, references: locate, ...told } = exportCsd(await context.readSource(file), file.path, options)
  const references = locate()
  if (tool === undefined) return { value: { references, ...told }, blobs: { csb } }
  const external = await tool.export(file, options)
  return {
    value: { references, warnings: [], toolWarnings: external.warnings },
    blobs: { csb: Buffer.from(external.csb) }
  }
}
