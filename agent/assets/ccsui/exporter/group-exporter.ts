import type { RuleOf } from '../../../config/rule-schema.js'
import type { BuildContext } from '../../actions/build-context.js'
import type { Group } from '../../sources/group.js'
import type { SourceFile } from '../../sources/source-file.js'
import type { ExportOptions } from '../export-options.js'
import { exportInFolder } from './external-exporter.js'
import { externalTools, findExternalTool, identityOf } from './external-tool.js'

const tool = 'ccsuiexporter'

/** An external exporter: what it is in an action's key, and its result for one csd. */
export interface GroupExporter {
  identity: Record<string, string>
  export: (file: SourceFile, options: ExportOptions) => Promise<{ csb: Uint8Array, warnings: string[] }>
}

/** CCSUIExporter for the csd files of a group, each in a private folder. */
export async function groupExporter (
  group: Group<Extract<RuleOf<'ccsui'>, { tool: 'ccsuiexporter' }>>,
  context: BuildContext
): Promise<GroupExporter> {
  const file = findExternalTool(tool, context.environment)
  const { toolTimeoutMs: timeoutMs } = group.rule.options
  return {
    identity: { [externalTools[tool].name]: await identityOf(tool, file, group.rule.name, context) },
    export: async (csd, options) =>
      await context.tools.use([[csd.name, csd]], async folder => {
        const { environment, signal } = context
        return await exportInFolder(folder, csd.name, options, {
          tool,
          file,
          environment,
          signal,
          timeoutMs,
          limiter: await context.limiter()
        })
      })
  }
}
