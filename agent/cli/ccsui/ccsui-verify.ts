import { resolve } from 'node:path'
import { findCsdInputs } from '../../assets/ccsui/project/csd-inputs.js'
import type { CsdInputs } from '../../assets/ccsui/project/csd-inputs.js'
import { externalTools, findExternalTool } from '../../assets/ccsui/exporter/external-tool.js'
import type { ExternalTool } from '../../assets/ccsui/exporter/external-tool.js'
import { verifyExternally } from '../../assets/ccsui/checks/verify-export.js'
import { PacklineError, hasCode } from '../../errors.js'
import { limiterOf } from '../build-limiter.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines, tell } from '../terminal.js'

/** Longest time for one csd, and for a whole project. */
const timeoutsMs: Record<ExternalTool, number> = { ccsuiexporter: 120_000, 'cocos-tool': 1_800_000 }

export const ccsuiVerify = defineCommand({
  name: 'ccsui verify',
  describe: 'command.ccsuiVerify',
  positionals: ['IN.csd|DIR|X.ccs'],
  options: {
    against: {
      type: 'string',
      choices: ['external', 'ccsuiexporter', 'cocos-tool'],
      default: 'external',
      describe: 'option.ccsui.against'
    },
    tool: { type: 'string', value: 'PROGRAM', describe: 'option.ccsui.tool' },
    ...jsonOption
  },
  run: async (context, options, [path = '']) => {
    const { cwd, environment, signal } = context
    const inputs = await findCsdInputs(resolve(cwd, path))
    if (inputs.inputs.length === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
    const { tool, file } = chosenTool(options.against, options.tool, inputs, context)
    if (tool === 'cocos-tool' && inputs.kind !== 'project') {
      throw new PacklineError('CCSUI_WRONG_INPUT', {
        rule: 'ccsui verify',
        tool,
        file: path,
        expected: '.ccs'
      })
    }
    const limiter = limiterOf(context)
    try {
      const run = {
        tool,
        file,
        environment,
        limiter: await limiter.get(),
        timeoutMs: timeoutsMs[tool],
        signal
      }
      const results = await verifyExternally(resolve(cwd, path), inputs, run, ({ relative, differences }) => {
        if (!options.json) {
          for (const { path, first, second } of differences) {
            printLines(context, [
              `${relative}: ${path}: ${JSON.stringify(first)} != ${JSON.stringify(second)}`
            ])
          }
        }
      })
      const different = results.filter(({ differences }) => differences.length > 0).length
      if (options.json) {
        printJson(context, {
          same: different === 0,
          tool: { name: externalTools[tool].name, file },
          files: results.map(({ relative, ...result }) => result)
        })
      } else {tell(context, 'ccsui.verified', {
          tool: externalTools[tool].name,
          count: results.length,
          different
        })}
      return different === 0 ? 0 : 1
    } finally {
      await limiter.close()
    }
  }
})

type Against = 'external' | ExternalTool

/**
 * `external` is the tool that is named or installed; of a project Cocos.Tool too, when there is no
 * CCSUIExporter.
 */
function chosenTool (
  against: Against,
  program: string | undefined,
  { kind }: CsdInputs,
  { cwd, environment }: CommandContext
): { tool: ExternalTool, file: string } {
  const find = (tool: ExternalTool) => ({
    tool,
    file: findExternalTool(
      tool,
      program === undefined
        ? environment
        : { ...environment, [externalTools[tool].variable]: resolve(cwd, program) }
    )
  })
  if (against !== 'external') return find(against)
  if (program !== undefined) return find(/cocos\.?tool/i.test(program) ? 'cocos-tool' : 'ccsuiexporter')
  try {
    return find('ccsuiexporter')
  } catch (error) {
    if (kind !== 'project' || !hasCode(error, 'TOOL_NOT_FOUND')) throw error
    return find('cocos-tool')
  }
}
