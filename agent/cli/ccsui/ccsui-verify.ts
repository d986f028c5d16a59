import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { diffJson } from '../../assets/ccsui/csb-diff.js'
import { tableJson } from '../../assets/ccsui/csb-json.js'
import { readCsb } from '../../assets/ccsui/csb-reader.js'
import { findCsdInputs, unreadable } from '../../assets/ccsui/csd-inputs.js'
import { exportCsd } from '../../assets/ccsui/export-csd.js'
import { defaultExportOptions } from '../../assets/ccsui/export-options.js'
import { exportExternally, findExternalTool } from '../../assets/ccsui/external-exporter.js'
import { PacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { limiterOf } from '../build-limiter.js'
import { defineCommand } from '../command.js'

const timeoutMs = 120_000

export const ccsuiVerify = defineCommand({
  name: 'ccsui verify',
  describe: 'command.ccsuiVerify',
  positionals: ['IN.csd|DIR|X.ccs'],
  options: {
    against: { type: 'string', choices: ['external'], default: 'external', describe: 'option.ccsui.against' },
    tool: { type: 'string', value: 'PROGRAM', describe: 'option.ccsui.tool' },
    json: { type: 'boolean', describe: 'option.json' }
  },
  run: async (context, options, [path = '']) => {
    const { cwd, environment, signal, stdout, stderr, locale } = context
    const { inputs } = await findCsdInputs(resolve(cwd, path))
    if (inputs.length === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
    const file = findExternalTool('ccsuiexporter', options.tool === undefined ? environment : { ...environment, PACKLINE_CCSUIEXPORTER: resolve(cwd, options.tool) })
    const limiter = limiterOf(context)
    try {
      const run = { file, environment, limiter: await limiter.get(), timeoutMs, signal }
      const results = []
      for (const input of inputs) {
        const csd = await readFile(input.file).catch((error: unknown) => { throw unreadable(input.file, error) })
        const external = await exportExternally(csd, input.relative, defaultExportOptions, run)
        const differences = diffJson(decoded(exportCsd(csd, input.file).csb, input.file), decoded(external.csb, input.file))
        results.push({ file: input.file, warnings: external.warnings, differences })
        if (!options.json) for (const { path, first, second } of differences) stdout.write(`${input.relative}: ${path}: ${JSON.stringify(first)} != ${JSON.stringify(second)}\n`)
      }
      const different = results.filter(({ differences }) => differences.length > 0).length
      if (options.json) stdout.write(`${JSON.stringify({ same: different === 0, files: results }, null, 2)}\n`)
      else stderr.write(`${message(locale, 'ccsui.verified', { count: results.length, different })}\n`)
      return different === 0 ? 0 : 1
    } finally {
      await limiter.close()
    }
  }
})

function decoded (csb: Uint8Array, file: string): ReturnType<typeof tableJson> {
  return tableJson(readCsb(csb, file))
}
