import { resolve } from 'node:path'
import { checkPublished, checkSources, isPublishedFolder } from '../../assets/ccsui/checks/check-folder.js'
import type { CheckReport } from '../../assets/ccsui/checks/check-report.js'
import { checkProject } from '../../assets/references/check-project.js'
import { PacklineError } from '../../errors.js'
import { describeError, message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { errorDocument } from '../error-output.js'
import { jsonOption } from '../common-options.js'
import { parametersOf } from '../run-parameters.js'
import { printEvent, printJson, printLines, tell } from '../terminal.js'

export const ccsuiCheck = defineCommand({
  name: 'ccsui check',
  describe: 'command.ccsuiCheck',
  positionals: ['DIR|X.ccs'],
  options: {
    search: { type: 'string', value: 'FOLDER,…', default: '', describe: 'option.ccsui.search' },
    unused: { type: 'boolean', describe: 'option.ccsui.unused' },
    fix: { type: 'boolean', describe: 'option.ccsui.fix' },
    ...jsonOption
  },
  run: async (context, options, [path = '']) => {
    const searchPaths = options.search.split(',').filter(folder => folder !== '')
    const report = await reportOf(resolve(context.cwd, path), searchPaths, context)
    if (report.checked === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
    const isGood = report.failed.length === 0 && report.missing.every(({ reason }) => reason === 'default')
    if (options.json) printDocument(context, report, isGood, options.unused)
    else printText(context, report, options.unused)
    if (options.fix && !options.json) printFixes(context, report)
    return isGood ? 0 : 1
  }
})

async function reportOf (
  path: string,
  searchPaths: readonly string[],
  context: CommandContext
): Promise<CheckReport> {
  const { signal } = context
  if (await isPublishedFolder(path)) return await checkPublished(path, searchPaths, signal)
  const project = await checkProject(path, signal, parametersOf(context, {}))
  return project?.report ?? await checkSources(path, project?.planned ?? new Map(), signal)
}

function printDocument (
  context: CommandContext,
  report: CheckReport,
  ok: boolean,
  withUnused: boolean
): void {
  const { unused, ...told } = report
  const failed = report.failed.map(({ input, error }) => ({ input, error: errorDocument(error) }))
  const document = { ...told, ok, failed, ...withUnused && { unused } }
  printJson(context, document)
}

/** The rules, ready to be put into the project file. */
function printFixes (context: CommandContext, { fixes = [] }: CheckReport): void {
  for (const rule of fixes) printEvent(context, rule)
  tell(context, fixes.length === 0 ? 'ccsui.noFix' : 'ccsui.fix')
}

function printText (
  context: CommandContext,
  report: CheckReport,
  withUnused: boolean
): void {
  for (const missing of report.missing) {
    const place = missing.line === 0 ? missing.file : `${missing.file}:${missing.line}:${missing.column}`
    printLines(context, [message(context.locale, `ccsui.missing.${missing.reason}`, { ...missing, place })])
  }
  for (const { error } of report.failed) {
    printLines(context, [`${describeError(context.locale, error).message} [${error.code}]`])
  }
  for (const path of withUnused ? report.unused : []) {
    printLines(context, [message(context.locale, 'ccsui.unused', { path })])
  }
  const counts = {
    checked: report.checked,
    references: report.references,
    missing: report.missing.length,
    failed: report.failed.length
  }
  tell(context, 'ccsui.checked', counts)
}
