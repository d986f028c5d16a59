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
    const report = await reportOf(resolve(context.cwd, path), searchPaths, context.signal)
    if (report.checked === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
    const isGood = report.failed.length === 0 && report.missing.every(({ reason }) => reason === 'default')
    if (options.json) printJson(context, report, isGood, options.unused)
    else printText(context, report, options.unused)
    if (options.fix && !options.json) printFixes(context, report)
    return isGood ? 0 : 1
  }
})

async function reportOf (
  path: string,
  searchPaths: readonly string[],
  signal: AbortSignal
): Promise<CheckReport> {
  if (await isPublishedFolder(path)) return await checkPublished(path, searchPaths, signal)
  const project = await checkProject(path, signal)
  return project?.report ?? await checkSources(path, project?.planned ?? new Map(), signal)
}

function printJson ({ stdout }: CommandContext, report: CheckReport, ok: boolean, withUnused: boolean): void {
  const { unused, ...told } = report
  const failed = report.failed.map(({ input, error }) => ({ input, error: errorDocument(error) }))
  const document = { ...told, ok, failed, ...withUnused && { unused } }
  stdout.write(`${JSON.stringify(document, null, 2)}\n`)
}

/** The rules, ready to be put into the project file. */
function printFixes ({ stdout, stderr, locale }: CommandContext, { fixes = [] }: CheckReport): void {
  for (const rule of fixes) stdout.write(`${JSON.stringify(rule)}\n`)
  stderr.write(`${message(locale, fixes.length === 0 ? 'ccsui.noFix' : 'ccsui.fix')}\n`)
}

function printText (
  { stdout, stderr, locale }: CommandContext,
  report: CheckReport,
  withUnused: boolean
): void {
  for (const missing of report.missing) {
    const place = missing.line === 0 ? missing.file : `${missing.file}:${missing.line}:${missing.column}`
    stdout.write(`${message(locale, `ccsui.missing.${missing.reason}`, { ...missing, place })}\n`)
  }
  for (const { error } of report.failed) {
    stdout.write(`${describeError(locale, error).message} [${error.code}]\n`)
  }
  for (const path of withUnused ? report.unused : []) {
    stdout.write(`${message(locale, 'ccsui.unused', { path })}\n`)
  }
  const counts = {
    checked: report.checked,
    references: report.references,
    missing: report.missing.length,
    failed: report.failed.length
  }
  stderr.write(`${message(locale, 'ccsui.checked', counts)}\n`)
}
