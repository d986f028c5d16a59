import { writeFile } from 'node:fs/promises'
import { isAbsolute, join, posix, resolve, sep } from 'node:path'
import { PacklineError, hasCode } from '../../errors.js'
import { findCsdInputs } from '../../assets/ccsui/project/csd-inputs.js'
import type { ExportOptions } from '../../assets/ccsui/export-options.js'
import { exportFiles, outputBelow } from '../../assets/ccsui/export/export-files.js'
import type { ExportReport } from '../../assets/ccsui/export/export-files.js'
import { isPublished } from '../../assets/ccsui/export/published-files.js'
import { studioFolderOf } from '../../assets/sources/studio-folder.js'
import { packlineHome } from '../../config/home.js'
import { WrittenFiles } from '../../files/written-files.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { errorDocument, printError } from '../error-output.js'
import { jsonOption } from '../common-options.js'
import { readableSize } from '../../messages/readable-size.js'
import { printJson, tell, tellMore, warn } from '../terminal.js'

export const ccsuiExport = defineCommand({
  name: 'ccsui export',
  describe: 'command.ccsuiExport',
  positionals: ['IN.csd|DIR|X.ccs'],
  options: {
    output: { type: 'string', value: 'PATH', describe: 'option.ccsui.output' },
    format: {
      type: 'string',
      choices: ['csb', 'json', 'lua'],
      default: 'csb',
      describe: 'option.ccsui.format'
    },
    'keep-going': { type: 'boolean', describe: 'option.ccsui.keepGoing' },
    'texture-prefix': {
      type: 'string',
      value: 'PREFIX',
      default: '',
      describe: 'option.ccsui.texturePrefix'
    },
    'texture-type': {
      type: 'string',
      choices: ['keep', 'normal', 'plist'],
      default: 'keep',
      describe: 'option.ccsui.textureType'
    },
    'csb-prefix': { type: 'string', value: 'PREFIX', default: '', describe: 'option.ccsui.csbPrefix' },
    'font-prefix': { type: 'string', value: 'PREFIX', default: '', describe: 'option.ccsui.fontPrefix' },
    engine: {
      type: 'string',
      choices: ['cocos2d-x', 'axmol'],
      default: 'cocos2d-x',
      describe: 'option.ccsui.engine'
    },
    'unknown-class': {
      type: 'string',
      choices: ['error', 'node'],
      default: 'error',
      describe: 'option.ccsui.unknownClass'
    },
    ...jsonOption,
    local: { type: 'boolean', describe: 'option.local' }
  },
  run: async (context, options, [input = '']) => {
    if (options.output === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'ccsui export',
        argument: '--output PATH'
      })
    }
    const output = resolve(context.cwd, options.output)
    const { kind, inputs, missing } = await findCsdInputs(
      isAbsolute(input) ? input : resolve(context.cwd, input)
    )
    if (inputs.length === 0) throw new PacklineError('CCSUI_NO_INPUT', { path: input })
    const { format } = options
    const targets = inputs.map(each => ({
      ...each,
      relative: kind === 'file' ? nameInProject(each.file) : each.relative,
      output: kind === 'file' ? output : outputBelow(output, each.relative, format)
    }))
    const written = new WrittenFiles(packlineHome(context.environment))
    written.check(targets.map(target => ({ path: target.output })), path => isPublished(path, format))
    const report = await exportFiles(
      targets,
      { serializer: format, options: exportOptions(options), keepGoing: options['keep-going'] },
      context.signal
    )
    written.add(report.written.map(file => file.output))
    if (format === 'lua' && kind !== 'file' && report.written.length > 0) {
      await writeLuaModule(output, written)
    }
    showReport(context, report, missing, options.output, options.json)
    const [failed] = report.failed
    if (failed === undefined) return 0
    if (inputs.length === 1) throw failed.error
    throw new PacklineError('CCSUI_EXPORT_FAILED', {
      failed: report.failed.length,
      total: inputs.length,
      written: report.written.length,
      failures: report.failed.map(({ error }) => errorDocument(error))
    })
  }
})

/** What the scripts of a folder ask for; one that is there, such as Studio's own, does the same. */
async function writeLuaModule (folder: string, written: WrittenFiles): Promise<void> {
  const { luaExtend } = await import('../../assets/ccsui/lua/lua-extend.js')
  const path = join(folder, 'LuaExtend.lua')
  try {
    await writeFile(path, luaExtend, { flag: 'wx' })
    written.add([path])
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
}

/** Below the innermost folder cocosstudio; without one it is the file's own. */
function nameInProject (file: string): string {
  const slashed = file.replaceAll(sep, '/')
  const studio = studioFolderOf(posix.dirname(slashed))
  return studio === undefined ? posix.basename(slashed) : slashed.slice(studio.length + 1)
}

interface Given {
  'texture-prefix': string
  'texture-type': ExportOptions['textureType']
  'csb-prefix': string
  'font-prefix': string
  'unknown-class': ExportOptions['unknownClass']
  engine: 'cocos2d-x' | 'axmol'
}

function exportOptions (given: Given): Partial<ExportOptions> {
  return {
    texturePrefix: given['texture-prefix'],
    textureType: given['texture-type'],
    csbPrefix: given['csb-prefix'],
    fontPrefix: given['font-prefix'],
    unknownClass: given['unknown-class'],
    ...given.engine === 'axmol' && { engine: given.engine }
  }
}

/** Failures go to standard error one by one; the JSON document of a failed export is the error itself. */
function showReport (
  context: CommandContext,
  report: ExportReport,
  missing: string[],
  output: string,
  json: boolean
): void {
  for (const warning of report.written.flatMap(file => file.warnings)) {
    warn(context, `ccsui.warning.${warning.code}`, {
      ...warning,
      ...warning.details,
      used: String(warning.details.used)
    })
  }
  for (const file of missing) warn(context, 'ccsui.missingEntry', { file })
  if (report.failed.length > 1) {
    for (const { error } of report.failed) printError(error, context)
  }
  if (report.failed.length > 0) return
  for (const file of report.written) {
    tellMore(context, 'run.writtenFile', { file: file.output, size: readableSize(file.bytes) })
  }
  const bytes = report.written.reduce((sum, file) => sum + file.bytes, 0)
  if (json) printJson(context, { written: report.written, missing, bytes })
  else tell(context, 'ccsui.exported', { count: report.written.length, output, size: readableSize(bytes) })
}
